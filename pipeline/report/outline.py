"""The changes in the order in which a person reads them: by domain, then by characteristic."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator
from collections.abc import Set as AbstractSet
from dataclasses import dataclass, replace
from typing import Literal

from pipeline.changes import Change, Differences, Kind, Ref
from pipeline.models import (
    Characteristic,
    Descriptor,
    Domain,
    Framework,
    Paragraph,
    PlaceModel,
)

SCALE_KINDS: frozenset[Kind] = frozenset({"level-added", "level-removed", "level-renamed"})
WHOLE_KINDS: frozenset[Kind] = SCALE_KINDS | {"domains-reordered"}
NEW_KINDS: frozenset[Kind] = frozenset({"characteristic-added", "domain-added", "split", "merged"})

UNCHANGED_TEXT = "Unchanged text"
NEW_TEXT = "Full text in the new edition"
OLD_TEXT = "Full text in the old edition"


@dataclass(frozen=True, slots=True)
class Links:
    """Addresses of the two source documents, to which ``#page=N`` is added; None: no link."""

    old: str | None = None
    new: str | None = None


@dataclass(frozen=True, slots=True)
class Source:
    """Where the text of one side is printed; ``href`` opens the page, if the document is known."""

    label: str
    href: str | None


@dataclass(frozen=True, slots=True)
class Entry:
    """A change with the places of its two sides in the sources."""

    change: Change
    old_source: Source | None
    new_source: Source | None


@dataclass(frozen=True, slots=True)
class Text:
    """Paragraphs of one level (None: of the outcome)."""

    level: str | None
    paragraphs: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Topic:
    """A characteristic with its changes, or (``heading`` None) what concerns the domain itself.

    ``text`` is for folding away under the words of ``fold``.
    """

    code: str | None
    heading: str | None
    entries: tuple[Entry, ...]
    fold: str
    text: tuple[Text, ...]


@dataclass(frozen=True, slots=True)
class Section:
    """A domain: its topics in the order of the new edition, what is gone behind them."""

    anchor: str
    code: str | None
    title: str
    topics: tuple[Topic, ...]

    @property
    def entries(self) -> tuple[Entry, ...]:
        """All changes of the domain."""
        return tuple(entry for topic in self.topics for entry in topic.entries)

    @property
    def changed(self) -> tuple[Topic, ...]:
        """The topics with changes."""
        return tuple(topic for topic in self.topics if topic.entries)

    @property
    def fresh(self) -> bool:
        """Whether the whole domain is new."""
        return any(entry.change.kind == "domain-added" for entry in self.entries)

    @property
    def unchanged(self) -> tuple[Topic, ...]:
        """The topics without any."""
        return tuple(topic for topic in self.topics if not topic.entries)


@dataclass(frozen=True, slots=True)
class Outline:
    """The whole comparison: what concerns all of the framework, then domain by domain."""

    whole: tuple[Entry, ...]
    sections: tuple[Section, ...]


@dataclass(frozen=True, slots=True)
class _Owner:
    """The domain and, inside it, the characteristic that a key belongs to."""

    domain: str
    characteristic: str | None


_Slot = tuple[Literal["old", "new"], _Owner]


class _Index:
    """What the keys of one edition stand for."""

    def __init__(self, framework: Framework, link: str | None) -> None:
        self.owners: dict[str, _Owner] = {}
        self._places: dict[str, PlaceModel] = {}
        self._link = link
        for domain in framework.domains:
            self._add_domain(domain)

    def _add_domain(self, domain: Domain) -> None:
        owner = _Owner(domain.key, None)
        self.owners[domain.key] = owner
        self._place(domain.key, domain.places)
        self._add(owner, domain.outcome)
        for descriptor in domain.summary:
            self._add_descriptor(owner, domain.key, descriptor)
        for characteristic in domain.characteristics:
            owner = _Owner(domain.key, characteristic.key)
            self.owners[characteristic.key] = owner
            for paragraph in characteristic.statement:
                self._place(characteristic.key, paragraph.places)
            self._add(owner, characteristic.statement)
            for descriptor in characteristic.descriptors:
                self._add_descriptor(owner, characteristic.key, descriptor)

    def _add_descriptor(self, owner: _Owner, key: str, descriptor: Descriptor) -> None:
        self.owners[f"{key}/{descriptor.level}"] = owner
        self._add(owner, descriptor.paragraphs)

    def _add(self, owner: _Owner, paragraphs: Iterable[Paragraph]) -> None:
        for paragraph in paragraphs:
            self.owners[paragraph.key] = owner
            self._place(paragraph.key, paragraph.places)

    def _place(self, key: str, places: tuple[PlaceModel, ...]) -> None:
        if places:
            self._places.setdefault(key, places[0])

    def source(self, refs: tuple[Ref, ...]) -> Source | None:
        """Where the first of ``refs`` that has a place is printed."""
        place = next((self._places[ref.key] for ref in refs if ref.key in self._places), None)
        if place is None:
            return None
        if place.page is not None:
            return Source(f"page {place.page}", self._link and f"{self._link}#page={place.page}")
        return Source(f"line {place.lines[0]}", self._link) if place.lines else None


def outline(differences: Differences, old: Framework, new: Framework, links: Links) -> Outline:
    """Order the changes of ``differences`` by domain and characteristic.

    A change stands where the new edition has what it speaks of; what only the old one has stands
    with the characteristic or domain that was taken for the same, else behind the others.
    """
    indexes = {"old": _Index(old, links.old), "new": _Index(new, links.new)}
    same = {p.old: p.new for p in differences.pairs if p.what != "level"}
    whole: list[Entry] = []
    found: dict[_Slot, list[Entry]] = defaultdict(list)
    for change in differences.changes:
        entry = Entry(change, indexes["old"].source(change.old), indexes["new"].source(change.new))
        slot = None if change.kind in WHOLE_KINDS else _slot(change, indexes, same)
        (whole if slot is None else found[slot]).append(entry)
    sections = [
        *_new_sections(differences, old, new, found, same),
        *_gone_sections(old, found, same),
    ]
    return Outline(tuple(whole), tuple(sections))


def _slot(change: Change, indexes: dict[str, _Index], same: dict[str, str]) -> _Slot | None:
    """Where a change is shown: None if neither edition knows its keys."""
    for ref in change.new:
        if ref.key in indexes["new"].owners:
            return "new", indexes["new"].owners[ref.key]
    for ref in change.old:
        if owner := indexes["old"].owners.get(ref.key):
            return _carried_over(owner, indexes["new"], same)
    return None


def _carried_over(owner: _Owner, new: _Index, same: dict[str, str]) -> _Slot:
    """The same owner in the new edition, if there is one; else it stays in the old."""
    twin = same.get(owner.characteristic or owner.domain)
    return ("new", new.owners[twin]) if twin in new.owners else ("old", owner)


def _new_sections(
    differences: Differences,
    old: Framework,
    new: Framework,
    found: dict[_Slot, list[Entry]],
    same: dict[str, str],
) -> Iterator[Section]:
    """The domains of the new edition, each with what its old twins lost."""
    touched = {ref.key for change in differences.changes for ref in change.new}
    twins = defaultdict(list)
    for domain in old.domains:
        twins[same.get(domain.key)].append(domain)
    for number, domain in enumerate(new.domains, 1):
        own = _topic(found.get(("new", _Owner(domain.key, None)), ()))
        text = _texts(domain.summary, new, touched, domain.outcome)
        topics = [replace(own, text=text)] if own.entries or text else []
        for item in domain.characteristics:
            topic = _topic(found.get(("new", _Owner(domain.key, item.key)), ()), item)
            without = frozenset() if topic.fold == NEW_TEXT else touched
            topics.append(replace(topic, text=_texts(item.descriptors, new, without)))
        topics += [topic for twin in twins[domain.key] for topic in _gone(twin, old, found)]
        yield Section(f"domain-{number}", domain.code, domain.title, tuple(topics))


def _topic(entries: Iterable[Entry], item: Characteristic | None = None) -> Topic:
    """The topic of a characteristic, or of the domain itself, as yet without its text."""
    entries = tuple(entries)
    fresh = any(entry.change.kind in NEW_KINDS for entry in entries)
    fold = NEW_TEXT if fresh else UNCHANGED_TEXT
    if item is None:
        return Topic(None, None, entries, fold, ())
    return Topic(item.code, item.statement_text, entries, fold, ())


def _gone_sections(
    old: Framework,
    found: dict[_Slot, list[Entry]],
    same: dict[str, str],
) -> Iterator[Section]:
    """Domains of the old edition that nothing in the new one was taken for."""
    for number, domain in enumerate(old.domains, 1):
        if domain.key in same:
            continue
        topics = tuple(_gone(domain, old, found))
        if own := found.get(("old", _Owner(domain.key, None))):
            topics = (Topic(None, None, tuple(own), OLD_TEXT, ()), *topics)
        if topics:
            yield Section(f"gone-{number}", domain.code, domain.title, topics)


def _gone(domain: Domain, old: Framework, found: dict[_Slot, list[Entry]]) -> Iterator[Topic]:
    """Characteristics of an old domain that are shown as the old edition has them."""
    for item in domain.characteristics:
        if entries := found.get(("old", _Owner(domain.key, item.key))):
            text = _texts(item.descriptors, old, frozenset())
            yield Topic(item.code, item.statement_text, tuple(entries), OLD_TEXT, text)


def _texts(
    descriptors: Iterable[Descriptor],
    framework: Framework,
    without: AbstractSet[str],
    opening: Iterable[Paragraph] = (),
) -> tuple[Text, ...]:
    """What stands there, level by level, ``without`` the paragraphs of these keys."""
    names = {level.key: level.name for level in framework.scale.levels}
    parts: list[tuple[str | None, Iterable[Paragraph]]] = [(None, opening)]
    parts += [(names.get(d.level, d.level), d.paragraphs) for d in descriptors]
    texts = [Text(name, tuple(p.text for p in ps if p.key not in without)) for name, ps in parts]
    return tuple(text for text in texts if text.paragraphs)
