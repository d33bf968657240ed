"""Readers of exports that know nothing of the code that writes them, and what they should find."""

from __future__ import annotations

import csv
import io
import re
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from pipeline.models import Descriptor, Framework, Paragraph

Json = dict[str, Any]

# ---- CASE ---------------------------------------------------------------------------------------

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


def case_nodes(made: Json) -> Iterator[tuple[str, Json]]:
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


def check_case(made: Json) -> None:
    """What the specification asks of a package, as far as this project writes it."""
    found = list(case_nodes(made))
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


def text_of(paragraphs: Sequence[Paragraph]) -> str | None:
    return "\n".join(p.text for p in paragraphs) or None


def signs(paragraphs: Sequence[Paragraph]) -> list[tuple[int, str | None, list[str], str | None]]:
    """What stands beside the texts, of the paragraphs that have any."""
    found = ((n, p.bullet, list(p.marks), p.part) for n, p in enumerate(paragraphs, 1))
    return [one for one in found if any(one[1:])]


def cells(descriptors: Sequence[Descriptor]) -> list[Any]:
    return [(text_of(d.paragraphs), signs(d.paragraphs)) for d in descriptors]


def case_texts(made: Framework) -> Json:
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


def read_case(made: Json) -> Json:
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


def read_levels(criterion: Json) -> list[Any]:
    levels = criterion["CFRubricCriterionLevels"]
    assert [level["position"] for level in levels] == [level["score"] for level in levels]
    return [(level.get("description"), read_signs(level)) for level in levels]


def read_signs(level: Json) -> list[Any]:
    names = ("position", "bullet", "marks", "part")
    return [
        tuple(said[name] for name in names)
        for each in level.get("extensions", [])
        for said in each["paragraphs"]
    ]


# ---- CSV ----------------------------------------------------------------------------------------


def read_csv(data: bytes) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(data.decode(), newline="")))


def texts_from_csv(files: Mapping[str, bytes]) -> dict[str, Any]:
    """The texts, codes and levels of a framework, from the CSV files alone."""
    read = {name: read_csv(files[f"{name}.csv"]) for name in ("levels", "domains", "notes")}
    names = [row["name"] for row in read["levels"]]
    wide = list(csv.reader(io.StringIO(files["characteristics.csv"].decode(), newline="")))
    return {
        "levels": [(row["name"], row["rank"], row["note"]) for row in read["levels"]],
        "domains": [
            (row["code"], row["title"], row["parent"], row["outcome"]) for row in read["domains"]
        ],
        "notes": [(row["domain_key"], row["mark"], row["text"]) for row in read["notes"]],
        "cells": [row[3:5] + row[5 : 5 + len(names)] for row in wide[1:]],
        "paragraphs": [
            (row["owner_key"], row["level"], row["paragraph"], row["text"], row["part"])
            for row in read_csv(files["descriptors.csv"])
        ],
    }


def csv_texts(made: Framework) -> dict[str, Any]:
    """The same from the framework."""

    def joined(said: tuple[Paragraph, ...]) -> str:
        return "\n\n".join(p.text for p in said)

    owners: list[tuple[str, str, str, tuple[Descriptor, ...]]] = []
    for each in made.domains:
        if each.summary:
            owners.append((each.key, "", "", each.summary))
        for c in each.characteristics:
            statement = " ".join(p.text for p in c.statement)
            owners.append((c.key, c.code or "", statement, c.descriptors))
    names = {level.key: level.name for level in made.scale.levels}
    return {
        "levels": [(v.name, str(v.rank), v.note or "") for v in made.scale.levels],
        "domains": [
            (d.code or "", d.title, d.parent or "", joined(d.outcome)) for d in made.domains
        ],
        "notes": [(d.key, n.mark, n.text) for d in made.domains for n in d.notes],
        "cells": [
            [code, statement, *(joined(cell.paragraphs) for cell in cells)]
            for _, code, statement, cells in owners
        ],
        "paragraphs": [
            (key, names[cell.level], str(number), p.text, p.part or "")
            for key, _, _, cells in owners
            for cell in cells
            for number, p in enumerate(cell.paragraphs, 1)
        ],
    }
