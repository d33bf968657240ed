"""CASE 1.1: what the specification asks for, that nothing is lost, and what replaces what."""

from __future__ import annotations

import json
import re
from collections import Counter
from collections.abc import Iterator, Sequence
from typing import Any

import pytest
from builders import characteristic, domain, framework
from conftest import ROOT
from hypothesis import HealthCheck, given, settings
from strategies import frameworks

import pipeline
from pipeline.changes import Change, Differences, Pair, Ref, Side
from pipeline.errors import InputError, UsageError
from pipeline.export import Options, export
from pipeline.export.case import Replaced
from pipeline.export.nodes import UNDATED, changed_at
from pipeline.models import Descriptor, Framework, Paragraph

Json = dict[str, Any]
SAMPLES = ("repair-workshops-2023", "repair-workshops-2025")

# What the specification requires of each class, and the classes inside it.
REQUIRED = {
    "CFDocument": {"creator", "title"},
    "CFItem": {"fullStatement"},
    "CFAssociation": {"associationType", "originNodeURI", "destinationNodeURI"},
    "CFItemType": {"title", "description", "hierarchyCode"},
    "CFSubject": {"title", "hierarchyCode"},
    "CFLicense": {"title", "licenseText"},
    "CFRubric": set(),
    "CFRubricCriterion": set(),
    "CFRubricCriterionLevel": set(),
}
UUID = re.compile(r"[0-9a-f]{8}-[0-9a-f]{4}-5[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}")
TIME = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ")


def sample(name: str) -> Framework:
    return pipeline.load(ROOT / "extracted" / name)


def package(made: Framework, **options: Any) -> Json:
    files = export(made, "case", Options(**options))
    assert list(files) == ["cfpackage.json"]
    found: Json = json.loads(files["cfpackage.json"])
    return found


def nodes(made: Json) -> Iterator[tuple[str, Json]]:
    """Every node with its class."""
    yield "CFDocument", made["CFDocument"]
    for name, parts in (("CFItem", made["CFItems"]), ("CFAssociation", made["CFAssociations"])):
        yield from ((name, part) for part in parts)
    for name, parts in made["CFDefinitions"].items():
        yield from ((name.removesuffix("s"), part) for part in parts)
    for rubric in made["CFRubrics"]:
        yield "CFRubric", rubric
        for criterion in rubric.get("CFRubricCriteria", ()):
            yield "CFRubricCriterion", criterion
            for level in criterion["CFRubricCriterionLevels"]:
                yield "CFRubricCriterionLevel", level


def links(value: Any) -> Iterator[Json]:
    """Every reference to a node."""
    if isinstance(value, list):
        for part in value:
            yield from links(part)
    elif isinstance(value, dict):
        for name, part in value.items():
            if name.endswith("URI") and name != "uri":
                yield from part if isinstance(part, list) else [part]
            elif name != "extensions":
                yield from links(part)


def check(made: Json) -> None:
    """What the specification asks of a package, as far as this project writes it."""
    found = list(nodes(made))
    for name, node in found:
        assert {"identifier", "uri", "lastChangeDateTime"} | REQUIRED[name] <= set(node), name
        assert UUID.fullmatch(node["identifier"])
        assert node["uri"].endswith(node["identifier"])
        assert TIME.fullmatch(node["lastChangeDateTime"])
        assert None not in node.values()
    identifiers = Counter(node["identifier"] for _, node in found)
    assert max(identifiers.values()) == 1
    uris = {node["identifier"]: node["uri"] for _, node in found}
    for link in links(made):
        assert set(link) - {"targetType"} == {"title", "identifier", "uri"}
        assert uris[link["identifier"]] == link["uri"]
    for rubric in made["CFRubrics"]:
        for criterion in rubric.get("CFRubricCriteria", ()):
            assert criterion["rubricId"] == rubric["identifier"]
            for level in criterion["CFRubricCriterionLevels"]:
                assert level["rubricCriterionId"] == criterion["identifier"]
    check_tree(made)


def check_tree(made: Json) -> None:
    """Every item is the child of one other, in the end of the document, and siblings count."""
    document = made["CFDocument"]["identifier"]
    parents: dict[str, str] = {}
    numbers: dict[str, list[int]] = {}
    for association in made["CFAssociations"]:
        child = association["originNodeURI"]["identifier"]
        parent = association["destinationNodeURI"]["identifier"]
        assert association["associationType"] == "isChildOf"
        assert child not in parents
        parents[child] = parent
        numbers.setdefault(parent, []).append(association["sequenceNumber"])
    assert set(parents) == {item["identifier"] for item in made["CFItems"]}
    assert all(found == list(range(1, len(found) + 1)) for found in numbers.values())
    for child in parents:
        steps = 0
        while child != document:
            child, steps = parents[child], steps + 1
            assert steps <= 3


# ---- a reader -----------------------------------------------------------------------------------


def text_of(paragraphs: Sequence[Paragraph]) -> str | None:
    return "\n".join(p.text for p in paragraphs) or None


def cells(descriptors: Sequence[Descriptor]) -> list[str | None]:
    return [text_of(d.paragraphs) for d in descriptors]


def told(made: Framework) -> Json:
    """The texts, codes and levels of a framework."""
    return {
        "title": made.title,
        "levels": [(v.name, v.rank, v.note) for v in made.scale.levels],
        "domains": [
            {
                "code": d.code,
                "title": d.title,
                "parent": d.parent,
                "outcome": text_of(d.outcome),
                "notes": [(n.mark, n.text) for n in d.notes],
                "summary": cells(d.summary) or None,
                "characteristics": [
                    (c.code, text_of(c.statement), cells(c.descriptors)) for c in d.characteristics
                ],
            }
            for d in made.domains
        ],
    }


def read(made: Json) -> Json:
    """The same from a package, as another program would read it."""
    items = {item["identifier"]: item for item in made["CFItems"]}
    children: dict[str, list[Json]] = {}
    above: dict[str, Json] = {}
    for a in made["CFAssociations"]:
        child, parent = (a[f"{end}NodeURI"]["identifier"] for end in ("origin", "destination"))
        children.setdefault(parent, []).append(items[child])
        above[child] = items.get(parent, {})
    domains = [item for item in made["CFItems"] if item["CFItemType"] == "Domain"]
    return {
        "title": made["CFDocument"]["title"],
        "levels": [
            (v["name"], v["rank"], v["note"]) for v in made["CFDocument"]["extensions"]["levels"]
        ],
        "domains": [
            read_domain(item, above[item["identifier"]], children, rubric)
            for item, rubric in zip(domains, made["CFRubrics"], strict=True)
        ],
    }


def read_domain(item: Json, parent: Json, children: dict[str, list[Json]], rubric: Json) -> Json:
    below = children.get(item["identifier"], [])
    outcome = [c["fullStatement"] for c in below if c["CFItemType"] == "Outcome"]
    coded = {c["identifier"]: c for c in below if c["CFItemType"] == "Characteristic"}
    criteria = rubric.get("CFRubricCriteria", [])
    assert [c["position"] for c in criteria] == list(range(1, len(criteria) + 1))
    summary = [read_levels(c) for c in criteria if c["category"] == "Summary"]
    rows = []
    for criterion in criteria:
        if criterion["category"] == "Characteristic":
            about = coded.pop(criterion["CFItemURI"]["identifier"])
            statement = criterion.get("description")
            assert statement in (None, about["fullStatement"])
            rows.append((about.get("humanCodingScheme"), statement, read_levels(criterion)))
    assert not coded
    return {
        "code": item.get("humanCodingScheme"),
        "title": item["fullStatement"],
        "parent": parent.get("fullStatement"),
        "outcome": outcome[0] if outcome else None,
        "notes": [(n["mark"], n["text"]) for n in item["extensions"].get("notes", [])],
        "summary": summary[0] if summary else None,
        "characteristics": rows,
    }


def read_levels(criterion: Json) -> list[str | None]:
    levels = criterion["CFRubricCriterionLevels"]
    assert [level["position"] for level in levels] == [level["score"] for level in levels]
    return [level.get("description") for level in levels]


# ---- tests --------------------------------------------------------------------------------------


@pytest.mark.parametrize("name", SAMPLES)
def test_samples_are_packages_from_which_all_can_be_read(name: str) -> None:
    made = package(sample(name))
    check(made)
    assert read(made) == told(sample(name))


@given(frameworks())
@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.too_slow])
def test_any_framework_comes_back(made: Framework) -> None:
    found = package(made)
    check(found)
    assert read(found) == told(made)


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
    check(made)
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
        [node["identifier"] for _, node in nodes(package(made))] for made in (one, two)
    )
    assert first == second
    assert export(one, "case") == export(one, "case")
    other = package(one.model_copy(update={"id": "garden"}))
    assert not {node["identifier"] for _, node in nodes(other)} & set(first)


def test_base_uri_says_where_the_nodes_are() -> None:
    made = package(sample(SAMPLES[0]), base_uri="https://a.example/case/")
    check(made)
    rows = {name: node["uri"] for name, node in nodes(made)}
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


def test_frameworks_that_are_no_editions_are_only_related() -> None:
    found = differences(False, pairs=(pair("1.1", "1.1"),))
    made = associations(edition("old", "1.1"), edition("new", "1.1"), found)
    assert [a["associationType"] for a in made] == ["isRelatedTo"]


def test_editions_of_one_id_cannot_be_told_apart() -> None:
    with pytest.raises(InputError, match="extract one of them from a file of another name"):
        associations(edition("old", "1.1"), edition("old", "1.1"), differences())
