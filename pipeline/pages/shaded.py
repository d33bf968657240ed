"""Tables whose cells are shaded boxes with a row for each level, its name at any height of it."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace

from pipeline.pages.grid import fills_to_grids
from pipeline.pages.layout import grid_fragments
from pipeline.pages.printed import with_fragments
from pipeline.records import Fragment, Layout, Word


def find_shaded_rows(
    layouts: Sequence[Layout], words: Sequence[Sequence[Word]]
) -> Sequence[Layout]:
    """The layouts with what stands in rows of shaded boxes as fragments.

    ``words`` are those of each page that may stand in a table.
    """
    return _with_whole_names(
        [_with_shaded(layout, inside) for layout, inside in zip(layouts, words, strict=True)]
    )


def _with_shaded(layout: Layout, words: Sequence[Word]) -> Layout:
    fragments, outside = grid_fragments(layout.number, words, fills_to_grids(layout.fills))
    if not fragments:
        return layout
    loose = {id(word) for word in outside}
    taken = [word for word in words if id(word) not in loose]
    return with_fragments(layout, words, fragments, taken)


def _with_whole_names(layouts: Iterable[Layout]) -> list[Layout]:
    """The layouts with names in the first part of their rows, where a page break cut these.

    A name in the middle of its row may stand in the second part; the first one is then the last
    row of its page and has none, though it is not the first row there.
    """
    done: list[Layout] = []
    for layout in layouts:
        before = done[-1].items[-1] if done and done[-1].items else None
        first = layout.items[0] if layout.items else None
        if (
            isinstance(before, Fragment)
            and isinstance(first, Fragment)
            and _lacks_name(before)
            and first.rows[0][0].lines
        ):
            done[-1] = replace(done[-1], items=(*done[-1].items[:-1], _named(before, first)))
            layout = replace(layout, items=(_nameless(first), *layout.items[1:]))
        done.append(layout)
    return done


def _lacks_name(fragment: Fragment) -> bool:
    return len(fragment.rows) > 1 and not fragment.rows[-1][0].lines


def _named(fragment: Fragment, by: Fragment) -> Fragment:
    name, *others = fragment.rows[-1]
    whole = replace(name, lines=by.rows[0][0].lines)
    return replace(fragment, rows=(*fragment.rows[:-1], (whole, *others)))


def _nameless(fragment: Fragment) -> Fragment:
    name, *others = fragment.rows[0]
    return replace(fragment, rows=((replace(name, lines=()), *others), *fragment.rows[1:]))
