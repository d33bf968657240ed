"""The comparison of two editions: what is no change, what is the same thing, what is said of it."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Mapping, Sequence
from itertools import permutations
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from conftest import ROOT
from hypothesis import given, settings
from hypothesis import strategies as st
from jsonschema import Draft202012Validator
from revisions.drafts import Chapter, Criterion, Draft, Edit, Place, Text
from revisions.score import as_edits, compare_edits

from pipeline.changes import KINDS, Differences
from pipeline.compare import Crosswalk, compare, differences_to_csv, differences_to_text
from pipeline.compare.assign import assign
from pipeline.compare.crosswalk import make_crosswalk, read_crosswalk
from pipeline.compare.words import fold, redline, same_but_misread, spelling
from pipeline.errors import InputError
from pipeline.extracted import load_framework
from pipeline.models import Framework, NoteModel
from pipeline.write import to_json

LEVELS = ("Poor", "Fair", "Good")
Table = Sequence[Sequence[str]]  # paragraphs by level
Chapters = Mapping[str, Mapping[str, Table]]  # tables by statement, by title

KNIVES: Table = (
    ["Blunt knives lie about in drawers."],
    ["Most knives hang on the magnetic rail.", "A grinder comes twice a year."],
    ["Every knife is honed each morning.", "Cooks carve without slipping.", "Sheaths are worn."],
)
OVENS: Table = (
    ["Ovens smoke, and their doors hang loose."],
    ["A chart shows the temperature of each oven.", "Seals are wiped after baking."],
    ["Thermostats are calibrated by the maker.", "Bread rises evenly on all shelves."],
)
LINEN: Table = (
    ["Aprons are stained and shared."],
    ["Aprons are boiled at the weekend.", "Torn cloths become rags."],
    ["Each cook owns four aprons.", "A tailor mends what tears."],
)
GUESTS: Table = (
    ["Guests wait in the rain."],
    ["Guests are seated within ten minutes.", "A menu in large print can be had."],
    ["Guests choose their table in advance.", "Complaints are answered before dessert."],
)
KITCHEN: Chapters = {
    "Equipment": {"Knives are sharp and safe.": KNIVES, "Ovens keep their heat.": OVENS},
    "Service": {"Linen is clean.": LINEN, "Guests feel welcome.": GUESTS},
}


def made(
    chapters: Chapters = KITCHEN, levels: Sequence[str] = LEVELS, *, numbered: bool = True
) -> Framework:
    """A framework; tables are given by level, from the worst up."""
    ranks = [Text(name) for name in levels]

    def criterion(statement: str, table: Table) -> Criterion:
        cells = {r.id: [Text(t) for t in ts] for r, ts in zip(ranks, table, strict=True)}
        return Criterion(None, Text(statement), cells)

    draft = Draft(
        ranks,
        [
            Chapter(str(n), Text(title), [], {}, [criterion(*each) for each in criteria.items()])
            for n, (title, criteria) in enumerate(chapters.items(), 1)
        ],
        numbered,
    )
    draft.number()
    return draft.framework("kitchen")


def edits(old: Framework, new: Framework, crosswalk: Crosswalk | None = None) -> list[Edit]:
    return as_edits(compare(old, new, crosswalk or Crosswalk()))


def kinds(old: Framework, new: Framework) -> Counter[str]:
    return Counter(compare(old, new).summary)


def changed(table: Table, level: int, *paragraphs: str) -> Table:
    """A table with another cell."""
    return [list(paragraphs) if n == level else cell for n, cell in enumerate(table)]


# ---- what is no change --------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("People’s well-being", "People's wellbeing"),
        ("a well- being plan", "a well being plan"),
        ("‘as good as new’, or not.", "“as good as new” or not"),
        ("made to measure – printed or cast – here", "made to measure (printed or cast) here"),
        ("Safe Repair", "SAFE REPAIR"),
        ("ﬁnd the ﬂaw", "find the flaw"),
        ("cafe\u0301", "café"),
        ("• Knives are sharp", "Knives are sharp"),
        ("(b) Knives are sharp", "2. Knives are sharp"),
        ("Self-service³ is offered.³", "Self-service is offered."),
        ("in 10-15 days", "in 10–15 days"),
        ("for 1,000 guests", "for 1 000 guests"),
        ("at 9:30, 1,2 and 3", "at 9.30; 1, 2 and 3".replace("1, 2", "1,2")),
        ("1½ hours", "1 1/2 hours"),
        ("soft\u00adhyphen", "softhyphen"),
        ("Pots & pans", "Pots and pans"),
    ],
)
def test_no_change(before: str, after: str) -> None:
    assert spelling(fold(before)) == spelling(fold(after))


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("within 10 days", "within 15 days"),
        ("2.5 litres", "25 litres"),
        ("1 5 and 3", "15 and 3"),
        ("is done", "is not done"),
        ("5% of guests", "5 of guests"),
        ("costs £5", "costs $5"),
        ("kept at −18 degrees", "kept at 18 degrees"),
        ("10 m² of shelf", "10 m of shelf"),
        ("≥ 3 cooks", "≤ 3 cooks"),
        ("all cooks", "all guests"),
        ("ताजा", "ताजी"),
        ("每天清洗", "每周清洗"),
    ],
)
def test_change(before: str, after: str) -> None:
    assert spelling(fold(before)) != spelling(fold(after))
    assert not same_but_misread(before, after, lambda _: True)


@pytest.mark.parametrize(
    ("before", "after", "misread"),
    [
        ("a c1ear rule", "a clear rule", True),
        ("0pen hours", "Open hours", True),
        ("the govemment", "the government", True),
        ("frorn here", "from here", True),
        ("naive cooks", "naïve cooks", False),  # five letters, and neither is known
        ("dear to us", "clear to us", False),
        ("modem times", "modern times", False),
        ("10 days", "1O days", False),
        ("clear rules", "clear rule", False),
    ],
)
def test_letters_misread(before: str, after: str, misread: bool) -> None:
    known = {"clear", "from", "here", "government", "dear", "modem", "modern"}.__contains__
    assert same_but_misread(before, after, known) == misread
    assert same_but_misread(after, before, known) == misread


def test_misread_edition_is_no_change() -> None:
    """A letter here and there, in statements, levels, titles and paragraphs."""
    scan = made().model_dump_json().replace("grinder", "gr1nder").replace("morning", "moming")
    scan = scan.replace('"Service"', '"Serv1ce"').replace("welcome.", "we1come.")
    assert not edits(made(), Framework.model_validate_json(scan))


# ---- redline ------------------------------------------------------------------------------------

WORDS = st.lists(st.sampled_from(["a", "can", "may", "People", "-", "(not)", "2.5", "", " "]))
TEXTS = st.one_of(st.text(), WORDS.map(" ".join))


@given(TEXTS, TEXTS)
def test_redline_joins_to_both_texts(before: str, after: str) -> None:
    runs = redline(before, after)
    assert "".join(text for sign, text in runs if sign in "=-") == before
    assert "".join(text for sign, text in runs if sign in "=+") == after
    assert all(text for _, text in runs)


def test_redline_is_by_words() -> None:
    before = "People can see a cook within ten days."
    after = "People may see a cook within twelve days."
    assert redline(before, after) == (
        ("=", "People "), ("-", "can"), ("+", "may"), ("=", " see a cook within "), ("-", "ten"),
        ("+", "twelve"), ("=", " days."),
    )  # fmt: skip


def test_redline_gives_up_scattered_little_words() -> None:
    runs = redline("Knives hung on a rail by the door.", "Blunt blades lie in a box.")
    assert not any(text.strip() == "a" for sign, text in runs if sign == "=")


# ---- assignment ---------------------------------------------------------------------------------


@given(st.integers(1, 5), st.integers(1, 5), st.randoms(use_true_random=False))
def test_assignment_is_the_best(rows: int, columns: int, random: object) -> None:
    choose = random.choice  # type: ignore[attr-defined]
    scores = np.array(
        [[choose((0, 0, 0.3, 0.5, 0.8, 1)) for _ in range(columns)] for _ in range(rows)]
    )
    pairs = assign(scores)
    assert len({i for i, _ in pairs}) == len({j for _, j in pairs}) == len(pairs)
    assert all(scores[pair] > 0 for pair in pairs)
    wide = scores if rows <= columns else scores.T
    orders = permutations(range(wide.shape[1]), wide.shape[0])
    best = max(sum(wide[i, j] for i, j in enumerate(order)) for order in orders)
    assert sum(scores[pair] for pair in pairs) == pytest.approx(best)


def test_assignment_gives_up_the_best_pair_for_a_better_sum() -> None:
    assert assign(np.array([[0.9, 0.8], [0.8, 0.0]])) == [(0, 1), (1, 0)]


# ---- characteristics ----------------------------------------------------------------------------


def test_same_edition() -> None:
    found = compare(made(), made())
    assert (found.changes, found.summary, found.related) == ((), {}, True)
    assert {(p.what, p.old == p.new) for p in found.pairs} == {
        (what, True) for what in ("level", "domain", "characteristic")
    }
    assert min(p.score for p in found.pairs) > 0.95


def test_code_that_got_another_text_is_removed_and_added() -> None:
    new = {**KITCHEN, "Service": {"Linen is clean.": LINEN, "Bills are right.": (
        ["Bills come late."], ["Sums are checked."], ["Tips go to the apprentices."])}}  # fmt: skip
    assert edits(made(), made(new)) == [
        Edit("characteristic-removed", (("Service", "2.2", None),), (), "Guests feel welcome."),
        Edit("characteristic-added", (), (("Service", "2.2", None),), None, "Bills are right."),
    ]


def test_text_that_got_another_code_is_renumbered() -> None:
    knives, ovens = KITCHEN["Equipment"].items()
    new = {**KITCHEN, "Equipment": dict([ovens, knives])}
    assert {(e.kind, e.old[0][1], e.new[0][1]) for e in edits(made(), made(new))} == {
        ("renumbered", "1.1", "1.2"), ("renumbered", "1.2", "1.1"),
    }  # fmt: skip


def test_codes_that_only_one_edition_prints_are_no_change() -> None:
    assert not edits(made(), made(numbered=False))


def test_statement_rewritten_over_the_same_descriptors() -> None:
    new = {**KITCHEN, "Equipment": {"Blades cut well.": KNIVES, "Ovens keep their heat.": OVENS}}
    (edit,) = edits(made(), made(new))
    assert (edit.kind, edit.after) == ("reworded", "Blades cut well.")


def test_stock_sentences_pair_nothing() -> None:
    """Every table starts with the same sentence; two of them come and go."""
    stock = "Does not show what is expected of the level above."
    old = {t: {s: changed(c, 0, stock) for s, c in cs.items()} for t, cs in KITCHEN.items()}
    gone = {t: dict(cs) for t, cs in old.items()}
    del gone["Equipment"]["Knives are sharp and safe."]
    gone["Service"]["Bills are right."] = ([stock], ["Sums are checked."], ["Tips are shared out."])
    assert kinds(made(old), made(gone)) == Counter(
        {"characteristic-removed": 1, "characteristic-added": 1, "renumbered": 1}
    )


def test_moved_and_reworded() -> None:
    linen = changed(LINEN, 1, "Aprons are boiled every evening.", "Torn cloths become rags.")
    new = {
        "Equipment": {**KITCHEN["Equipment"], "Linen is spotless.": linen},
        "Service": {"Guests feel welcome.": GUESTS},
    }
    assert [e.kind for e in edits(made(), made(new))] == [
        "characteristic-moved", "reworded", "reworded", "renumbered",
    ]  # fmt: skip


KNIVES_AND_OVENS = [[*a, *b] for a, b in zip(KNIVES, OVENS, strict=True)]
JOINT = "Knives are sharp and ovens keep their heat."


def test_split_and_merged() -> None:
    whole = {**KITCHEN, "Equipment": {JOINT: KNIVES_AND_OVENS}}
    (split,) = edits(made(whole), made())
    assert (split.kind, split.before) == ("split", JOINT)
    assert split.after == "Knives are sharp and safe. Ovens keep their heat."
    assert [code for _, code, _ in split.new] == ["1.1", "1.2"]
    (merged,) = edits(made(), made(whole))
    assert (merged.kind, merged.old, merged.new) == ("merged", split.new, split.old)


def test_what_resembles_a_kept_characteristic_is_an_addition() -> None:
    """It is no part of one that has kept all it says."""
    forks = [[t.replace("nives", "orks").replace("nife", "ork") for t in cell] for cell in KNIVES]
    new = {**KITCHEN, "Equipment": {**KITCHEN["Equipment"], "Forks are sharp and safe.": forks}}
    assert [e.kind for e in edits(made(), made(new))] == ["characteristic-added"]


def test_twins_in_two_domains_stay_at_home() -> None:
    """Two characteristics say the same; one is reworded, and the other is not moved for it."""
    old = {t: {**cs, "Floors are dry.": LINEN} for t, cs in KITCHEN.items()}
    new = {
        **old,
        "Equipment": {**old["Equipment"], "Floors are dry.": changed(LINEN, 0, "Aprons stink.")},
    }
    (edit,) = edits(made(old), made(new))
    assert (edit.kind, edit.old[0][0], edit.new[0][0]) == ("reworded", "Equipment", "Equipment")


# ---- domains ------------------------------------------------------------------------------------


def test_domain_with_another_title_keeps_its_contents() -> None:
    new = {"Hardware": KITCHEN["Equipment"], "Service": KITCHEN["Service"]}
    assert edits(made(), made(new)) == [
        Edit("domain-renamed", (("Equipment", None, None),), (("Hardware", None, None),),
             "Equipment", "Hardware")
    ]  # fmt: skip


def test_domains_in_another_order() -> None:
    first, second = KITCHEN.items()
    found = compare(made(), made(dict([second, first])))
    assert found.summary == {"renumbered": 4, "domains-reordered": 1}
    order = found.changes[0]
    assert [r.domain for r in (*order.old, *order.new)] == [
        "Equipment", "Service", "Service", "Equipment",
    ]  # fmt: skip
    assert (order.before, order.after, order.redline) == (None, None, ())


def test_domain_is_added_and_removed_as_a_whole() -> None:
    garden: Mapping[str, Table] = {
        "Herbs grow by the door.": (["Weeds."], ["Parsley and thyme."], ["Twenty herbs in pots."])
    }
    assert edits(made(), made({**KITCHEN, "Garden": garden})) == [
        Edit("domain-added", (), (("Garden", None, None),), None, "Garden")
    ]
    assert edits(made({**KITCHEN, "Garden": garden}), made()) == [
        Edit("domain-removed", (("Garden", None, None),), (), "Garden")
    ]


def test_what_left_a_removed_domain_has_moved() -> None:
    new = {"Equipment": {**KITCHEN["Equipment"], "Guests feel welcome.": GUESTS}}
    assert kinds(made(), made(new)) == Counter({"domain-removed": 1, "characteristic-moved": 1})


def test_footnotes_and_notes_of_levels() -> None:
    def noted(foot: str, level: str) -> Framework:
        plain = made()
        note = NoteModel(mark="1", text=foot)
        first = plain.domains[0].model_copy(update={"notes": (note,)})
        best = plain.scale.levels[-1].model_copy(update={"note": level})
        scale = plain.scale.model_copy(update={"levels": (*plain.scale.levels[:-1], best)})
        domains = (first, *plain.domains[1:])
        return plain.model_copy(update={"domains": domains, "scale": scale})

    old = noted("See the rules of 2019.", "Adds to ‘Fair’")
    assert not compare(old, noted("See the rules of 2019", "Adds to 'Fair'.")).changes
    found = compare(old, noted("See the rules of 2024.", "Goes beyond ‘Fair’")).changes
    assert [(c.kind, c.new[0].key) for c in found] == [("reworded", "good"), ("reworded", "1")]


# ---- levels -------------------------------------------------------------------------------------


def with_levels(*indices: int | None) -> Chapters:
    """The kitchen with these columns; None is one of new texts."""
    extra = ["Somebody has started to think about {}."]

    def table(statement: str, cells: Table) -> Table:
        fresh = [extra[0].format(statement.split()[0].lower())]
        return [fresh if i is None else cells[i] for i in indices]

    return {t: {s: table(s, c) for s, c in cs.items()} for t, cs in KITCHEN.items()}


def test_renamed_levels() -> None:
    found = compare(made(), made(levels=("Weak", "Sound", "Strong")))
    assert found.summary == {"level-renamed": 3}
    assert [(c.before, c.after) for c in found.changes] == [
        ("Poor", "Weak"), ("Fair", "Sound"), ("Good", "Strong"),
    ]  # fmt: skip


def test_level_is_added_and_removed_as_a_whole() -> None:
    wider = made(with_levels(0, None, 1, 2), ("Poor", "Starting", "Fair", "Good"))
    assert edits(made(), wider) == [
        Edit("level-added", (), ((None, None, "Starting"),), None, "Starting")
    ]
    assert edits(wider, made()) == [
        Edit("level-removed", ((None, None, "Starting"),), (), "Starting")
    ]


def test_name_that_passed_to_other_texts() -> None:
    """Levels are told by their texts where a number was put in below."""
    new = made(with_levels(0, None, 1, 2), ("1", "2", "3", "4"))
    assert {(e.kind, e.before, e.after) for e in edits(made(levels=("1", "2", "3")), new)} == {
        ("level-added", None, "2"), ("level-renamed", "2", "3"), ("level-renamed", "3", "4"),
    }  # fmt: skip


def test_best_level_first() -> None:
    assert not edits(made(), made(with_levels(2, 1, 0), LEVELS[::-1]))


def test_level_renamed_and_all_of_it_reworded() -> None:
    """It is the only one left between two that stayed."""
    new = {
        title: {
            s: changed(c, 1, *(f"In the main, {t[0].lower()}{t[1:-1]} as agreed." for t in c[1]))
            for s, c in tables.items()
        }
        for title, tables in KITCHEN.items()
    }
    assert kinds(made(), made(new, ("Poor", "Middling", "Good"))) == Counter(
        {"level-renamed": 1, "reworded": 8}
    )


def test_texts_that_call_a_level_by_its_new_name() -> None:
    old = {t: {s: changed(c, 0, "Falls short of ‘Fair’.") for s, c in cs.items()}
           for t, cs in KITCHEN.items()}  # fmt: skip
    new = {t: {s: changed(c, 0, "Falls short of ‘Sound’.") for s, c in cs.items()}
           for t, cs in KITCHEN.items()}  # fmt: skip
    assert [e.kind for e in edits(made(old), made(new, ("Poor", "Sound", "Good")))] == [
        "level-renamed"
    ]


# ---- paragraphs ---------------------------------------------------------------------------------


def knives(table: Table) -> Framework:
    return made(
        {**KITCHEN, "Equipment": {**KITCHEN["Equipment"], "Knives are sharp and safe.": table}}
    )


def test_paragraph_under_another_level() -> None:
    fair, moved = KNIVES[1]
    new = [*changed(KNIVES, 1, fair)[:2], [*KNIVES[2], moved]]
    assert edits(made(), knives(new)) == [
        Edit("level-moved", (("Equipment", "1.1", "Fair"),), (("Equipment", "1.1", "Good"),),
             moved, moved)
    ]  # fmt: skip


def test_steps_of_a_ladder_are_not_moved() -> None:
    """Each level says the same with another quantity: all are reworded where they stand."""

    def ladder(few: str, some: str, every: str) -> Table:
        end = "cooks wash their hands before they touch any food."
        return [f"{few} {end}"], [f"{some} {end}"], [f"{every} {end}"]

    old, new = ladder("Few", "Some", "Most"), ladder("Some", "Most", "All")
    found = edits(knives(old), knives(new))
    assert [(e.kind, e.old[0][2] == e.new[0][2]) for e in found] == [("reworded", True)] * 3


def test_what_several_levels_say_is_not_moved() -> None:
    old, new = (["X"], ["Sharp."], ["X"]), (["Blunt ones."], ["X"], ["X"])
    assert "level-moved" not in kinds(knives(old), knives(new))


def test_layout_that_breaks_paragraphs_elsewhere() -> None:
    assert not edits(made(), knives(changed(KNIVES, 2, " ".join(KNIVES[2]))))
    assert not edits(made(), knives(changed(KNIVES, 2, " ".join(KNIVES[2][:2]), KNIVES[2][2])))


def test_broken_and_reworded() -> None:
    """One paragraph in two pieces is reworded once."""
    whole = "Every knife is honed each morning and put back on the rail that bears its number."
    pieces = "Every knife is honed each evening", "and put back on the rail that bears its number."
    (edit,) = edits(knives(changed(KNIVES, 2, whole)), knives(changed(KNIVES, 2, *pieces)))
    assert (edit.kind, edit.before, edit.after) == ("reworded", whole, " ".join(pieces))


def test_order_of_paragraphs_is_no_change() -> None:
    assert not edits(made(), knives(changed(KNIVES, 2, *KNIVES[2][::-1])))


def test_only_paragraph_of_a_cell_rewritten_from_scratch() -> None:
    (edit,) = edits(made(), knives(changed(KNIVES, 0, "A knife that nobody has ground is in use.")))
    assert edit.kind == "reworded"


# ---- frameworks that are no editions of each other ----------------------------------------------


def test_unrelated_frameworks() -> None:
    fleet = made({
        "Boats": {"Hulls are dry.": (["Leaks."], ["Bilge pumps run."], ["Divers inspect keels."])},
        "Crews": {"Sailors rest.": (["Watches drag."], ["Bunks are free."], ["Hammocks for all."])},
    })  # fmt: skip
    found = compare(made(), fleet)
    assert (found.related, found.changes, found.summary) == (False, (), {})
    assert {p.what for p in found.pairs} <= {"characteristic"}
    text = differences_to_text(found)
    assert "nearest" in text


def test_empty_frameworks() -> None:
    empty = made({})
    assert compare(empty, empty).changes == ()
    assert [e.kind for e in edits(empty, made())] == ["domain-added"] * 2


# ---- crosswalk ----------------------------------------------------------------------------------


def test_crosswalk_wins(tmp_path: Path) -> None:
    path = tmp_path / "crosswalk.toml"
    path.write_text('1.1 = "2.1"\n"1.2" = "gone"\n', encoding="utf-8")
    new = made()
    rules = read_crosswalk(path, made(), new)
    found = {(e.kind, e.before, e.after) for e in edits(made(), new, rules)}
    assert ("characteristic-moved", "Knives are sharp and safe.", "Linen is clean.") in found
    assert ("characteristic-removed", "Ovens keep their heat.", None) in found
    assert ("characteristic-added", None, "Ovens keep their heat.") in found


def test_crosswalk_of_parts_domains_and_levels() -> None:
    old = new = made()

    def kinds_with(**rules: object) -> Counter[str]:
        crosswalk = make_crosswalk(rules, old, new)
        return Counter(e.kind for e in edits(old, new, crosswalk))

    assert kinds_with(**{"1.1": ["1.1", "1.2"], "1.2": "gone"})["split"] == 1
    assert kinds_with(**{"1.1": "1.1", "1.2": "1.1"})["merged"] == 1
    assert kinds_with(poor="gone")["level-removed"] == 1
    assert kinds_with(**{"1": "gone"})["domain-removed"] == 1
    assert kinds_with(**{"1": "gone"})["domain-added"] == 1


@pytest.mark.parametrize(
    ("content", "message"),
    [
        ("1.1 = ", "is not valid TOML"),
        ('"1.9" = "1.1"', "has no domain, characteristic or level '1.9'.*did you mean '1."),
        ('"1.1" = "7.7"', "'7.7'"),
        ('"1.1" = "poor"', "is a characteristic and 'poor' is not"),
        ('"1.1" = 3', "write a key"),
        ('"1.1" = []', "write a key"),
        (None, "cannot be read"),
    ],
)  # fmt: skip
def test_crosswalk_that_names_what_is_not_there(
    content: str | None, message: str, tmp_path: Path
) -> None:
    path = tmp_path / "crosswalk.toml"
    if content is not None:
        path.write_text(content)
    with pytest.raises(InputError, match=message):
        read_crosswalk(path, made(), made())


# ---- properties ---------------------------------------------------------------------------------

SENTENCES = st.sampled_from(
    ["", "X", "None.", "Knives.", "Knives are sharp.", "Ovens are hot.", "1.5"]
)
CELLS = st.lists(SENTENCES, max_size=3)
TABLES = st.tuples(CELLS, CELLS, CELLS)
CHAPTERS = st.dictionaries(
    st.sampled_from(["Tools", "TOOLS", "Heat", "–"]),
    st.dictionaries(SENTENCES, TABLES, max_size=4),
    max_size=4,
)


@settings(max_examples=50, deadline=None)
@given(CHAPTERS, st.booleans())
def test_nothing_differs_from_itself(chapters: Chapters, numbered: bool) -> None:
    edition = made(chapters, numbered=numbered)
    assert compare(edition, edition).changes == ()


@settings(max_examples=50, deadline=None)
@given(CHAPTERS, CHAPTERS)
def test_any_two_frameworks_compare(old: Chapters, new: Chapters) -> None:
    found = compare(made(old), made(new))
    assert sum(found.summary.values()) == len(found.changes)
    for change in found.changes:
        assert bool(change.old) or bool(change.new)
        if change.redline:
            assert "".join(t for s, t in change.redline if s in "=-") == change.before
            assert "".join(t for s, t in change.redline if s in "=+") == change.after


# ---- output -------------------------------------------------------------------------------------


def sample_differences() -> Differences:
    names = (f"repair-workshops-{year}" for year in (2023, 2025))
    old, new = (load_framework(ROOT / "extracted" / name) for name in names)
    return compare(old, new)


TYPES = {
    "reword": "reworded", "add_paragraph": "paragraph-added",
    "delete_paragraph": "paragraph-removed", "move_level": "level-moved",
    "add_characteristic": "characteristic-added", "remove_characteristic": "characteristic-removed",
    "renumber": "renumbered", "move_characteristic": "characteristic-moved",
    "split_characteristic": "split", "merge_characteristics": "merged",
    "rename_domain": "domain-renamed", "reorder_domains": "domains-reordered",
}  # fmt: skip


def test_both_samples() -> None:
    """All that was changed between the two documents in raw/, and nothing else."""
    data = json.loads((ROOT / "tests/samples/revision.json").read_text(encoding="utf-8"))

    def side(places: Any) -> tuple[Place, ...]:
        each = places if isinstance(places, list) else [places] if places else []
        return tuple((p["domain"], p.get("code"), p.get("level")) for p in each)

    def text(value: Any) -> str | None:
        return " ".join(value) if isinstance(value, list) else value

    true = [
        Edit(TYPES[e["type"]], side(e["from"]), side(e["to"]), text(e["before"]), text(e["after"]))
        for e in data["edits"]
        if e["type"] != "punctuation"
    ]
    assert compare_edits(as_edits(sample_differences()), true) == ([], [])


def test_json_follows_its_schema() -> None:
    found = sample_differences()
    schema = json.loads((ROOT / "schemas" / "differences.schema.json").read_text("utf-8"))
    data = json.loads(to_json(found))
    Draft202012Validator(schema).validate(data)
    assert list(data) == ["old", "new", "summary", "changes", "related", "pairs"]
    assert list(data["summary"]) == [kind for kind in KINDS if kind in data["summary"]]
    assert Differences.model_validate_json(to_json(found)) == found


def test_csv_has_a_row_per_change() -> None:
    import csv
    import io

    found = sample_differences()
    rows = list(csv.DictReader(io.StringIO(differences_to_csv(found))))
    assert [row["kind"] for row in rows] == [change.kind for change in found.changes]
    (split,) = (row for row in rows if row["kind"] == "split")
    assert (split["old_characteristic"], split["new_characteristic"]) == ("5.2", "5.2; 5.3")
    (moved,) = (r for r in rows if r["kind"] == "level-moved" and r["old_characteristic"])
    assert (moved["old_level"], moved["new_level"]) == ("Dependable", "Needs Attention")


def test_terminal_is_short() -> None:
    lines = differences_to_text(sample_differences()).splitlines()
    assert lines[0] == "repair-workshops-2023 -> repair-workshops-2025: 50 changes"
    assert max(map(len, lines)) <= 80
    assert len(lines) < 40
    assert "    20 reworded" in lines
    assert differences_to_text(compare(made(), made())) == "kitchen -> kitchen: no change"


def test_terminal_shows_what_was_changed() -> None:
    new = knives(changed(KNIVES, 1, KNIVES[1][0], "A grinder comes once a year."))
    line = differences_to_text(compare(made(), new)).splitlines()[-1]
    assert line == "reworded                1.1 Fair: A grinder comes [-twice-]{+once+}"


def test_terminal_names_what_has_no_code() -> None:
    new = {**KITCHEN, "Equipment": {**KITCHEN["Equipment"], "Ovens keep their heat.": changed(
        OVENS, 0, "Ovens smoke, and their doors hang loose on hinges.")}}  # fmt: skip
    found = compare(made(numbered=False), made(new, numbered=False))
    assert " 1-2 Poor: " in differences_to_text(found)
