"""The list of changes that an alignment amounts to.

What came or went as a whole is one change: an added domain is not listed characteristic by
characteristic, nor an added characteristic or level paragraph by paragraph. What came into an added
domain from elsewhere is listed as moved, split or merged, and so is what left a removed one. A code
that differs is ``renumbered`` where its characteristic stayed in its domain, whatever the reason
for the new number. What was moved or renumbered and reworded too is listed as both.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterator, Mapping, Sequence

from pipeline.changes import Change, Kind, Ref
from pipeline.compare.align import Alignment, Match
from pipeline.compare.editions import Edition, Entry, Item, Rating
from pipeline.compare.paragraphs import Twin, match_paragraphs, said_together
from pipeline.compare.vectors import Matrix, Text, Weights, join_texts
from pipeline.compare.words import fold, kept_share, redline, same_but_misread, spelling

Placed = tuple[tuple[float, float], Change]  # where a change stands in the list


def list_changes(
    old: Edition, new: Edition, alignment: Alignment, weights: Weights
) -> tuple[Change, ...]:
    """Every change, scale first, then domain by domain in the order of the new edition."""
    lister = _Lister(old, new, alignment, weights)
    inside = sorted([*lister.of_domains(), *lister.of_characteristics()], key=lambda each: each[0])
    return (*lister.of_levels(), *lister.of_order(), *(change for _, change in inside))


class _Lister:
    def __init__(self, old: Edition, new: Edition, alignment: Alignment, weights: Weights) -> None:
        self._old, self._new = old, new
        self._alignment, self._weights = alignment, weights
        self._levels = {m.old[0].number: m.new[0].number for m in alignment.levels}
        self._domains = {m.old[0].number: m.new[0].number for m in alignment.domains}
        self._places = _places(len(old.sections), self._domains)
        self._names = [
            (m.old[0].name.spelling, m.new[0].name.spelling)
            for m in alignment.levels
            if m.old[0].name.spelling not in ("", m.new[0].name.spelling)
        ]
        self._known: set[str] = set()

    # ---- levels and the order of domains ----

    def of_levels(self) -> Iterator[Change]:
        """What happened to the scale."""
        for match in self._alignment.levels:
            before, after = match.old[0], match.new[0]
            if self._differ(before.name, after.name):
                refs, texts = ([before.ref], [after.ref]), (before.name, after.name)
                yield _changed("level-renamed", *refs, *texts, match.reason)
            yield from self._of_note(before, after)
        reason = "no level of the {} edition has its name, or says what it says"
        for level in self._old.levels:
            if level.number not in self._levels:
                yield _removed("level-removed", level.ref, level.name, reason.format("new"))
        for level in self._new.levels:
            if level.number not in self._levels.values():
                yield _added("level-added", level.ref, level.name, reason.format("old"))

    def _of_note(self, before: Rating, after: Rating) -> Iterator[Change]:
        """What is printed beside the name of a level."""
        reason = "the note beside the name of the level"
        if before.note and after.note:
            if self._is_reworded(before.note, after.note):
                yield self._reworded(before.ref, after.ref, before.note, after.note, reason)
        elif after.note:
            yield _added("paragraph-added", after.ref, after.note, reason)
        elif before.note:
            yield _removed("paragraph-removed", before.ref, before.note, reason)

    def of_order(self) -> Iterator[Change]:
        """Domains of both editions that come in another order."""
        order = sorted(self._domains)
        stayed = _longest_rise([self._domains[n] for n in order])
        movers = [n for n in order if self._domains[n] not in stayed]
        if movers:
            titles = ", ".join(f"'{self._old.sections[n].title.printed}'" for n in movers)
            before = [self._old.sections[n].ref for n in order]
            after = [self._new.sections[n].ref for n in sorted(self._domains.values())]
            reason = f"the others keep their order without {titles}"
            yield Change(
                kind="domains-reordered", old=tuple(before), new=tuple(after), reason=reason
            )

    # ---- domains ----

    def of_domains(self) -> Iterator[Placed]:
        """Titles, outcomes and summaries."""
        for match in self._alignment.domains:
            before, after = match.old[0], match.new[0]
            place = (float(after.number), -1.0)
            if before.named and after.named and self._differ(before.title, after.title):
                refs, texts = ([before.ref], [after.ref]), (before.title, after.title)
                yield place, _changed("domain-renamed", *refs, *texts, match.reason)
            for change in self._of_paragraphs(before.items, after.items):
                yield place, change
            for change in self._of_paragraphs(before.notes, after.notes):
                yield place, change.model_copy(update={"reason": f"a footnote: {change.reason}"})
        reason = "no domain of the {} edition has its title or its characteristics"
        for section in self._old.sections:
            if section.number not in self._domains:
                place = (self._places[section.number], -1.0)
                why = reason.format("new")
                yield place, _removed("domain-removed", section.ref, section.title, why)
        for section in self._new.sections:
            if section.number not in self._domains.values():
                place = (section.number, -1.0)
                why = reason.format("old")
                yield place, _added("domain-added", section.ref, section.title, why)

    # ---- characteristics ----

    def of_characteristics(self) -> Iterator[Placed]:
        """What became of each, and of what it says."""
        for match in self._alignment.characteristics:
            place = (float(match.new[0].domain), float(match.new[0].number))
            for change in self._of_match(match):
                yield place, change
        partner = {
            e.number: m.new[0].number for m in self._alignment.characteristics for e in m.old
        }
        places = _places(len(self._old.entries), partner)
        for entry in self._old.entries:
            if entry.number not in partner and entry.domain in self._domains:
                where = (self._places[entry.domain], places[entry.number])
                why = self._nearest(entry, self._new, "new", self._alignment.likeness)
                yield where, _removed("characteristic-removed", entry.ref, entry.statement, why)
        known = {e.number for m in self._alignment.characteristics for e in m.new}
        for entry in self._new.entries:
            if entry.number not in known and entry.domain in self._domains.values():
                where = (entry.domain, entry.number)
                why = self._nearest(entry, self._old, "old", self._alignment.likeness.T)
                yield where, _added("characteristic-added", entry.ref, entry.statement, why)

    def _of_match(self, match: Match[Entry]) -> Iterator[Change]:
        before, after = match.old[0], match.new[0]
        yield from self._of_place(match)
        statements = before.statement, after.statement
        if len(match.old) == len(match.new) == 1 and self._is_reworded(*statements):
            reason = "the statement of the same characteristic"
            yield self._reworded(before.ref, after.ref, *statements, reason)
        old, new = ([i for entry in side for i in entry.items] for side in (match.old, match.new))
        yield from self._of_paragraphs(old, new)

    def _of_place(self, match: Match[Entry]) -> Iterator[Change]:
        """Split, merged, moved or renumbered: one of them at most."""
        before, after = match.old[0], match.new[0]
        codes = [spelling(fold(entry.code or "")) for entry in (before, after)]
        kind: Kind
        if len(match.old) + len(match.new) > 2:
            kind = "split" if len(match.new) > 1 else "merged"
        elif self._domains.get(before.domain) != after.domain:
            kind = "characteristic-moved"
        elif all(codes) and codes[0] != codes[1]:
            kind = "renumbered"
        else:
            return
        refs = [e.ref for e in match.old], [e.ref for e in match.new]
        said = [join_texts([e.statement for e in side]) for side in (match.old, match.new)]
        yield _changed(kind, *refs, said[0], said[1], match.reason, round(match.score, 3))

    @staticmethod
    def _nearest(entry: Entry, others: Edition, name: str, likeness: Matrix) -> str:
        """What comes closest in the other edition, and how close that is."""
        if not others.entries:
            return f"the {name} edition has no characteristics"
        nearest = int(likeness[entry.number].argmax())
        score = likeness[entry.number, nearest]
        return f"nearest in the {name} edition: {others.entries[nearest].key}, {score:.0%} alike"

    # ---- paragraphs ----

    def _of_paragraphs(self, old: Sequence[Item], new: Sequence[Item]) -> Iterator[Change]:
        """In the order of the new edition, what was removed last."""
        found = match_paragraphs(old, new, self._levels, self._weights)
        rows: list[tuple[Item, Twin | None]] = [(twin.new[0], twin) for twin in found.twins]
        rows += [(item, None) for item in found.added if self._has_level(item, new=True)]
        order = {item: n for n, item in enumerate(new)}
        for item, twin in sorted(rows, key=lambda row: order[row[0]]):
            if twin is not None:
                yield from self._of_twin(twin)
            else:
                reason = "nothing left in the old edition is like it"
                yield _added("paragraph-added", item.ref, item.text, reason)
        for item in found.removed:
            if self._has_level(item, new=False):
                reason = "nothing left in the new edition is like it"
                yield _removed("paragraph-removed", item.ref, item.text, reason)

    def _has_level(self, item: Item, *, new: bool) -> bool:
        """Whether the other edition has the paragraph's level; else it came or went with that."""
        return item.level is None or item.level in (self._levels.values() if new else self._levels)

    def _of_twin(self, twin: Twin) -> Iterator[Change]:
        texts = said_together(twin.old), said_together(twin.new)
        refs = twin.old[0].ref, twin.new[0].ref
        if twin.moved:
            reason = "the same paragraph under another level"
            yield _changed("level-moved", [refs[0]], [refs[1]], *texts, reason)
        if self._is_reworded(*texts):
            reason = "the same paragraph" if twin.moved else "the paragraph most like it there"
            yield self._reworded(*refs, *texts, reason)

    def _reworded(self, old: Ref, new: Ref, before: Text, after: Text, reason: str) -> Change:
        likeness = round(self._weights.likeness(before, after), 3)
        return _changed("reworded", [old], [new], before, after, reason, likeness)

    # ---- what is a difference ----

    def _differ(self, before: Text, after: Text) -> bool:
        """Whether two texts say something else; letters that were misread do not count."""
        if before.spelling == after.spelling:
            return False
        return not same_but_misread(before.printed, after.printed, self._is_known)

    def _is_reworded(self, before: Text, after: Text) -> bool:
        """The same of a statement or paragraph, which may call a level by its new name."""
        renamed = before.spelling
        for old, new in self._names:
            renamed = renamed.replace(old, new)
        return renamed != after.spelling and self._differ(before, after)

    def _is_known(self, word: str) -> bool:
        """Whether both editions have the word."""
        if not self._known:
            self._known = set(self._old.printed_words()) & set(self._new.printed_words())
        return word in self._known


def _changed(
    kind: Kind, old: Sequence[Ref], new: Sequence[Ref], before: Text, after: Text, reason: str,
    similarity: float | None = None,
) -> Change:  # fmt: skip
    runs = redline(before.printed, after.printed)
    return Change(
        kind=kind,
        old=tuple(old),
        new=tuple(new),
        before=before.printed,
        after=after.printed,
        similarity=round(kept_share(runs), 3) if similarity is None else similarity,
        redline=runs,
        reason=reason,
    )


def _added(kind: Kind, ref: Ref, text: Text, reason: str) -> Change:
    return Change(kind=kind, new=(ref,), after=text.printed, reason=reason)


def _removed(kind: Kind, ref: Ref, text: Text, reason: str) -> Change:
    return Change(kind=kind, old=(ref,), before=text.printed, reason=reason)


def _places(count: int, partner: Mapping[int, int]) -> list[float]:
    """Where old things would stand in the new edition: what is gone, behind its predecessor."""
    places, last = [], -1
    for n in range(count):
        last = partner.get(n, last)
        places.append(last if n in partner else last + 0.5)
    return places


def _longest_rise(numbers: Sequence[int]) -> set[int]:
    """The longest increasing subsequence (patience sorting): what kept its order."""
    tops: list[int] = []
    before: dict[int, int | None] = {}
    for number in numbers:
        at = bisect_left(tops, number)
        before[number] = tops[at - 1] if at else None
        tops[at : at + 1] = [number]
    rise = set[int]()
    last = tops[-1] if tops else None
    while last is not None:
        rise.add(last)
        last = before[last]
    return rise
