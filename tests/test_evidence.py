"""Evidence classified by a framework: what it speaks of, at which level, or of nothing."""

from __future__ import annotations

import csv
import io
import json
import subprocess
import sys
from functools import cache
from pathlib import Path

import jsonschema
import pytest
from builders import characteristic, framework
from conftest import ROOT
from hypothesis import given, settings
from hypothesis import strategies as st

from pipeline.classification import Classification, ClassifiedPassage, MethodName
from pipeline.errors import InputError
from pipeline.evidence import (
    Classifier,
    classification_to_csv,
    classification_to_text,
    evaluate,
    evaluations_to_text,
    save_pipeline,
    split_passages,
    try_threshold,
)
from pipeline.evidence.classifier import ABOVE_THRESHOLD, LEAST, own_texts
from pipeline.evidence.show import COLUMNS
from pipeline.evidence.texts import KnownText, read_framework
from pipeline.extracted import load_framework
from pipeline.models import Characteristic, Domain, Framework
from pipeline.write import schemas, to_json

METHODS: tuple[MethodName, ...] = ("nearest", "spacy")
STOCK = "Does not do what 'Good' says."


@cache
def sample() -> Framework:
    return load_framework(ROOT / "extracted" / "repair-workshops-2023")


@cache
def classifier(method: MethodName = "nearest") -> Classifier:
    return Classifier(sample(), method)


def garden() -> Framework:
    """Two domains that share no word but those of the level poor, and a stock sentence."""
    return framework(
        chapter(
            "1",
            characteristic(
                "1.1",
                ((STOCK, "Rainwater is seldom collected."), ("Barrels collect rainwater.",)),
                statement="Water is saved.",
            ),
            characteristic(
                "1.2",
                ((STOCK, "Compost is seldom turned."), ("Volunteers turn the compost weekly.",)),
                statement="Waste becomes soil.",
            ),
        ),
        chapter(
            "2",
            characteristic(
                "2.1",
                ((STOCK, "Minutes are seldom published."), ("Members read the minutes online.",)),
                statement="Decisions are known.",
            ),
            characteristic(
                "2.2",
                ((STOCK, "Fees are seldom explained."), ("A leaflet explains every fee.",)),
                statement="Charges are fair.",
            ),
        ),
    )


def chapter(key: str, *characteristics: Characteristic) -> Domain:
    """A domain that says nothing of itself."""
    return Domain(key=key, code=key, title="", characteristics=characteristics)


def top_keys(found: ClassifiedPassage) -> tuple[str | None, ...]:
    if not found.matches:
        return ()
    match = found.matches[0]
    owner, level = match.characteristic, match.level
    return (match.domain.key, owner.key if owner else None, level.key if level else None)


# ---- what is said -------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("They collect the rainwater in barrels.", ("1", "1.1", "good")),
        ("We saw a leaflet that explains the fee.", ("2", "2.2", "good")),
        ("The compost is seldom turned in winter.", ("1", "1.2", "poor")),
    ],
)
def test_what_evidence_speaks_of(text: str, expected: tuple[str, ...]) -> None:
    assert top_keys(Classifier(garden()).classify(text)) == expected


def test_level_is_told_by_how_others_speak() -> None:
    """No paragraph says it of barrels, but the poor ones of everything else do."""
    found = Classifier(garden()).classify("Barrels are seldom explained.", top=4)
    levels = {m.characteristic.key: m.level for m in found.matches if m.characteristic}
    level = levels["1.1"]
    assert level
    assert level.key == "poor"


@pytest.mark.parametrize("text", ["", " \n\t", "?!", "Xyzzy qwfp.", STOCK])
def test_what_comes_near_to_nothing_has_no_match(text: str) -> None:
    found = Classifier(garden()).classify(text)
    assert found.matches == ()
    assert found.score < 0.3


@pytest.mark.parametrize("method", METHODS)
def test_own_texts_are_found_as_themselves(method: MethodName) -> None:
    known = read_framework(sample())
    asked = [text for text in own_texts(known) if text.subject is not None]
    assert len(asked) > 200
    for text in asked if method == "nearest" else asked[::10]:
        assert_found_as_itself(text, classifier(method).classify(text.text, top=2))


def assert_found_as_itself(text: KnownText, found: ClassifiedPassage) -> None:
    best = found.matches[0]
    assert best.nearest
    assert best.level
    assert best.characteristic
    assert (best.score, best.level.score, best.nearest.likeness) == (1, 1, 1)
    assert best.nearest.key == text.key
    assert text.key.startswith(f"{best.characteristic.key}/{best.level.key}/")
    assert all(match.score < 1 for match in found.matches[1:])
    assert found.score == 1


def test_punctuation_and_case_are_no_difference() -> None:
    text = own_texts(read_framework(sample()))[-1].text
    shouted = f"- {text.upper().rstrip('.')} !"
    assert classifier().classify(shouted).matches[0].score == 1


def test_matches_are_ordered_and_differ() -> None:
    found = classifier().classify("Tools are inspected and kept in labelled drawers.", top=5)
    scores = [match.score for match in found.matches]
    owners = [match.characteristic and match.characteristic.key for match in found.matches]
    assert len(found.matches) == 5
    assert scores == sorted(scores, reverse=True)
    assert len(set(owners)) == 5
    assert found.score == scores[0] >= classifier().threshold


def test_order_of_the_framework_is_no_matter() -> None:
    turned = sample().model_copy(
        update={
            "domains": tuple(
                d.model_copy(update={"characteristics": d.characteristics[::-1]})
                for d in sample().domains[::-1]
            )
        }
    )
    other = Classifier(turned)
    for text in ("Every lamp is tested.", "Trustees read the accounts.", "Children may join in."):
        one, two = classifier().classify(text), other.classify(text)
        assert top_keys(one) == top_keys(two)
        assert one.score == pytest.approx(two.score, abs=0.002)


def test_passages_do_not_influence_each_other() -> None:
    lines = ["Every lamp is tested.", "Trustees read the accounts.", "Parking is dear."]
    forth = classifier().classify_all("\n".join(lines)).passages
    back = classifier().classify_all("\n".join(lines[::-1])).passages
    assert [p.matches for p in forth] == [p.matches for p in back][::-1]
    assert [p.matches for p in forth] == [classifier().classify(line).matches for line in lines]


@pytest.mark.slow
@pytest.mark.parametrize("method", METHODS)
def test_same_on_every_run(method: MethodName) -> None:
    again = Classifier(sample(), method)
    assert again.threshold == classifier(method).threshold
    text = "Volunteers weigh what was saved from the bin and tell the council."
    assert again.classify(text, 3) == classifier(method).classify(text, 3)


# ---- odd input ----------------------------------------------------------------------------------


@settings(deadline=None, max_examples=50)
@given(st.text(max_size=200))
def test_any_text_gets_an_answer(text: str) -> None:
    found = classifier().classify_all(text, top=2)
    assert all(0 <= passage.score <= 1 for passage in found.passages)
    assert to_json(found)
    assert classification_to_csv(found)


@pytest.mark.parametrize("method", METHODS)
@pytest.mark.parametrize(
    "text",
    [
        "tool " * 300_000,
        "x" * 1_500_000,
        "\x00\x1b[31m\x07 tools \u202e\ufeff",
        "工具每个月都要检查。",
        "Οι εθελοντές ελέγχουν τα εργαλεία κάθε μήνα.",
        "=1+1",
    ],
    ids=["many words", "a long word", "control characters", "chinese", "greek", "formula"],
)
def test_hostile_text(method: MethodName, text: str) -> None:
    found = classifier(method).classify(text, top=2)
    for match in found.matches:
        assert match.level
        assert 0 <= match.level.score <= 1


def test_terminal_is_not_steered() -> None:
    shown = classification_to_text(classifier().classify_all("\x1b[2J tools \x07 and \u202e"), 80)
    assert not {"\x1b", "\x07", "\u202e"} & set(shown)


def bare(key: str) -> Domain:
    return Domain(key=key, code=None, title="Tools")


@pytest.mark.parametrize("method", METHODS)
@pytest.mark.parametrize(
    "domains",
    [
        (),
        (bare("tools"),),
        (chapter("1", characteristic()),),
        (chapter("1", characteristic("1.1", ((), ("It is good.",)))),),
        (chapter("1", characteristic("1.1", ((), ()))), chapter("2", characteristic("2.1"))),
        (chapter("1", characteristic("1.1", ((), ()), statement=None)), bare("tools")),
    ],
    ids=["none", "bare", "one", "empty level", "empty levels", "no text"],
)
def test_odd_frameworks(method: MethodName, domains: tuple[Domain, ...]) -> None:
    made = Classifier(framework(*domains), method)
    for text in ("It is good.", "Tools are kept.", "", "Something else."):
        assert 0 <= made.classify(text, top=9).score <= 1
    found = evaluate(framework(*domains), method)
    assert evaluations_to_text("odd", [found], try_threshold(framework(*domains)))


def test_domains_without_characteristics_are_matched_as_a_whole() -> None:
    made = Classifier(framework(bare("tools"), Domain(key="money", code=None, title="Money")))
    match = made.classify("The money was counted.").matches[0]
    assert (match.domain.key, match.characteristic) == ("money", None)
    assert (match.level, match.nearest) == (None, None)  # it says nothing of either level


# ---- passages -----------------------------------------------------------------------------------


def test_blank_lines_part_passages() -> None:
    found = split_passages("One\ntwo.\r\n \r\nThree. Four.\n\n\n")
    assert [(p.text, p.lines) for p in found] == [("One two.", (1, 2)), ("Three. Four.", (4, 4))]


def test_without_blank_lines_each_line_is_one() -> None:
    assert [p.text for p in split_passages("\nOne\n  two.\n")] == ["One", "two."]
    assert [p.text for p in split_passages("One\n  two.", "paragraph")] == ["One two."]
    assert [p.text for p in split_passages("One\n\ntwo\nthree", "line")] == ["One", "two", "three"]


def test_sentences() -> None:
    found = split_passages("One is\nhere. Two!\n\nThree", "sentence")
    assert [(p.text, p.lines) for p in found] == [
        ("One is here.", (1, 2)),
        ("Two!", (1, 2)),
        ("Three", (4, 4)),
    ]


# ---- data ---------------------------------------------------------------------------------------


@cache
def three_lines() -> Classification:
    text = 'Every lamp is tested.\nXyzzy qwfp.\nTrustees read, "monthly", the accounts.'
    return classifier().classify_all(text, top=2)


def test_json_follows_its_schema() -> None:
    data = json.loads(to_json(three_lines()))
    jsonschema.validate(data, json.loads(schemas()["classification.schema.json"]))
    assert Classification.model_validate(data) == three_lines()


def test_csv_has_a_row_per_match() -> None:
    rows = list(csv.DictReader(io.StringIO(classification_to_csv(three_lines()))))
    assert tuple(rows[0]) == COLUMNS
    assert [(row["passage"], row["match"]) for row in rows] == [
        ("1", "1"), ("1", "2"), ("2", ""), ("3", "1"), ("3", "2"),
    ]  # fmt: skip
    assert rows[2]["domain_title"] == rows[2]["nearest_text"] == ""
    for passage, row in (
        (three_lines().passages[0], rows[0]),
        (three_lines().passages[2], rows[3]),
    ):
        match = passage.matches[0]
        assert match.level
        assert match.nearest
        assert (row["text"], row["first_line"]) == (passage.text, str(passage.number))
        assert (row["domain_title"], row["level"]) == (match.domain.title, match.level.name)
        assert (row["nearest_text"], row["score"]) == (match.nearest.text, str(match.score))


def test_terminal_shows_matches_and_none() -> None:
    shown = classification_to_text(three_lines(), 80)
    assert shown.startswith(f"{sample().id}: 3 passages, 2 matched\n")
    assert f"none: 0.000 is below {classifier().threshold:.3f}" in shown
    assert max(map(len, shown.splitlines())) <= 80


def test_own_threshold() -> None:
    """With 0 all that has a word in common is shown; with 1 nothing but the same words is."""
    text = "Parking in front of the workshop is difficult."
    assert not Classifier(sample()).classify(text).matches
    assert Classifier(sample(), threshold=0).classify(text).matches
    assert not Classifier(sample(), threshold=1).classify(text).matches


# ---- how good it is -----------------------------------------------------------------------------


def test_threshold_lets_the_wanted_share_through() -> None:
    found = try_threshold(sample())
    assert found.kept == pytest.approx(ABOVE_THRESHOLD, abs=0.1)
    assert found.strangers < found.kept


@pytest.mark.slow
def test_better_than_chance_on_what_is_not_known() -> None:
    nearest, spacy = (evaluate(sample(), method, 4) for method in METHODS)
    for hits in (nearest.domain, nearest.characteristic):
        assert hits.first / hits.asked > 2 / hits.choices
        assert hits.among > hits.first
    assert nearest.level.first / nearest.level.asked > 1 / nearest.level.choices
    assert nearest.characteristic.first > spacy.characteristic.first
    assert nearest.domain.first > spacy.domain.first


def test_evaluation_never_asks_who_was_told() -> None:
    """A framework whose paragraphs share no word is not found by those that are left out."""
    cells = [((poor * 9,), (good * 9,)) for poor, good in ("ab", "cd", "ef")]
    owners = [characteristic(f"{n}.1", each, statement=None) for n, each in enumerate(cells)]
    made = framework(*(chapter(str(n), owner) for n, owner in enumerate(owners)))
    found = evaluate(made)
    assert (found.domain.asked, found.level.asked) == (6, 6)
    assert try_threshold(made).threshold == LEAST


# ---- the pipeline of spaCy ----------------------------------------------------------------------


def test_saved_pipeline_is_loaded_by_spacy_alone(tmp_path: Path) -> None:
    save_pipeline(sample(), tmp_path / "there" / "pipe")
    save_pipeline(sample(), tmp_path / "there" / "pipe")  # over the one before
    text = own_texts(read_framework(sample()))[0]
    code = (
        "import json, sys, spacy\n"
        f"cats = spacy.load('pipe')({text.text!r}).cats\n"
        "print(json.dumps([cats, [name for name in sys.modules if 'pipeline.ev' in name]]))\n"
    )
    command = [sys.executable, "-c", code]
    done = subprocess.run(
        command, capture_output=True, text=True, cwd=tmp_path / "there", timeout=60, check=False
    )
    assert done.returncode == 0, done.stderr
    cats, ours = json.loads(done.stdout)
    assert ours == []
    known = read_framework(sample())
    kinds = [label.split(":")[0] for label in cats]
    assert [kinds.count(kind) for kind in ("domain", "characteristic", "level")] == [
        len(known.domains), len(known.subjects), len(known.levels),
    ]  # fmt: skip
    assert sum(cats.values()) == pytest.approx(3, abs=0.01)
    best = max((label for label in cats if label.startswith("domain:")), key=cats.__getitem__)
    assert best == f"domain:{known.domains[text.domain].key}"


def test_pipeline_takes_no_folder_with_other_files(tmp_path: Path) -> None:
    (tmp_path / "notes.txt").write_text("mine")
    with pytest.raises(InputError, match="other files"):
        save_pipeline(garden(), tmp_path)
    with pytest.raises(InputError, match="cannot be written"):
        save_pipeline(garden(), tmp_path / "notes.txt")
    assert (tmp_path / "notes.txt").read_text() == "mine"
