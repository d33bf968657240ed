"""What the keys of a framework stand for.

Beside the keys that framework.json prints there are ``<domain>/heading``, ``<domain>/summary`` and
``<domain>/notes``; the part of a key before any of its slashes is a key as well.
"""

from __future__ import annotations

import difflib
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from pipeline.errors import UsageError
from pipeline.explanation import ListedKey, Part
from pipeline.models import (
    Characteristic,
    Descriptor,
    Domain,
    Framework,
    Paragraph,
    PlaceModel,
    RepairModel,
)

OFFERED = 3  # keys that are offered in place of an unknown one
LIKE = 0.5  # how alike they must be


@dataclass(frozen=True, slots=True)
class Passage:
    """One paragraph, note or heading of the framework, whatever its kind."""

    key: str
    part: Part
    text: str
    places: tuple[PlaceModel, ...]
    level: str | None = None
    repairs: tuple[RepairModel, ...] = ()
    marks: tuple[str, ...] = ()
    bullet: str | None = None


Group = tuple[str, tuple[Passage, ...]]  # one cell, statement or the like, with its own key


@dataclass(frozen=True, slots=True)
class Entry:
    """What one key stands for: groups of passages in reading order, and whose they are."""

    key: str
    domain: Domain
    characteristic: Characteristic | None
    groups: tuple[Group, ...]

    @property
    def passages(self) -> tuple[Passage, ...]:
        """Those of all groups."""
        return tuple(passage for _, group in self.groups for passage in group)


def entries(framework: Framework) -> dict[str, Entry]:
    """Every key with what it stands for."""
    levels = {level.key: level.name for level in framework.scale.levels}
    found: dict[str, Entry] = {}
    for domain in framework.domains:
        summary = tuple(_descriptors(domain.key, domain.summary, levels))
        groups = *_before(domain), *summary, *_notes(domain)
        _add(found, domain, None, groups)
        if summary:
            key = f"{domain.key}/summary"
            found.setdefault(key, Entry(key, domain, None, summary))
        for each in domain.characteristics:
            _add(found, domain, each, tuple(_characteristic(each, levels)))
    return found


def find_entry(framework: Framework, key: str) -> Entry:
    """What a key stands for; capitals, and spaces in a level's name, do not matter.

    Raises:
        UsageError: there is no such key.
    """
    known = entries(framework)
    folded = {_fold(each): each for each in known}
    same = key if key in known else folded.get(_fold(key))
    if same is not None:
        return known[same]
    raise UsageError(_unknown(framework.id, key, folded))


def _unknown(framework: str, key: str, folded: dict[str, str]) -> str:
    """A sentence that names what the key may have been meant to be."""
    owner, _, last = _fold(key).rpartition("/")
    below = [name for each, name in folded.items() if each.rpartition("/")[0] == owner]
    if owner in folded and below:
        return f"{folded[owner]} in {framework} has no '{last}': choose from {', '.join(below)}."
    near = difflib.get_close_matches(_fold(key), folded, n=OFFERED, cutoff=LIKE)
    hint = f": did you mean {' or '.join(folded[each] for each in near)}?" if near else "."
    return f"{framework} has no key '{key}'{hint} `framework explain {framework}` lists them all."


def list_keys(framework: Framework) -> tuple[ListedKey, ...]:
    """The keys of all passages, in reading order."""
    every = entries(framework).values()
    owners = (entry for entry in every if entry.key == (entry.characteristic or entry.domain).key)
    return tuple(
        ListedKey(key=p.key, part=p.part, place=p.places[0] if p.places else None, text=p.text)
        for owner in owners
        for p in owner.passages
    )


def _fold(key: str) -> str:
    return "-".join(key.strip("/ ").casefold().split())


def _add(
    found: dict[str, Entry],
    domain: Domain,
    owner: Characteristic | None,
    groups: tuple[Group, ...],
) -> None:
    """Enter the owner, its groups and their passages; a key that is taken stays what it is."""
    key = owner.key if owner else domain.key
    found.setdefault(key, Entry(key, domain, owner, groups))
    for group in groups:
        found.setdefault(group[0], Entry(group[0], domain, owner, (group,)))
        for passage in group[1]:
            alone = (passage.key, (passage,))
            found.setdefault(passage.key, Entry(passage.key, domain, owner, (alone,)))


def _before(domain: Domain) -> Iterator[Group]:
    """What stands above a domain's tables."""
    if domain.places:
        key = f"{domain.key}/heading"
        yield key, (Passage(key, "heading", domain.title, domain.places),)
    if domain.outcome:
        yield f"{domain.key}/outcome", tuple(_passage(p, "outcome") for p in domain.outcome)


def _notes(domain: Domain) -> Iterator[Group]:
    if domain.notes:
        key = f"{domain.key}/notes"
        yield (
            key,
            tuple(
                Passage(f"{key}/{n}", "note", note.text, note.places, marks=(note.mark,))
                for n, note in enumerate(domain.notes, 1)
            ),
        )


def _characteristic(owner: Characteristic, levels: dict[str, str]) -> Iterator[Group]:
    if owner.statement:
        statement = tuple(_passage(p, "statement") for p in owner.statement)
        yield f"{owner.key}/statement", statement
    yield from _descriptors(owner.key, owner.descriptors, levels)


def _descriptors(
    owner: str, descriptors: Sequence[Descriptor], levels: dict[str, str]
) -> Iterator[Group]:
    for each in descriptors:
        name = levels.get(each.level, each.level)
        yield (
            f"{owner}/{each.level}",
            tuple(_passage(p, "descriptor", name) for p in each.paragraphs),
        )


def _passage(paragraph: Paragraph, part: Part, level: str | None = None) -> Passage:
    return Passage(
        paragraph.key,
        part,
        paragraph.text,
        paragraph.places,
        level,
        paragraph.repairs,
        paragraph.marks,
        paragraph.bullet,
    )
