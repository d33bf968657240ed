"""A framework that can be edited, and what was edited in it.

Whatever a draft holds has an identity that a revision keeps, so the true list of changes between
two drafts follows from the identities alone, without a look at any text.
"""

from __future__ import annotations

import copy
import itertools
import json
import re
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from pipeline.models import Framework

_identities = itertools.count(1)


def _identity() -> int:
    return next(_identities)


@dataclass
class Text:
    """A piece of text; ``version`` grows when it comes to say something else."""

    text: str
    id: int = field(default_factory=_identity)
    version: int = 0
    joined: tuple[int, ...] = ()  # identities of paragraphs that were run into this one

    def reword(self, text: str) -> None:
        """Say something else."""
        assert text != self.text, text
        self.text, self.version = text, self.version + 1


Cells = dict[int, list[Text]]  # by the identity of the level


@dataclass
class Criterion:
    """A characteristic; ``origins`` are the identities of those that it was made of."""

    code: str | None
    statement: Text
    cells: Cells
    origins: tuple[int, ...] = field(default_factory=lambda: (_identity(),))


@dataclass
class Chapter:
    """A domain."""

    code: str | None
    title: Text
    outcome: list[Text]
    summary: Cells
    criteria: list[Criterion]


@dataclass
class Draft:
    """A whole framework, levels from the worst up; ``numbered`` gives every criterion a code."""

    levels: list[Text]
    chapters: list[Chapter]
    numbered: bool

    def copy(self) -> Draft:
        """A draft of the same things, which can be edited on its own."""
        return copy.deepcopy(self)

    def number(self) -> None:
        """Number all criteria anew, each in its chapter."""
        for chapter in self.chapters:
            for n, criterion in enumerate(chapter.criteria, 1):
                dot = "." if chapter.code and chapter.code[-1].isdigit() else ""
                criterion.code = f"{chapter.code}{dot}{n}" if self.numbered else None

    def framework(self, ident: str) -> Framework:
        """The canonical data of the draft."""
        return Framework.model_validate(_canonical(self, ident))


# ---- canonical data -----------------------------------------------------------------------------


def _slug(text: str) -> str:
    return re.sub(r"\W+", "-", text.casefold()).strip("-")


def _paragraphs(texts: list[Text], key: str) -> list[dict[str, Any]]:
    return [{"key": f"{key}/{n}", "text": t.text} for n, t in enumerate(texts, 1)]


def _canonical(draft: Draft, ident: str) -> dict[str, Any]:
    keys = {level.id: _slug(level.text) for level in draft.levels}

    def cells(table: Cells, key: str) -> list[dict[str, Any]]:
        return [
            {"level": keys[i], "paragraphs": _paragraphs(table.get(i, []), f"{key}/{keys[i]}")}
            for i in keys
        ]

    domains = []
    for n, chapter in enumerate(draft.chapters, 1):
        key = chapter.code or f"{_slug(chapter.title.text)}-{n}"
        criteria = []
        for m, criterion in enumerate(chapter.criteria, 1):
            own = criterion.code or f"{key}-{m}"
            statement = _paragraphs([criterion.statement], f"{own}/statement")
            made = {"key": own, "code": criterion.code, "statement": statement}
            criteria.append({**made, "descriptors": cells(criterion.cells, own)})
        domains.append(
            {
                "key": key,
                "code": chapter.code,
                "title": chapter.title.text,
                "outcome": _paragraphs(chapter.outcome, f"{key}/outcome"),
                "summary": cells(chapter.summary, key) if chapter.summary else [],
                "characteristics": criteria,
            }
        )
    levels = [
        {"key": keys[level.id], "name": level.text, "rank": rank}
        for rank, level in enumerate(draft.levels, 1)
    ]
    return {
        "id": ident,
        "title": f"The {ident} framework",
        "source": {"file": f"{ident}.pdf", "sha256": "0" * 64, "format": "pdf", "pages": 1},
        "scale": {"levels": levels},
        "domains": domains,
    }


def sample_draft(path: Path) -> Draft:
    """One of the sample documents as a draft."""
    data = json.loads(path.read_text(encoding="utf-8"))
    levels = {name: Text(name) for name in data["levels"]}

    def cells(table: dict[str, list[str]]) -> Cells:
        return {levels[name].id: [Text(t) for t in table.get(name, [])] for name in levels}

    chapters = [
        Chapter(
            code=d["code"],
            title=Text(d["title"]),
            outcome=[Text(t) for t in d["outcome"].split("\n\n")],
            summary=cells(d["summary"]),
            criteria=[
                Criterion(c["code"], Text(c["statement"]), cells(c["descriptors"]))
                for c in d["characteristics"]
            ],
        )
        for d in data["domains"]
    ]
    return Draft(list(levels.values()), chapters, numbered=True)


# ---- what was changed ---------------------------------------------------------------------------

Place = tuple[str | None, str | None, str | None]  # domain, characteristic, level


@dataclass(frozen=True)
class Edit:
    """One change that a comparison should find."""

    kind: str
    old: tuple[Place, ...] = ()
    new: tuple[Place, ...] = ()
    before: str | None = None
    after: str | None = None


def true_edits(old: Draft, new: Draft) -> list[Edit]:
    """All changes from one draft to the next."""
    return list(_Ledger(old, new).edits())


@dataclass(frozen=True)
class _Spot:
    """Where a paragraph stands."""

    text: Text
    place: Place
    level: int | None


class _Ledger:
    def __init__(self, old: Draft, new: Draft) -> None:
        self._old, self._new = old, new
        self._levels = [{level.id: level for level in draft.levels} for draft in (old, new)]
        self._chapters = [{c.title.id: c for c in draft.chapters} for draft in (old, new)]

    def edits(self) -> Iterator[Edit]:
        yield from self._of_levels()
        yield from self._of_chapters()
        yield from self._of_criteria()

    def _of_levels(self) -> Iterator[Edit]:
        old, new = self._levels
        for i in old.keys() - new.keys():
            name = old[i].text
            yield Edit("level-removed", ((None, None, name),), (), name)
        for i in new.keys() - old.keys():
            name = new[i].text
            yield Edit("level-added", (), ((None, None, name),), None, name)
        for i in old.keys() & new.keys():
            if old[i].version != new[i].version:
                names = old[i].text, new[i].text
                places = [((None, None, name),) for name in names]
                yield Edit("level-renamed", places[0], places[1], *names)

    def _of_chapters(self) -> Iterator[Edit]:
        old, new = self._chapters
        for i in old.keys() - new.keys():
            yield Edit("domain-removed", (_at(old[i]),), (), old[i].title.text)
        for i in new.keys() - old.keys():
            yield Edit("domain-added", (), (_at(new[i]),), None, new[i].title.text)
        both = [i for i in old if i in new], [i for i in new if i in old]
        if both[0] != both[1]:
            yield Edit(
                "domains-reordered",
                tuple(_at(old[i]) for i in both[0]),
                tuple(_at(new[i]) for i in both[1]),
            )
        for i in both[0]:
            titles = old[i].title, new[i].title
            if titles[0].version != titles[1].version:
                places = (_at(old[i]),), (_at(new[i]),)
                yield Edit("domain-renamed", *places, titles[0].text, titles[1].text)
            yield from self._of_texts(
                [*_outcome(old[i]), *self._spots(old[i], None, 0)],
                [*_outcome(new[i]), *self._spots(new[i], None, 1)],
            )

    def _of_criteria(self) -> Iterator[Edit]:
        befores = {c.origins[0]: (d, c) for d in self._old.chapters for c in d.criteria}
        became: dict[int, list[tuple[Chapter, Criterion]]] = defaultdict(list)
        for chapter in self._new.chapters:
            for criterion in chapter.criteria:
                for origin in criterion.origins:
                    became[origin].append((chapter, criterion))
                if not set(criterion.origins) & befores.keys() and self._kept(chapter, 0):
                    said = criterion.statement.text
                    yield Edit("characteristic-added", (), (_at(chapter, criterion),), None, said)
        done = set[int]()
        for origin, (chapter, criterion) in befores.items():
            afters = became[origin]
            if not afters and self._kept(chapter, 1):
                said = criterion.statement.text
                yield Edit("characteristic-removed", (_at(chapter, criterion),), (), said)
            if not afters or origin in done:
                continue
            group = [befores[o] for o in befores if o in afters[0][1].origins]
            done.update(c.origins[0] for _, c in group)
            yield from self._of_group(group, afters)

    def _kept(self, chapter: Chapter, side: int) -> bool:
        return chapter.title.id in self._chapters[side]

    def _of_group(
        self, old: list[tuple[Chapter, Criterion]], new: list[tuple[Chapter, Criterion]]
    ) -> Iterator[Edit]:
        befores, afters = old[0][1], new[0][1]
        places = tuple(_at(*each) for each in old), tuple(_at(*each) for each in new)
        texts = [" ".join(c.statement.text for _, c in side) for side in (old, new)]
        kind = None
        if len(old) + len(new) > 2:
            kind = "split" if len(new) > 1 else "merged"
        elif old[0][0].title.id != new[0][0].title.id:
            kind = "characteristic-moved"
        elif befores.code != afters.code:
            kind = "renumbered"
        if kind:
            yield Edit(kind, *places, *texts)
        if len(old) + len(new) == 2 and befores.statement.version != afters.statement.version:
            yield Edit("reworded", *places, *texts)
        yield from self._of_texts(
            [spot for d, c in old for spot in self._spots(d, c, 0)],
            [spot for d, c in new for spot in self._spots(d, c, 1)],
        )

    def _spots(self, chapter: Chapter, criterion: Criterion | None, side: int) -> list[_Spot]:
        cells = criterion.cells if criterion else chapter.summary
        names = self._levels[side]
        return [
            _Spot(text, (*_at(chapter, criterion)[:2], names[level].text), level)
            for level, texts in cells.items()
            for text in texts
            if level in names
        ]

    def _of_texts(self, old: list[_Spot], new: list[_Spot]) -> Iterator[Edit]:
        befores = {spot.text.id: spot for spot in old}
        afters = {spot.text.id: spot for spot in new}
        joined = {i for spot in new for i in spot.text.joined}
        for i in befores.keys() - afters.keys() - joined:
            spot = befores[i]
            if spot.level is None or spot.level in self._levels[1]:
                yield Edit("paragraph-removed", (spot.place,), (), spot.text.text)
        for i in afters.keys() - befores.keys():
            spot = afters[i]
            if spot.level is None or spot.level in self._levels[0]:
                yield Edit("paragraph-added", (), (spot.place,), None, spot.text.text)
        for i in befores.keys() & afters.keys():
            before, after = befores[i], afters[i]
            what = (before.place,), (after.place,), before.text.text, after.text.text
            if before.level != after.level:
                yield Edit("level-moved", *what)
            if before.text.version != after.text.version:
                yield Edit("reworded", *what)


def _at(chapter: Chapter, criterion: Criterion | None = None) -> Place:
    return (chapter.title.text, criterion.code if criterion else None, None)


def _outcome(chapter: Chapter) -> list[_Spot]:
    return [_Spot(text, _at(chapter), None) for text in chapter.outcome]
