"""A framework laid out for comparing: its characteristics in one row, each text folded once."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from functools import cached_property

from pipeline.changes import Ref
from pipeline.compare.vectors import Text, add_up, read_text
from pipeline.compare.words import printed_words
from pipeline.models import Characteristic, Descriptor, Domain, Framework, LevelModel, Paragraph


@dataclass(frozen=True, eq=False)
class Item:
    """One paragraph where it stands; an outcome's has no ``level`` (a place in the scale)."""

    text: Text
    ref: Ref
    level: int | None
    number: int


@dataclass(frozen=True, eq=False)
class Entry:
    """A characteristic; ``domain`` and ``number`` are places in the edition's lists."""

    key: str
    code: str | None
    number: int
    domain: int
    statement: Text
    items: tuple[Item, ...]
    ref: Ref

    @cached_property
    def body(self) -> Counter[str]:
        """All that its descriptors say."""
        return add_up(item.text for item in self.items)

    @property
    def texts(self) -> list[Text]:
        """The statement and every paragraph."""
        return [self.statement, *(item.text for item in self.items)]


@dataclass(frozen=True, eq=False)
class Section:
    """A domain with its outcome and summary; the characteristics stand in the edition.

    One that no heading opened is not ``named``: its title is the document's.
    """

    key: str
    code: str | None
    number: int
    title: Text
    named: bool
    items: tuple[Item, ...]
    notes: tuple[Item, ...]
    ref: Ref

    @cached_property
    def body(self) -> Counter[str]:
        """All that its outcome and summary say."""
        return add_up(item.text for item in self.items)


@dataclass(frozen=True, eq=False)
class Rating:
    """A level of the scale; ``number`` is its place there, 0 the worst."""

    key: str
    number: int
    name: Text
    note: Text | None
    ref: Ref


class Edition:
    """One of the two frameworks."""

    def __init__(self, framework: Framework) -> None:
        self.framework = framework
        self.levels = tuple(_rating(*each) for each in enumerate(framework.scale.levels))
        self._numbers = {level.key: level.number for level in self.levels}
        domains = framework.domains
        self.sections = tuple(self._section(d, n) for n, d in enumerate(domains))
        each = ((c, d, n) for n, d in enumerate(domains) for c in d.characteristics)
        self.entries = tuple(self._entry(c, d, n, i) for i, (c, d, n) in enumerate(each))

    def printed_words(self) -> Iterator[str]:
        """The spelling of every word of the data."""
        for entry in self.entries:
            for text in entry.texts:
                yield from printed_words(text.printed)
        for section in self.sections:
            for item in section.items:
                yield from printed_words(item.text.printed)

    def entries_of(self, section: int) -> list[Entry]:
        """The characteristics of a domain."""
        return [entry for entry in self.entries if entry.domain == section]

    def _section(self, domain: Domain, number: int) -> Section:
        outcome = self._items(domain.outcome, None, domain, None)
        items = (*outcome, *self._descriptors(domain.summary, domain, None))
        ref = Ref(domain=domain.title, key=domain.key)
        named = domain.title not in (self.framework.title, self.framework.source.file)
        title = read_text(domain.title)
        notes = (Item(read_text(n.text), ref, None, i) for i, n in enumerate(domain.notes, 1))
        return Section(domain.key, domain.code, number, title, named, items, tuple(notes), ref)

    def _entry(self, owner: Characteristic, domain: Domain, section: int, number: int) -> Entry:
        return Entry(
            key=owner.key,
            code=owner.code,
            number=number,
            domain=section,
            statement=read_text(owner.statement_text),
            items=tuple(self._descriptors(owner.descriptors, domain, owner)),
            ref=Ref(domain=domain.title, characteristic=owner.code, key=owner.key),
        )

    def _descriptors(
        self, descriptors: Iterable[Descriptor], domain: Domain, owner: Characteristic | None
    ) -> Iterator[Item]:
        for descriptor in descriptors:
            level = self._numbers[descriptor.level]
            yield from self._items(descriptor.paragraphs, level, domain, owner)

    def _items(
        self, paragraphs: Sequence[Paragraph], level: int | None, domain: Domain,
        owner: Characteristic | None,
    ) -> Iterator[Item]:  # fmt: skip
        for number, paragraph in enumerate(paragraphs, 1):
            ref = Ref(
                domain=domain.title,
                characteristic=owner.code if owner else None,
                level=self.framework.scale.levels[level].name if level is not None else None,
                paragraph=number,
                key=paragraph.key,
            )
            yield Item(read_text(paragraph.text), ref, level, number)


def _rating(number: int, level: LevelModel) -> Rating:
    ref = Ref(domain=None, level=level.name, key=level.key)
    note = read_text(level.note) if level.note else None
    name = read_text(level.name)
    # A name of signs alone (**, –) is compared as it is printed.
    name = name if name.spelling else replace(name, spelling=level.name.strip())
    return Rating(level.key, number, name, note, ref)
