"""One test per code of an issue: what raises it, and what does not."""

from __future__ import annotations

from collections.abc import Sequence

import pytest
from builders import PLACE, characteristic, domain, framework, ledger

from pipeline.check import check
from pipeline.geometry import Box
from pipeline.models import DroppedWords, Framework, Issue
from pipeline.records import Finding, Place

CLEAN = framework(domain(characteristic("1.1"), characteristic("1.2")))


def issues(made: Framework) -> list[Issue]:
    return list(check(made, ledger()))


def only(made: Framework) -> Issue:
    (found,) = issues(made)
    return found


def cells(*poor: str, good: Sequence[str] = ("It is good.",)) -> Framework:
    """A framework whose first cell holds these paragraphs; all others are as they should be."""
    others = [characteristic(f"1.{n}") for n in range(2, 12)]
    return framework(domain(characteristic("1.1", (poor, good)), *others))


def test_clean_data_has_no_issue() -> None:
    assert issues(CLEAN) == []


def test_finding_becomes_an_issue() -> None:
    place = Place(page=3, box=Box(1.04, 2.06, 3, 4))
    finding = Finding("header-assumed", "warning", "no header", key="1.1", place=place)
    (found,) = check(CLEAN, ledger(), [finding])
    assert (found.code, found.severity, found.message, found.key) == (
        "header-assumed", "warning", "no header", "1.1",
    )  # fmt: skip
    assert found.place
    assert (found.place.page, found.place.bbox) == (3, (1.0, 2.1, 3, 4))


def test_descriptor_empty() -> None:
    found = only(framework(domain(characteristic("1.1", ((), ("It is good.",))))))
    assert (found.code, found.severity, found.key) == ("descriptor-empty", "warning", "1.1/poor")
    assert found.message == "'Poor' of 1.1 says nothing"
    assert found.place == PLACE


def test_code_missing() -> None:
    found = only(framework(domain(characteristic("1.1"), characteristic(None))))
    assert (found.code, found.severity) == ("code-missing", "warning")
    assert found.key == "tools-are-kept"


def test_no_codes_at_all_are_no_issue() -> None:
    assert issues(framework(domain(characteristic(None)))) == []


def test_code_repeated_in_characteristics() -> None:
    made = framework(domain(characteristic("1.1")), domain(characteristic("1.1"), code="2"))
    found = only(made)
    assert (found.code, found.severity, found.key) == ("code-repeated", "error", "1.1")


def test_code_repeated_in_domains() -> None:
    made = framework(domain(characteristic("1.1")), domain(characteristic("2.1"), title="Cups"))
    assert (only(made).code, only(made).key) == ("code-repeated", "1")


@pytest.mark.parametrize(
    "codes", [("1.1", "1.3"), ("1.2", "1.1"), ("S1.a", "S1.c"), ("A1.b", "A2.c")]
)
def test_code_order(codes: tuple[str, str]) -> None:
    found = only(framework(domain(*map(characteristic, codes))))
    assert (found.code, found.severity, found.key) == ("code-order", "warning", codes[1])


@pytest.mark.parametrize(
    "codes",
    [
        ("1.9", "1.10"),
        ("L1", "L2"),
        ("S1.a", "S1.b"),
        ("A1.b", "A2.a"),
        ("1.1.3", "1.2.1"),
        ("2", "2.1"),
    ],
)
def test_codes_in_order(codes: tuple[str, str]) -> None:
    assert issues(framework(domain(*map(characteristic, codes)))) == []


def test_statement_missing() -> None:
    found = only(framework(domain(characteristic(statement=None))))
    assert (found.code, found.severity) == ("statement-missing", "error")
    assert found.place == PLACE


def test_domain_empty() -> None:
    found = only(framework(domain()))
    assert (found.code, found.severity, found.key) == ("domain-empty", "warning", "1")
    assert "'Tools'" in found.message


SENTENCE = "All tools hang on hooks here."


@pytest.mark.parametrize("poor", [(SENTENCE, SENTENCE), (f"{SENTENCE} {SENTENCE}",)])
def test_text_repeated(poor: tuple[str, ...]) -> None:
    found = only(cells(*poor))
    assert (found.code, found.severity) == ("text-repeated", "warning")
    assert SENTENCE.rstrip(".") in found.message
    assert found.key == f"1.1/poor/{len(poor)}"


def test_short_or_distant_repetition_is_no_issue() -> None:
    """A few words may come twice; and neighbouring levels say the same on purpose."""
    assert issues(cells("Tools hang.", "Tools hang.")) == []
    assert issues(cells(SENTENCE, good=[SENTENCE])) == []


def test_text_ends_open() -> None:
    found = only(cells("It is poor and"))
    assert (found.code, found.severity, found.key) == ("text-ends-open", "warning", "1.1/poor/1")
    assert "poor and" in found.message


def test_open_end_before_another_paragraph_is_no_issue() -> None:
    assert issues(cells("It is poor and", "It is not.")) == []


def test_document_without_full_stops_has_no_open_ends() -> None:
    made = characteristic("1.1", (["It is poor"], ["It is good"]))
    assert issues(framework(domain(made))) == []


def test_text_starts_lower() -> None:
    found = only(cells("and it is poor."))
    assert (found.code, found.severity, found.key) == ("text-starts-lower", "warning", "1.1/poor/1")


def test_list_item_may_start_lower() -> None:
    made = cells("and it is poor.").model_dump()
    made["domains"][0]["characteristics"][0]["descriptors"][0]["paragraphs"][0]["bullet"] = "•"
    assert issues(Framework.model_validate(made)) == []


def test_document_in_lower_case_has_no_lower_starts() -> None:
    made = characteristic("1.1", (["it is poor."], ["it is good."]), statement="tools hang.")
    assert issues(framework(domain(made))) == []


@pytest.mark.parametrize(
    ("text", "shown"),
    [("It is\ufffdpoor.", "U+FFFD"), ("It (cid:12) is.", "(cid:12)"), ("It \ue000 is.", "U+E000"),
     ("It \x07 is.", "U+0007")],
)  # fmt: skip
def test_characters_unusual(text: str, shown: str) -> None:
    found = only(cells(text))
    assert (found.code, found.severity, found.key) == (
        "characters-unusual", "warning", "1.1/poor/1",
    )  # fmt: skip
    assert shown in found.message


def test_typography_is_not_unusual() -> None:
    assert issues(cells("‘It’ is – “poor” … ½ café.")) == []


def test_words_dropped() -> None:
    dropped = DroppedWords(text="Twice read", words=2, reason="a ghost", place=PLACE)
    account = ledger(placed=8).model_copy(update={"dropped": (dropped,)})
    (found,) = check(CLEAN, account)
    assert (found.code, found.severity, found.place) == ("words-dropped", "info", PLACE)
    assert "a ghost" in found.message
    assert "Twice read" in found.message


def test_words_unaccounted() -> None:
    (found,) = check(CLEAN, ledger(placed=7, unaccounted=3))
    assert (found.code, found.severity) == ("words-unaccounted", "error")
    assert found.message.startswith("3 of 10 ")


def test_every_issue_has_a_place() -> None:
    """All that is printed somewhere can be looked up."""
    broken = framework(
        domain(
            characteristic("1.1", ((), ("and so",))), characteristic("1.1", statement=None),
            characteristic("1.4", ((f"{SENTENCE} {SENTENCE}",), ("It \ufffd.",))),
            characteristic(None),
        ),
        domain(),
    )  # fmt: skip
    assert len(issues(broken)) >= 7
    assert all(issue.place == PLACE for issue in issues(broken))
