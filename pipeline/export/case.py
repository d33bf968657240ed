"""A framework as a package of CASE 1.1 (Competencies and Academic Standards Exchange, 1EdTech).

Names in camel case are those of the standard. Every identifier is a UUID (version 5) of the
framework's id and the key of what it names, so it is the same on every run and machine.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import product

from pipeline.changes import Differences
from pipeline.errors import InputError
from pipeline.export.addresses import is_address
from pipeline.export.nodes import Node, Nodes
from pipeline.export.plain import Json, json_file
from pipeline.models import Characteristic, Descriptor, Domain, Framework, Paragraph

FILE = "cfpackage.json"
_TYPES = {
    "division": ("Division", "Several domains under one heading."),
    "domain": ("Domain", "A top division of the framework."),
    "outcome": ("Outcome", "What people should find in a domain."),
    "characteristic": ("Characteristic", "One criterion of a domain, with a text for each level."),
}


@dataclass(frozen=True, slots=True)
class Replaced:
    """An earlier edition, and how the present one differs from it."""

    framework: Framework
    differences: Differences


def make_case(
    framework: Framework, base_uri: str | None = None, replaced: Replaced | None = None
) -> dict[str, bytes]:
    """The file of the package; ``case_package`` says what is in it."""
    package = case_package(framework, base_uri, replaced)
    return {FILE: json_file(package)}


def case_package(
    framework: Framework, base_uri: str | None = None, replaced: Replaced | None = None
) -> Json:
    """A CFPackage with all texts, codes and levels of a framework.

    Args:
        framework: what is exported.
        base_uri: address below which a service holds the nodes; without it, they are named by
            ``urn:uuid:``.
        replaced: an earlier edition, to say which of its items became which.

    Raises:
        UsageError: ``base_uri`` is no address.
        InputError: the earlier edition has the same id.
    """
    nodes = Nodes(framework, base_uri)
    associations = [
        *_children(nodes),
        *(_replacements(nodes, replaced) if replaced else ()),
    ]
    return {
        "CFDocument": _document(nodes),
        "CFItems": list(_items(nodes)),
        "CFAssociations": associations,
        "CFDefinitions": _definitions(nodes),
        "CFRubrics": [_rubric(domain, nodes) for domain in framework.domains],
    }


# ---- document and definitions -------------------------------------------------------------------


def _document(nodes: Nodes) -> Json:
    framework = nodes.framework
    address = framework.source_url
    subject, licence = _subject(framework), _licence(framework)
    return nodes.make(
        nodes.document,
        caseVersion="1.1",
        frameworkType="Inspection framework",
        title=framework.title,
        creator=framework.publisher or "Unknown",
        publisher=framework.publisher,
        version=framework.edition,
        officialSourceURL=address if is_address(address) else None,
        subject=[framework.subject] if framework.subject else None,
        subjectURI=[nodes.link(subject)] if subject else None,
        licenseURI=nodes.link(licence) if licence else None,
        extensions={
            "id": framework.id,
            "published": framework.published,
            "source_url": framework.source_url,
            "source": framework.source.model_dump(mode="json"),
            "levels": [level.model_dump(mode="json") for level in framework.scale.levels],
        },
    )


def _definitions(nodes: Nodes) -> Json:
    subject, licence = _subject(nodes.framework), _licence(nodes.framework)
    definitions: Json = {
        "CFItemTypes": [
            nodes.make(
                Node("type", what, title), title=title, description=about, hierarchyCode=code
            )
            for code, (what, (title, about)) in zip("1234", _TYPES.items(), strict=True)
        ]
    }
    if subject:
        made = nodes.make(subject, title=subject.title, hierarchyCode="1")
        definitions["CFSubjects"] = [made]
    if licence:
        made = nodes.make(licence, title=licence.title, licenseText=licence.title)
        definitions["CFLicenses"] = [made]
    return definitions


def _subject(framework: Framework) -> Node | None:
    return Node("subject", "", framework.subject) if framework.subject else None


def _licence(framework: Framework) -> Node | None:
    return Node("licence", "", framework.licence) if framework.licence else None


# ---- items --------------------------------------------------------------------------------------


def _items(nodes: Nodes) -> Iterator[Json]:
    for division in _divisions(nodes.framework):
        yield _item(division, nodes)
    for domain in nodes.framework.domains:
        notes = [{"mark": note.mark, "text": note.text} for note in domain.notes]
        yield _item(_domain(domain), nodes, domain.code, {"key": domain.key, "notes": notes})
        if domain.outcome:
            paragraphs = _details(domain.outcome)
            yield _item(_outcome(domain), nodes, None, {"paragraphs": paragraphs})
        for one in domain.characteristics:
            details = {"key": one.key, "paragraphs": _details(one.statement)}
            yield _item(_characteristic(one), nodes, one.code, details)


def _item(node: Node, nodes: Nodes, code: str | None = None, details: Json | None = None) -> Json:
    title, _ = _TYPES[node.what]
    return nodes.make(
        node,
        fullStatement=node.title,
        humanCodingScheme=code,
        CFItemType=title,
        CFItemTypeURI=nodes.link(Node("type", node.what, title)),
        extensions={name: value for name, value in (details or {}).items() if value},
    )


def _divisions(framework: Framework) -> list[Node]:
    """What encloses domains, each once, in the order of the document."""
    titles = dict.fromkeys(domain.parent for domain in framework.domains if domain.parent)
    return [Node("division", title, title) for title in titles]


def _domain(domain: Domain) -> Node:
    return Node("domain", domain.key, domain.title)


def _outcome(domain: Domain) -> Node:
    return Node("outcome", domain.key, _text(domain.outcome))


def _characteristic(one: Characteristic) -> Node:
    return Node("characteristic", one.key, _text(one.statement) or one.code or one.key)


def _text(paragraphs: Iterable[Paragraph]) -> str:
    """Paragraphs as one text: a line each, for no paragraph has line ends of its own."""
    return "\n".join(p.text for p in paragraphs)


def _details(paragraphs: Sequence[Paragraph]) -> list[Json]:
    """List marks, footnote marks and names of rows, for which the standard has no place."""
    return [
        {"position": position, "bullet": p.bullet, "marks": list(p.marks), "part": p.part}
        for position, p in enumerate(paragraphs, 1)
        if p.bullet or p.marks or p.part
    ]


# ---- associations -------------------------------------------------------------------------------


def _children(nodes: Nodes) -> Iterator[Json]:
    """Each item under its parent, in the order of the document."""
    counts: dict[Node, int] = {}
    for child, parent in _parents(nodes.framework, nodes.document):
        counts[parent] = counts.get(parent, 0) + 1
        yield _association("isChildOf", (nodes, child), (nodes, parent), nodes, counts[parent])


def _parents(framework: Framework, document: Node) -> Iterator[tuple[Node, Node]]:
    divisions = {division.title: division for division in _divisions(framework)}
    for domain in framework.domains:
        division = divisions.pop(domain.parent or "", None)
        if division:
            yield division, document
        parent = Node("division", domain.parent, domain.parent) if domain.parent else document
        yield _domain(domain), parent
        if domain.outcome:
            yield _outcome(domain), _domain(domain)
        for one in domain.characteristics:
            yield _characteristic(one), _domain(domain)


def _association(
    kind: str,
    origin: tuple[Nodes, Node],
    destination: tuple[Nodes, Node],
    nodes: Nodes,
    number: int | None = None,
    notes: str | None = None,
) -> Json:
    ends = [maker.identifier(node) for maker, node in (origin, destination)]
    return nodes.make(
        Node("association", "/".join((kind, *ends)), kind),
        associationType=kind,
        sequenceNumber=number,
        originNodeURI={**origin[0].link(origin[1]), "targetType": "CASE"},
        destinationNodeURI={**destination[0].link(destination[1]), "targetType": "CASE"},
        notes=notes,
    )


def _replacements(new: Nodes, replaced: Replaced) -> Iterator[Json]:
    """What became of the earlier edition's items; mere resemblance if it is no edition of it."""
    earlier, differences = replaced.framework, replaced.differences
    old = Nodes(earlier, new.base_uri)
    if old.id == new.id:
        raise InputError(
            f"both frameworks have the id '{new.id}', which the identifiers are made of: "
            "extract one of them from a file of another name."
        )
    kind = "replacedBy" if differences.related else "isRelatedTo"
    if differences.related:
        yield _association(kind, (old, old.document), (new, new.document), new)
    before, after = _by_key(earlier), _by_key(new.framework)
    for (left, right), reason in _successors(differences).items():
        if left in before and right in after:
            ends = (old, before[left]), (new, after[right])
            yield _association(kind, *ends, new, notes=reason)


def _by_key(framework: Framework) -> dict[str, Node]:
    items = {domain.key: _domain(domain) for domain in framework.domains}
    return items | {c.key: _characteristic(c) for d in framework.domains for c in d.characteristics}


def _successors(differences: Differences) -> dict[tuple[str, str], str]:
    """Old key, new key, and why the one is taken for the other; splits and merges have several."""
    found = {(p.old, p.new): p.reason for p in differences.pairs if p.what != "level"}
    for change in differences.changes:
        if change.kind in ("split", "merged"):
            for old, new in product(change.old, change.new):
                found.setdefault((old.key, new.key), change.reason)
    return found


# ---- rubrics ------------------------------------------------------------------------------------


def _rubric(domain: Domain, nodes: Nodes) -> Json:
    node = Node("rubric", domain.key, domain.title)
    made: list[tuple[Node, str, str | None, Sequence[Descriptor]]] = []
    if domain.summary:
        made.append((_domain(domain), "Summary", None, domain.summary))
    for one in domain.characteristics:
        item = _characteristic(one)
        made.append((item, "Characteristic", _text(one.statement) or None, one.descriptors))
    criteria = [
        nodes.make(
            criterion := Node("criterion", item.key, item.title),
            category=category,
            description=statement,
            CFItemURI=nodes.link(item),
            position=position,
            rubricId=nodes.identifier(node),
            CFRubricCriterionLevels=list(_levels(criterion, descriptors, nodes)),
        )
        for position, (item, category, statement, descriptors) in enumerate(made, 1)
    ]
    return nodes.make(
        node,
        title=domain.title,
        description=_text(domain.outcome) or None,
        CFRubricCriteria=criteria,
    )


def _levels(criterion: Node, descriptors: Sequence[Descriptor], nodes: Nodes) -> Iterator[Json]:
    """One for each level of the scale, also where the document says nothing."""
    said = {descriptor.level: descriptor.paragraphs for descriptor in descriptors}
    for level in sorted(nodes.framework.scale.levels, key=lambda level: level.rank):
        paragraphs = said.get(level.key, ())
        details = _details(paragraphs)
        yield nodes.make(
            Node("level", f"{criterion.key}/{level.key}", level.name),
            quality=level.name,
            description=_text(paragraphs) or None,
            score=level.rank,
            position=level.rank,
            rubricCriterionId=nodes.identifier(criterion),
            extensions=[{"paragraphs": details}] if details else None,
        )
