"""CASE 1.1: what the specification asks for, that nothing is lost, and what replaces what."""

from __future__ import annotations

import json
from itertools import product
from typing import Any

import pytest
from builders import characteristic, domain, framework
from conftest import ROOT
from hypothesis import HealthCheck, given, settings
from readers import case_nodes, case_texts, check_case, read_case
from strategies import frameworks

import pipeline
from pipeline.changes import Change, Differences, Pair, Ref, Side
from pipeline.compare import compare
from pipeline.errors import InputError, UsageError
from pipeline.export import Options, export
from pipeline.export.case import Replaced
from pipeline.export.nodes import UNDATED, changed_at
from pipeline.models import Framework

Json = dict[str, Any]
SAMPLES = ("repair-workshops-2023", "repair-workshops-2025")


def sample(name: str) -> Framework:
    return pipeline.load(ROOT / "extracted" / name)


def package(made: Framework, **options: Any) -> Json:
    files = export(made, "case", Options(**options))
    assert list(files) == ["cfpackage.json"]
    found: Json = json.loads(files["cfpackage.json"])
    return found


# ---- tests --------------------------------------------------------------------------------------


@pytest.mark.parametrize("name", SAMPLES)
def test_samples_are_packages_from_which_all_can_be_read(name: str) -> None:
    made = package(sample(name))
    check_case(made)
    assert read_case(made) == case_texts(sample(name))


@given(frameworks())
@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.too_slow])
def test_any_framework_comes_back(made: Framework) -> None:
    found = package(made)
    check_case(found)
    assert read_case(found) == case_texts(made)


def test_level_names_stand_in_every_criterion() -> None:
    made = package(framework(domain(characteristic("1.1", ((), ("It is good.",))))))
    (criterion,) = made["CFRubrics"][0]["CFRubricCriteria"]
    levels = criterion["CFRubricCriterionLevels"]
    assert [(v["quality"], v["score"], v.get("description")) for v in levels] == [
        ("Poor", 1, None),
        ("Good", 2, "It is good."),
    ]


def test_enclosing_divisions_are_items_of_their_own() -> None:
    domains = [
        domain(code="1", title="Tools").model_copy(update={"parent": "Things"}),
        domain(code="2", title="Beds").model_copy(update={"parent": "Things"}),
        domain(code="3", title="People"),
    ]
    made = package(framework(*domains))
    check_case(made)
    titles = {item["identifier"]: item["fullStatement"] for item in made["CFItems"]}
    titles[made["CFDocument"]["identifier"]] = "document"
    tree = [
        tuple(titles[a[f"{end}NodeURI"]["identifier"]] for end in ("origin", "destination"))
        for a in made["CFAssociations"]
        if "Everyone" not in titles[a["originNodeURI"]["identifier"]]
    ]
    assert tree == [
        ("Things", "document"), ("Tools", "Things"), ("Beds", "Things"), ("People", "document"),
    ]  # fmt: skip


def test_identifiers_stay_from_run_to_run_and_with_other_words() -> None:
    """They name a place in the framework, not what is said there."""
    one, two = (framework(domain(characteristic("1.1", ((text,), ())))) for text in ("A", "B"))
    first, second = (
        [node["identifier"] for _, node in case_nodes(package(made))] for made in (one, two)
    )
    assert first == second
    assert export(one, "case") == export(one, "case")
    other = package(one.model_copy(update={"id": "garden"}))
    assert not {node["identifier"] for _, node in case_nodes(other)} & set(first)


def test_base_uri_says_where_the_nodes_are() -> None:
    made = package(sample(SAMPLES[0]), base_uri="https://a.example/case/")
    check_case(made)
    rows = {name: node["uri"] for name, node in case_nodes(made)}
    assert rows["CFItem"].startswith("https://a.example/case/CFItems/")
    assert rows["CFRubric"].startswith("https://a.example/case/CFRubrics/")
    plain = package(sample(SAMPLES[0]))
    assert plain["CFDocument"]["uri"] == f"urn:uuid:{made['CFDocument']['identifier']}"


@pytest.mark.parametrize("base", ["a.example", "ftp://a.example", "https://", "http://a/?q=1", ""])
def test_base_uri_that_is_none(base: str) -> None:
    with pytest.raises(UsageError, match="is no address"):
        package(framework(), base_uri=base)


@pytest.mark.parametrize(
    ("published", "expected"),
    [
        ("2025", "2025-01-01T00:00:00Z"),
        ("2025-09", "2025-09-01T00:00:00Z"),
        ("2024-02-29", "2024-02-29T00:00:00Z"),
        ("2025-02-29", UNDATED),
        ("2025-13", UNDATED),
        ("0000", UNDATED),
        ("spring 2025", UNDATED),
        (None, UNDATED),
    ],
)
def test_time_of_the_last_change(published: str | None, expected: str) -> None:
    assert changed_at(published) == expected


@pytest.mark.parametrize(
    ("address", "expected"),
    [
        ("https://a.example/f.pdf?x=1&y=%20", True),
        ("http://a.example", True),
        ("on request", False),
        ("https://a b", False),
        ("https://a.example/%zz", False),
    ],
)
def test_official_source_is_an_address(address: str, expected: bool) -> None:
    made = package(framework().model_copy(update={"source_url": address}))["CFDocument"]
    assert ("officialSourceURL" in made) is expected
    assert made["extensions"]["source_url"] == address


# ---- what replaces what -------------------------------------------------------------------------


def ref(key: str) -> Ref:
    return Ref(domain="Tools", characteristic=key, key=key)


def edition(name: str, *codes: str) -> Framework:
    made = framework(domain(*(characteristic(code, statement=f"{name} {code}") for code in codes)))
    return made.model_copy(update={"id": name})


def differences(related: bool = True, **parts: Any) -> Differences:
    side = Side(id="x", sha256="x")
    return Differences(old=side, new=side, summary={}, related=related, **{"changes": (), **parts})


def pair(old: str, new: str, what: Any = "characteristic") -> Pair:
    return Pair(what=what, old=old, new=new, score=0.9, reason="same statement")


def associations(old: Framework, new: Framework, found: Differences) -> list[Json]:
    made = package(new, replaced=Replaced(old, found))
    return [a for a in made["CFAssociations"] if a["associationType"] != "isChildOf"]


def test_what_replaces_what() -> None:
    """Pairs, both parts of a split, and what was merged; the document itself first."""
    old, new = (
        edition("old", "1.1", "1.2", "1.3", "1.4"),
        edition("new", "1.1", "1.2", "1.3", "1.5"),
    )
    found = associations(
        old,
        new,
        differences(
            pairs=(pair("1", "1", "domain"), pair("1.1", "1.1"), pair("poor", "poor", "level")),
            changes=(
                Change(kind="split", old=(ref("1.1"),), new=(ref("1.1"), ref("1.2")), reason="r"),
                Change(kind="merged", old=(ref("1.3"), ref("1.4")), new=(ref("1.3"),), reason="r"),
                Change(kind="renumbered", old=(ref("1.2"),), new=(ref("1.5"),), reason="r"),
                Change(kind="split", old=(ref("9.9"),), new=(ref("1.5"),), reason="r"),
            ),
        ),
    )
    titles = [(a["originNodeURI"]["title"], a["destinationNodeURI"]["title"]) for a in found]
    assert titles == [
        ("Kitchen Framework", "Kitchen Framework"),
        ("Tools", "Tools"),
        ("old 1.1", "new 1.1"),
        ("old 1.1", "new 1.2"),
        ("old 1.3", "new 1.3"),
        ("old 1.4", "new 1.3"),
    ]
    assert {a["associationType"] for a in found} == {"replacedBy"}
    origins = {item["identifier"] for item in package(old)["CFItems"]}
    targets = {item["identifier"] for item in package(new)["CFItems"]}
    assert {a["originNodeURI"]["identifier"] for a in found[1:]} <= origins
    assert {a["destinationNodeURI"]["identifier"] for a in found[1:]} <= targets
    assert len({a["identifier"] for a in found}) == len(found)


def test_everything_that_was_revised_in_the_samples_is_replaced() -> None:
    """By the list of edits that the later sample was made with, and by the packages themselves."""
    old, new = map(sample, SAMPLES)
    made = package(new, replaced=Replaced(old, compare(old, new)))
    before, after = names_of(package(old)), names_of(made)
    found = {
        (before[a["originNodeURI"]["identifier"]], after[a["destinationNodeURI"]["identifier"]])
        for a in made["CFAssociations"]
        if a["associationType"] == "replacedBy"
    }
    assert found >= revised()
    assert {left for left, _ in found} == set(before.values()) - {"2.3"}  # removed
    assert {right for _, right in found} == set(after.values()) - {"1.3"}  # added
    assert json.dumps(made).count('"replacedBy"') == len(found)


def names_of(made: Json) -> dict[str, str]:
    """What document, domains and characteristics are called: by their codes, or titles."""
    items = [item for item in made["CFItems"] if item["CFItemType"] != "Outcome"]
    names = {
        item["identifier"]: item["fullStatement"]
        if item["CFItemType"] == "Domain"
        else item["humanCodingScheme"]
        for item in items
    }
    return {made["CFDocument"]["identifier"]: "document", **names}


def revised() -> set[tuple[str, str]]:
    data = json.loads((ROOT / "tests" / "samples" / "revision.json").read_text(encoding="utf-8"))
    pairs = set()
    for edit in (each for each in data["edits"] if each["type"] != "reorder_domains"):
        sides = [each if isinstance(each, list) else [each] for each in (edit["from"], edit["to"])]
        for left, right in product(*sides):
            if left and right:
                names = (place.get("code") or place["domain"] for place in (left, right))
                pairs.add(tuple(names))
    return pairs


def test_frameworks_that_are_no_editions_are_only_related() -> None:
    found = differences(False, pairs=(pair("1.1", "1.1"),))
    made = associations(edition("old", "1.1"), edition("new", "1.1"), found)
    assert [a["associationType"] for a in made] == ["isRelatedTo"]


def test_editions_of_one_id_cannot_be_told_apart() -> None:
    with pytest.raises(InputError, match="extract one of them from a file of another name"):
        associations(edition("old", "1.1"), edition("old", "1.1"), differences())
