"""Edits as people make them, on a draft; what they amount to follows from the identities.

No text is edited twice, and what is removed was not touched before, so that each edit stands for
itself; structural edits come first and are followed by edits inside what they moved.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from itertools import pairwise
from random import Random

from revisions.drafts import Cells, Chapter, Criterion, Draft, Text
from revisions.prose import (
    OTHER_NAMES,
    SERVICES,
    all_text,
    criterion,
    disturb,
    reword_heavily,
    reword_lightly,
    sentence,
)


class Editor:
    """Makes a new edition out of a draft."""

    def __init__(self, random: Random, old: Draft) -> None:
        self.random, self.old, self.draft = random, old, old.copy()
        self._said = all_text(old)
        self._touched = set[int]()

    # ---- choosing ----

    def _chapter(self, size: int = 1) -> Chapter | None:
        fit = [c for c in self.draft.chapters if len(c.criteria) >= size and self._free(c.title)]
        return self.random.choice(fit) if fit else None

    def _free(self, text: Text) -> bool:
        return text.id not in self._touched

    def _touch(self, *texts: Text) -> None:
        self._touched.update(text.id for text in texts)

    def _criteria(self) -> list[tuple[Chapter, Criterion]]:
        """Criteria whose statement and paragraphs are as they were."""
        return [
            (chapter, each)
            for chapter in self.draft.chapters
            for each in chapter.criteria
            if self._free(each.statement)
            and all(self._free(t) for texts in each.cells.values() for t in texts)
        ]

    def _tables(self) -> list[Cells]:
        chapters = self.draft.chapters
        return [c.cells for d in chapters for c in d.criteria] + [d.summary for d in chapters]

    def _cell(self, size: int = 1) -> tuple[Cells, int] | None:
        """A cell of untouched paragraphs that stand nowhere else."""
        tables = self._tables()
        said = [t.text for table in tables for texts in table.values() for t in texts]
        fit = [
            (table, level)
            for table in tables
            for level, texts in table.items()
            if len(texts) >= size and all(self._free(t) and said.count(t.text) == 1 for t in texts)
        ]
        return self.random.choice(fit) if fit else None

    def _criterion(self) -> Criterion:
        """A new one, on something that neither edition speaks of yet."""
        fresh = criterion(self.random, self.draft, self._said)
        self._said += f" {fresh.statement.text.lower()}"
        return fresh

    # ---- texts ----

    def reword(self, text: Text, heavily: bool = False) -> None:
        """Say a thing anew."""
        way = reword_heavily if heavily else reword_lightly
        text.reword(way(self.random, text.text))
        self._touch(text)

    def reword_paragraph(self) -> None:
        """A descriptor, lightly or heavily."""
        if found := self._cell():
            text = self.random.choice(found[0][found[1]])
            self.reword(text, heavily=self.random.random() < 0.4)

    def reword_statement(self) -> None:
        """The statement of a criterion."""
        if fit := self._criteria():
            self.reword(self.random.choice(fit)[1].statement)

    def reword_outcome(self) -> None:
        """A paragraph of a domain's outcome."""
        texts = [t for d in self.draft.chapters for t in d.outcome if self._free(t)]
        if texts:
            self.reword(self.random.choice(texts), heavily=self.random.random() < 0.3)

    def add_paragraph(self) -> None:
        """A new sentence somewhere in a cell."""
        if found := self._cell():
            texts = found[0][found[1]]
            fresh = Text(sentence(self.random, self._said, texts[0].text))
            self._touch(fresh, *texts)
            texts.insert(self.random.randint(0, len(texts)), fresh)

    def remove_paragraph(self) -> None:
        """One paragraph of several."""
        if found := self._cell(2):
            texts = found[0][found[1]]
            texts.remove(self.random.choice(texts))
            self._touch(*texts)

    def move_paragraph(self) -> None:
        """A paragraph goes under another level, now and then with a word changed."""
        found = self._cell(2)
        if found is None:
            return
        table, level = found
        text = self.random.choice(table[level])
        table[level].remove(text)
        target = self.random.choice([other for other in table if other != level])
        table[target].insert(self.random.randint(0, len(table[target])), text)
        self._touch(text, *table[level])
        if self.random.random() < 0.2 and len(text.text) > 80:
            self.reword(text)

    # ---- criteria ----

    def add_criterion(self) -> None:
        """A new one, in the middle or at the end of its domain."""
        if chapter := self._chapter():
            fresh = self._criterion()
            self._touch(fresh.statement, *(t for ts in fresh.cells.values() for t in ts))
            chapter.criteria.insert(self.random.randint(0, len(chapter.criteria)), fresh)

    def remove_criterion(self) -> None:
        """One that nobody misses."""
        fit = [(d, c) for d, c in self._criteria() if len(d.criteria) > 1]
        if fit:
            chapter, gone = self.random.choice(fit)
            chapter.criteria.remove(gone)

    def move_criterion(self) -> None:
        """Into another domain, and reworded on the way."""
        fit = [(d, c) for d, c in self._criteria() if len(d.criteria) > 1]
        if not fit or len(self.draft.chapters) < 2:
            return
        chapter, moved = self.random.choice(fit)
        target = self.random.choice([d for d in self.draft.chapters if d is not chapter])
        chapter.criteria.remove(moved)
        target.criteria.insert(self.random.randint(0, len(target.criteria)), moved)
        self._touch(moved.statement)
        if self.random.random() < 0.5:
            self.reword(moved.statement)
        for texts in moved.cells.values():
            if texts and self.random.random() < 0.2:
                self.reword(texts[0], heavily=self.random.random() < 0.3)

    def swap_criteria(self) -> None:
        """Another order inside a domain: both get a new code."""
        if chapter := self._chapter(2):
            n = self.random.randrange(len(chapter.criteria) - 1)
            criteria = chapter.criteria
            criteria[n], criteria[n + 1] = criteria[n + 1], criteria[n]

    def split_criterion(self) -> None:
        """The statement and the descriptors are divided between two."""
        fit = [
            (d, c)
            for d, c in self._criteria()
            if len(c.origins) == 1 and sum(len(t) > 1 for t in c.cells.values()) > 1
        ]
        if not fit:
            return
        chapter, whole = self.random.choice(fit)
        texts = [t for ts in whole.cells.values() for t in ts]
        self._touch(whole.statement, *texts)
        cells: Cells = {level: [] for level in whole.cells}
        for level, own in whole.cells.items():
            if len(own) > 1:
                cut = self.random.randint(1, len(own) - 1)
                cells[level], whole.cells[level] = own[cut:], own[:cut]
        first, _, second = whole.statement.text.rstrip(".").partition(" and ")
        first = first.rstrip(",")
        if second and self.random.random() < 0.7:
            whole.statement.reword(f"{first}.")
            statement = f"{second[0].upper()}{second[1:]}."
        else:
            statement = f"What this means in daily work is understood in part {len(texts)}."
        part = Criterion(None, Text(statement), cells, whole.origins)
        self._touch(part.statement)
        chapter.criteria.insert(chapter.criteria.index(whole) + 1, part)
        if self.random.random() < 0.4:
            self.reword(self.random.choice([t for ts in cells.values() for t in ts]))

    def merge_criteria(self) -> None:
        """Two neighbours become one that says what both said."""
        fit = self._criteria()
        pairs = [
            (d, a, b)
            for (d, a), (e, b) in pairwise(fit)
            if d is e and len(a.origins) == len(b.origins) == 1
        ]
        if not pairs:
            return
        chapter, kept, other = self.random.choice(pairs)
        chapter.criteria.remove(other)
        kept.origins += other.origins
        first, second = kept.statement.text, other.statement.text
        joint = f"{first.rstrip('.')}, and {second[0].lower()}{second[1:]}"
        kept.statement.reword(self.random.choice((joint, f"{first} {second}", joint)))
        for level, texts in other.cells.items():
            said = {t.text for t in kept.cells[level]}
            kept.cells[level] = kept.cells[level] + [t for t in texts if t.text not in said]
        texts = [t for ts in kept.cells.values() for t in ts]
        self._touch(kept.statement, *texts)
        if self.random.random() < 0.4:
            self.reword(self.random.choice(texts[1:]))

    # ---- domains ----

    def rename_chapter(self) -> None:
        """In part or wholly; what stands in it stays."""
        if chapter := self._chapter():
            words = chapter.title.text.split()
            taken = {d.title.text for d in (*self.draft.chapters, *self.old.chapters)}
            names = [t for s in SERVICES for t in s.themes if t not in taken]
            part = " ".join([*words[:-1], self.random.choice(("Outcomes", "Practice", "Basics"))])
            chapter.title.reword(self.random.choice([part, self.random.choice(names)]))
            self._touch(chapter.title)

    def reorder_chapters(self) -> None:
        """One domain goes elsewhere; numbered ones may keep their numbers."""
        chapters = self.draft.chapters
        moved = chapters.pop(self.random.randrange(len(chapters)))
        chapters.insert(self.random.randint(0, len(chapters)), moved)

    def add_chapter(self) -> None:
        """A domain of new criteria, and perhaps of one from elsewhere."""
        taken = {d.title.text for d in (*self.draft.chapters, *self.old.chapters)}
        title = self.random.choice([t for s in SERVICES for t in s.themes if t not in taken])
        codes = [d.code or "" for d in self.draft.chapters]
        code = None
        if self.draft.numbered:
            letters = all(len(code) == 1 and code.isalpha() for code in codes)
            code = chr(ord(max(codes)) + 1) if letters else str(len(codes) + 1)
        criteria = [self._criterion() for _ in range(self.random.randint(2, 3))]
        fresh = Chapter(code, Text(title), [], {}, criteria)
        self._touch(fresh.title, *(c.statement for c in criteria))
        self.draft.chapters.append(fresh)

    def remove_chapter(self) -> None:
        """With most of what it held; one criterion may find another home."""
        if len(self.draft.chapters) < 3:
            return
        chapter = self._chapter(2)
        if chapter is None or not all(self._free(c.statement) for c in chapter.criteria):
            return
        self.draft.chapters.remove(chapter)
        if self.random.random() < 0.5:
            saved = chapter.criteria[0]
            self._touch(saved.statement)
            self.random.choice(self.draft.chapters).criteria.append(saved)

    # ---- levels ----

    def add_level(self) -> None:
        """With a sentence of its own in every table."""
        fresh = Text(self._level_name())
        self._touch(fresh)
        self.draft.levels.insert(self.random.randint(0, len(self.draft.levels)), fresh)
        for table in self._tables():
            if table:
                about = next((t.text for texts in table.values() for t in texts), "")
                table[fresh.id] = [Text(sentence(self.random, self._said, about))]
                self._touch(*table[fresh.id])

    def remove_level(self) -> None:
        """With all that stands under it."""
        fit = [level for level in self.draft.levels if self._free(level)]
        if len(self.draft.levels) > 2 and fit:
            level = self.random.choice(fit)
            self.draft.levels.remove(level)
            for table in self._tables():
                table.pop(level.id, None)

    def rename_level(self) -> None:
        """Another word for the same rating."""
        if fit := [level for level in self.draft.levels if self._free(level)]:
            level = self.random.choice(fit)
            level.reword(self._level_name())
            self._touch(level)

    def _level_name(self) -> str:
        taken = {level.text for level in (*self.draft.levels, *self.old.levels)}
        return self.random.choice([name for name in OTHER_NAMES if name not in taken])

    # ---- what is no change ----

    def disturb(self, share: float) -> set[str]:
        """Noise in so many of the untouched texts; gives what they say now."""
        noisy = set[str]()
        for chapter in self.draft.chapters:
            tables = [chapter.summary, *(c.cells for c in chapter.criteria)]
            noisy |= self._run_together(tables, share / 4)
            if self._free(chapter.title) and self.random.random() < share:
                chapter.title.text = chapter.title.text.upper()
                noisy.add(chapter.title.text)
            texts = [t for table in tables for cell in table.values() for t in cell]
            texts += chapter.outcome + [c.statement for c in chapter.criteria]
            for text in texts:
                if self._free(text) and self.random.random() < share:
                    text.text = disturb(self.random, text.text)
                    noisy.add(text.text)
        return noisy

    def _run_together(self, tables: Sequence[Cells], share: float) -> set[str]:
        """Two paragraphs in one, as some layouts have it."""
        noisy = set[str]()
        for table in tables:
            for texts in table.values():
                free = all(self._free(t) for t in texts)
                if len(texts) > 1 and free and self.random.random() < share:
                    last = texts.pop()
                    texts[-1].text = f"{texts[-1].text} {last.text}"
                    texts[-1].joined = (last.id,)
                    noisy.add(texts[-1].text)
        return noisy


STRUCTURE: tuple[tuple[str, Callable[[Editor], None]], ...] = (
    ("remove-level", Editor.remove_level),
    ("add-level", Editor.add_level),
    ("rename-level", Editor.rename_level),
    ("remove-domain", Editor.remove_chapter),
    ("add-domain", Editor.add_chapter),
    ("reorder-domains", Editor.reorder_chapters),
    ("rename-domain", Editor.rename_chapter),
    ("merge", Editor.merge_criteria),
    ("split", Editor.split_criterion),
    ("move", Editor.move_criterion),
    ("remove", Editor.remove_criterion),
    ("add", Editor.add_criterion),
    ("swap", Editor.swap_criteria),
)
WORDING: tuple[tuple[str, Callable[[Editor], None]], ...] = (
    ("move-paragraph", Editor.move_paragraph),
    ("remove-paragraph", Editor.remove_paragraph),
    ("add-paragraph", Editor.add_paragraph),
    ("reword-statement", Editor.reword_statement),
    ("reword-outcome", Editor.reword_outcome),
    ("reword", Editor.reword_paragraph),
    ("reword-more", Editor.reword_paragraph),
)
KINDS_OF_EDIT = tuple(name for name, _ in (*STRUCTURE, *WORDING))
