"""What each block is, and the framework that the blocks make; every flow is written by hand."""

from __future__ import annotations

from dataclasses import replace

import pytest
from builders import (
    LEVELS,
    ROW,
    assembled,
    descriptors,
    document_of,
    dump_line,
    flow,
    heading,
    line,
    lines_in,
    passage,
    statement,
)

from pipeline.assemble import assemble
from pipeline.classify import Cells, Text, classify
from pipeline.config import Settings
from pipeline.models import Domain, Framework
from pipeline.records import Flow, Level, Note, Passage, Row, Scale, Table

OUTCOME = "Everyone can use what the kitchen owns, and knows where it is."


def labels(made: Flow) -> list[tuple[str, str]]:
    """(label, text) of every block; tables by their role."""
    return [
        (b.label, b.text) if isinstance(b, Text) else (b.role, b.cells[0][1][0].text)
        for b in classify(made)
    ]


def framework(*items: Passage | Table) -> Framework:
    return assembled(flow(*items)).framework


def outline(made: Framework) -> list[tuple[str | None, str, list[tuple[str | None, str]]]]:
    """(code, title, [(code, statement)]) of every domain."""
    return [
        (
            d.code,
            d.title,
            [(c.code, " ".join(p.text for p in c.statement)) for c in d.characteristics],
        )
        for d in made.domains
    ]


def domain(title: str, *statements: str, outcome: str = OUTCOME) -> list[Passage | Table]:
    """A domain's heading, its outcome, and a table for each statement."""
    items: list[Passage | Table] = [heading(title), passage(outcome)]
    for text in statements:
        items += [statement(text), descriptors(ROW)]
    return items


TOOLS = domain("Shared Tools", "1.1 Tools hang on hooks.", "1.2 Tools are sharp.")
CUPS = domain("Cups and Plates", "2.1 Cups are clean.", "2.2 Plates are whole.")
FRONT = [heading("Kitchen Framework", 24), passage("For all who cook.")]
PLAIN = passage("Anyone may ask for the key.")


# ---- domains ------------------------------------------------------------------------------------


def test_domains_and_characteristics() -> None:
    assert outline(framework(*FRONT, *TOOLS, *CUPS)) == [
        ("1", "Shared Tools", [("1.1", "Tools hang on hooks."), ("1.2", "Tools are sharp.")]),
        ("2", "Cups and Plates", [("2.1", "Cups are clean."), ("2.2", "Plates are whole.")]),
    ]


def test_outcome() -> None:
    made = framework(*FRONT, *TOOLS, *CUPS)
    assert [[p.text for p in d.outcome] for d in made.domains] == [[OUTCOME], [OUTCOME]]


def test_title_page() -> None:
    front = [
        heading("Kitchen Framework", 24), heading("For shared houses", 16),
        passage("For all who cook."),
    ]  # fmt: skip
    made = framework(*front, *TOOLS, *CUPS)
    assert (made.title, made.subject) == ("Kitchen Framework", "For shared houses")


def test_only_heading_is_title_and_domain() -> None:
    made = framework(heading("Shared Tools"), statement("1.1 Tools hang."), descriptors(ROW))
    assert (made.title, made.domains[0].title) == ("Shared Tools", "Shared Tools")


def subtitled(gap: float) -> Framework:
    """A title, a line in lesser type under it and a table with names for its rows."""
    title, below = (
        Passage(text, (line(text, top=top, size=size),))
        for text, top, size in (
            ("How clean are the cups?", 40, 24), ("A poster for kitchens", 64 + gap, 14),
        )
    )  # fmt: skip
    cups = descriptors(ROW, ROW, labels=("Cups are clean.", "Cups are whole."))
    return framework(title, below, cups)


def test_line_close_under_a_title_in_plain_type_is_no_domain() -> None:
    made = subtitled(4)
    assert (made.title, made.subject) == ("How clean are the cups?", "A poster for kitchens")
    assert [d.title for d in made.domains] == ["How clean are the cups?"]


def test_line_further_below_a_title_in_plain_type_is_a_domain() -> None:
    made = subtitled(14)
    assert (made.title, made.subject) == ("How clean are the cups?", None)
    assert [d.title for d in made.domains] == ["A poster for kitchens"]


def test_title_of_two_sentences_in_large_type() -> None:
    cups = descriptors(ROW, ROW, labels=("Cups are clean.", "Cups are whole."))
    made = framework(heading("Ready or not? A kitchen check", 24), cups)
    assert (made.title, made.domains[0].title) == ("Ready or not? A kitchen check",) * 2


@pytest.mark.parametrize(
    ("second", "title"),
    [
        ("Fill in a row each day. Keep the sheet for a year.", "Kitchen Audit"),
        ("For shared houses", "Kitchen Audit For shared houses"),  # no text: both may be the title
    ],
)
def test_title_in_the_size_of_the_text_is_told_by_its_weight(second: str, title: str) -> None:
    cups = descriptors(ROW, ROW, labels=("Cups are clean.", "Cups are whole."))
    domain = passage("1. Cups", size=8, bold=True)
    made = framework(passage("Kitchen Audit", bold=True), passage(second), domain, cups)
    assert made.title == title


def test_line_to_fill_in_is_no_title() -> None:
    cups = descriptors(ROW, ROW, labels=("Cups are clean.", "Cups are whole."))
    assert framework(heading("Name: ________", 14), cups).title == "kitchen-framework"


def test_headings_of_sections_above_the_only_table_are_no_domain() -> None:
    sections = [heading("Purpose"), passage("It helps."), heading("Words"), passage("Cup: a cup.")]
    again = [heading("Purpose"), passage("It helps to talk.")]
    cups = descriptors(ROW, ROW, labels=("Cups are clean.", "Cups are whole."))
    made = framework(heading("Kitchen Rubric", 24), *sections, *again, cups)
    assert (made.title, made.subject) == ("Kitchen Rubric", None)
    assert [(d.title, len(d.outcome)) for d in made.domains] == [("Kitchen Rubric", 0)]


def test_settings_win_over_the_title_page() -> None:
    settings = Settings(title="Ours", edition="2nd", publisher="Friends", licence="CC0")
    made = assembled(flow(*FRONT, *TOOLS), settings).framework
    assert (made.title, made.edition, made.publisher) == ("Ours", "2nd", "Friends")
    assert (made.licence, made.subject, made.published) == ("CC0", None, None)


def test_id_is_the_slug_of_the_file_name() -> None:
    assert framework(*FRONT, *TOOLS).id == "kitchen-framework"


@pytest.mark.parametrize(
    ("printed", "code", "title"),
    [
        ("Outcome {}: Shared Tools", "3", "Shared Tools"),
        ("Standard {} – Shared Tools", "B", "Shared Tools"),
        ("{}. Shared Tools", "3", "Shared Tools"),
        ("{} Shared Tools", "C2", "Shared Tools"),
        ("Area {}. Shared Tools", "II", "Shared Tools"),
        ("Key question {}: Shared Tools", "3", "Shared Tools"),
    ],
)
def test_code_in_the_heading(printed: str, code: str, title: str) -> None:
    others = {"3": "4", "B": "C", "C2": "C3", "II": "III"}
    first = domain(printed.format(code), "Tools hang on hooks.")
    second = domain(printed.format(others[code]), "Cups are clean.")
    made = framework(*FRONT, *first, *second)
    assert (made.domains[0].code, made.domains[0].title) == (code, title)
    assert made.domains[1].code == others[code]


@pytest.mark.parametrize(
    ("codes", "expected"), [(("1.1", "1.2"), "1"), (("L1", "L2"), "L"), (("A1.a", "A1.b"), "A1")]
)
def test_code_from_the_characteristics(codes: tuple[str, str], expected: str) -> None:
    items = domain("Shared Tools", *(f"{code} Tools hang there." for code in codes))
    made = framework(*FRONT, *items)
    assert made.domains[0].code == expected
    assert [c.code for c in made.domains[0].characteristics] == list(codes)


def test_letters_that_codes_begin_with_are_no_part_of_titles() -> None:
    tools = domain("A Shared Tools", "A1 Tools hang on hooks.", "A2 Tools are sharp.")
    cups = domain("B Cups", "B1 Cups are clean.", "B2 Cups are whole.")
    made = framework(*FRONT, *tools, *cups)
    assert [(d.code, d.title) for d in made.domains] == [("A", "Shared Tools"), ("B", "Cups")]


def test_title_that_begins_with_an_article_keeps_it() -> None:
    tools = domain("A Shared Tool", "A1 Tools hang on hooks.", "A2 Tools are sharp.")
    cups = domain("Cups", "B1 Cups are clean.", "B2 Cups are whole.")
    assert framework(*FRONT, *tools, *cups).domains[0].title == "A Shared Tool"


@pytest.mark.parametrize(
    "word", ["Standard {}:", "Quality indicator {} –", "Critère d’évaluation {} :", "Rule {}"]
)
def test_word_and_code_before_statements(word: str) -> None:
    texts = [f"{word.format(code)} Tools are sharp." for code in ("1.1", "1.2", "1.3")]
    (made,) = framework(*FRONT, *domain("Shared Tools", *texts)).domains
    assert [(c.code, c.statement[0].text) for c in made.characteristics] == [
        (code, "Tools are sharp.") for code in ("1.1", "1.2", "1.3")
    ]


def test_word_and_code_before_the_names_of_rows() -> None:
    labels = ("Rule 1: Cups are clean.", "Rule 2: Cups are whole.")
    made = framework(*FRONT, heading("Cups"), descriptors(ROW, ROW, labels=labels))
    assert outline(made)[0][2] == [("1", "Cups are clean."), ("2", "Cups are whole.")]


def test_word_and_figure_that_stay_the_same_are_no_code() -> None:
    texts = ["Year 5 tools are sharp.", "Year 5 cups are clean.", "Year 5 lids fit."]
    (made,) = framework(*FRONT, *domain("Shared Tools", *texts)).domains
    assert [(c.code, c.statement[0].text) for c in made.characteristics] == [
        (None, text) for text in texts
    ]


def test_words_and_figures_that_are_counted_anew_are_no_codes() -> None:
    texts = ["Task 1: Sort the tools.", "Task 2: Hang them up."]
    made = framework(*FRONT, *domain("Shared Tools", *texts), *domain("Cups", *texts))
    assert [c[2] for c in outline(made)] == [[(None, text) for text in texts]] * 2


def test_no_codes_at_all() -> None:
    items = domain("Shared Tools", "Tools hang on hooks.", "Tools are sharp.")
    assert outline(framework(*FRONT, *items)) == [
        (None, "Shared Tools", [(None, "Tools hang on hooks."), (None, "Tools are sharp.")])
    ]


def test_figure_that_opens_one_statement_of_many_is_no_code() -> None:
    items = domain(
        "Shared Tools", "Tools hang on hooks.", "24 cups are enough.", "Plates are whole.",
        "Lids fit.",
    )  # fmt: skip
    found = framework(*FRONT, *items).domains[0].characteristics
    assert [(c.code, c.statement[0].text) for c in found][1] == (None, "24 cups are enough.")


def test_missing_domain_is_made_and_found() -> None:
    """Tables without any heading of a domain."""
    made = assembled(flow(statement("1.1 Tools hang on hooks."), descriptors(ROW)))
    assert len(made.framework.domains) == 1
    assert [c.code for c in made.framework.domains[0].characteristics] == ["1.1"]
    assert [f.code for f in made.findings] == ["domain-missing"]


def test_heading_that_was_lost_is_found_by_its_codes() -> None:
    """2.1 after 1.2 without a heading between them: a domain has to begin there."""
    made = assembled(flow(*FRONT, *TOOLS, *CUPS[2:]))
    assert [d.code for d in made.framework.domains] == ["1", "2"]
    assert [len(d.characteristics) for d in made.framework.domains] == [2, 2]
    (finding,) = made.findings
    assert (finding.code, finding.severity) == ("domain-missing", "error")


def test_tier_above_the_domains() -> None:
    """Larger headings between tables are a parent's, until the next one."""
    parts = [heading("Things", 20), heading("People", 20)]
    rooms = domain("Rooms", "3.1 Rooms are warm.")
    made = framework(*FRONT, parts[0], *TOOLS, *CUPS, parts[1], *rooms)
    assert [d.title for d in made.domains] == ["Shared Tools", "Cups and Plates", "Rooms"]
    assert made.domains[2].parent == "People"
    assert made.domains[1].parent == made.domains[0].parent


# ---- headings that are no domain's --------------------------------------------------------------


def test_tier_above_the_first_domain_is_no_subject() -> None:
    made = framework(
        heading("Kitchen Framework", 24),
        passage("For all who cook."),
        heading("Part One", 18),
        *TOOLS,
        heading("Part Two", 18),
        *CUPS,
    )
    assert [d.parent for d in made.domains] == ["Part One", "Part Two"]
    assert made.subject is None


def with_summary(title: str, *statements: str, summary: str, section: str) -> list[Passage | Table]:
    """Heading, outcome, summary table, and the characteristics under a heading of their own."""
    items: list[Passage | Table] = [heading(title), passage(OUTCOME), heading(summary, 12)]
    items += [descriptors(("Poor here.", "Fair here.", "Good here.")), heading(section, 12)]
    for text in statements:
        items += [statement(text), descriptors(ROW)]
    return items


def test_summary_by_its_repeated_heading() -> None:
    items = [
        *with_summary("Shared Tools", "1.1 Hooks.", "1.2 Knives.", summary="In short",
                      section="In detail"),
        *with_summary("Cups and Plates", "2.1 Cups.", summary="In short", section="In detail"),
    ]  # fmt: skip
    made = framework(*FRONT, *items)
    assert outline(made) == [
        ("1", "Shared Tools", [("1.1", "Hooks."), ("1.2", "Knives.")]),
        ("2", "Cups and Plates", [("2.1", "Cups.")]),
    ]
    assert [summary_of(d) for d in made.domains] == [["Poor here.", "Fair here.", "Good here."]] * 2
    found = dict.fromkeys(labels(flow(*FRONT, *items)))
    assert ("summary-heading", "In short") in found
    assert ("section", "In detail") in found


def summary_of(domain: Domain) -> list[str]:
    return [p.text for d in domain.summary for p in d.paragraphs]


def test_summary_of_a_single_domain_by_its_words() -> None:
    items: list[Passage | Table] = [heading("Shared Tools"), passage(OUTCOME)]
    items += [statement("Overall picture"), descriptors(("Poor here.", "Fair here.", "Good here."))]
    made = framework(*FRONT, *items, statement("1.1 Hooks."), descriptors(ROW))
    assert summary_of(made.domains[0]) == ["Poor here.", "Fair here.", "Good here."]
    assert [c.code for c in made.domains[0].characteristics] == ["1.1"]


def test_single_domain_with_headings_inside() -> None:
    """Nothing comes again, but what stands inside the domain is set smaller than its title."""
    items = with_summary("Shared Tools", "1.1 A.", "1.2 B.", summary="Overall", section="In detail")
    made = framework(*FRONT, *items)
    assert outline(made) == [("1", "Shared Tools", [("1.1", "A."), ("1.2", "B.")])]
    assert summary_of(made.domains[0]) == ["Poor here.", "Fair here.", "Good here."]


def test_domain_without_a_summary_has_none() -> None:
    assert framework(*FRONT, *TOOLS).domains[0].summary == ()


def test_contents_page_is_no_domain() -> None:
    """Its entries come again as headings, but it has dot leaders or plain type."""
    contents = [
        heading("Contents"),
        passage("Shared Tools .................. 3"),
        passage("Cups and Plates .................. 5"),
    ]
    made = flow(*FRONT, *contents, *TOOLS, *CUPS)
    assert [t for label, t in labels(made) if label == "domain"] == [
        "Shared Tools", "Cups and Plates",
    ]  # fmt: skip
    assert [label for label, t in labels(made) if "....." in t] == ["contents", "contents"]


def test_bold_contents_without_leaders_are_no_domains() -> None:
    contents = [statement("Shared Tools"), statement("Cups and Plates")]
    made = flow(*FRONT, *contents, *TOOLS, *CUPS)
    assert [label for label, _ in labels(made)].count("domain") == 2


def test_introduction_is_other() -> None:
    prose = passage("This is how we look at kitchens, and why.")
    found = labels(flow(*FRONT, prose, *TOOLS, *CUPS))
    assert ("other", "This is how we look at kitchens, and why.") in found


def test_text_after_the_last_table_is_other() -> None:
    assert labels(flow(*FRONT, *TOOLS, passage("Printed by friends.")))[-1] == (
        "other", "Printed by friends.",
    )  # fmt: skip


# ---- statements and domains in other places ------------------------------------------------------


def test_text_between_a_statement_and_its_table_is_part_of_it() -> None:
    look = "Look around before you judge."
    items: list[Passage | Table] = [*FRONT]
    for title, codes in (("Tools", ("1.1", "1.2")), ("Cups", ("2.1", "2.2"))):
        items += [heading(title, 16), passage(f"There are enough {title.casefold()} for all.")]
        for code in codes:
            items += [heading(f"{code} {title} are clean.", 12), passage(look), descriptors(ROW)]
    made = framework(*items)
    assert [(d.title, len(d.outcome)) for d in made.domains] == [("Tools", 1), ("Cups", 1)]
    found = [(c.code, [p.text for p in c.statement]) for c in made.domains[1].characteristics]
    assert found == [(code, ["Cups are clean.", look]) for code in ("2.1", "2.2")]


def test_row_above_the_header_of_a_table_with_named_rows_is_its_domain() -> None:
    first, second = (
        descriptors(ROW, ROW, labels=labels, banner=[statement(title)])
        for title, labels in (("1 Tools", ("1.1 Sharp", "1.2 Dry")), ("2 Cups", ("2.1 Clean",) * 2))
    )
    made = framework(heading("Kitchen Framework", 24), passage("For all who cook."), first, second)
    assert [(d.code, d.title) for d in made.domains] == [("1", "Tools"), ("2", "Cups")]
    assert made.title == "Kitchen Framework"


def test_row_above_the_header_below_a_domains_heading_is_said() -> None:
    labels = ("1.1 Sharp", "1.2 Dry")
    table = descriptors(ROW, ROW, labels=labels, banner=[statement("What we look for here today")])
    more = descriptors(ROW, ROW, labels=("2.1 Clean", "2.2 Whole"))
    found = missed(*FRONT, *TOOLS[:2], table, *CUPS[:2], more)
    assert found == [("warning", "What we look for here today", "6")]


# ---- captions -----------------------------------------------------------------------------------

NAMES = ("Tools hang on hooks", "Tools are sharp", "Cups are clean", "Plates are whole")


def captioned(*captions: str, below: bool) -> list[tuple[str | None, str]]:
    """(code, statement) of the tables of two domains, with captions above or below them."""
    made: list[Passage | Table] = [*FRONT]
    for i, caption in enumerate(captions):
        if i % 2 == 0:
            made += [*CUPS[:2]] if i else [*TOOLS[:2]]
        pair: list[Passage | Table] = [passage(caption, size=9), descriptors(ROW)]
        made += pair[::-1] if below else pair
    return [named for _, _, each in outline(framework(*made)) for named in each]


@pytest.mark.parametrize("below", [False, True])
@pytest.mark.parametrize(
    ("caption", "code"),
    [("Table {n}: {name}", None), ("Table {n}: {n}.1 {name}", "{n}.1"), ("Task {n}: {name}", "{n}"),
     ("{n}.1 {name}", "{n}.1"), ("{name}", None)],
)  # fmt: skip
def test_captions_name_tables_from_above_and_from_below(
    below: bool, caption: str, code: str | None
) -> None:
    said = [caption.format(n=n, name=name) for n, name in enumerate(NAMES, 1)]
    codes = [code and code.format(n=n) for n in range(1, 5)]
    assert captioned(*said, below=below) == list(zip(codes, NAMES, strict=True))


def test_line_below_each_table_is_no_name_where_headings_stand_above() -> None:
    noted: list[Passage | Table] = []
    for item in TOOLS + CUPS:
        noted += [item, PLAIN] if isinstance(item, Table) else [item]
    assert outline(framework(*FRONT, *noted)) == outline(framework(*FRONT, *TOOLS, *CUPS))


# ---- text among the tables that is in none ------------------------------------------------------


def missed(*items: Passage | Table) -> list[tuple[str, str, str]]:
    """(severity, what is quoted, its page) of all text that is said to be left out."""
    found = assembled(flow(*items)).findings
    assert all(f.place for f in found)
    return [
        (f.severity, f.message.split("'")[1], f.message.split("(")[1].split(" ")[0])
        for f in found
        if f.code == "text-left-out"
    ]


def test_text_between_tables_is_said() -> None:
    more = passage("It hangs by the door.")
    assert missed(*FRONT, *TOOLS, PLAIN, more, *CUPS) == [
        ("warning", "Anyone may ask for the key. It hangs by the door.", "11")
    ]


def test_introductions_and_annexes_are_not_said() -> None:
    annex = [heading("Words we use"), PLAIN]
    assert not missed(*FRONT, PLAIN, *TOOLS, *CUPS, *annex)
    assert not missed(PLAIN, descriptors(ROW), *annex)


def test_long_introduction_of_a_domain_is_said_once() -> None:
    cups = [CUPS[0], *[PLAIN] * 6, *CUPS[2:]]
    ((severity, _, words),) = missed(*FRONT, *TOOLS, *cups)
    assert (severity, words) == ("info", str(6 * 6))


def test_text_right_behind_the_last_table_is_said() -> None:
    assert missed(*FRONT, *TOOLS, PLAIN) == [("info", "Anyone may ask for the key.", "6")]
    rest = passage("and so that the key is found.")
    assert missed(*FRONT, *TOOLS, rest)[0][0] == "warning"


def test_domain_without_a_table_is_empty_where_headings_have_codes() -> None:
    tools, lids, cups = (
        [heading(f"{i} {title}"), passage(f"The {title.casefold()} are there.")]
        for i, title in enumerate(("Tools", "Lids", "Cups"), 1)
    )
    table = descriptors(ROW)
    made = framework(
        *FRONT, *tools, statement("1.1 Sharp"), table, *lids, *cups, statement("3.1 Clean"), table
    )
    assert [(d.code, d.title, len(d.characteristics)) for d in made.domains] == [
        ("1", "Tools", 1), ("2", "Lids", 0), ("3", "Cups", 1),
    ]  # fmt: skip


def test_heading_of_a_domain_that_is_left_out_is_a_warning() -> None:
    lids = [heading("Lids"), passage("Lids fit well.")]
    assert missed(*FRONT, *TOOLS, *lids, *CUPS) == [("warning", "Cups and Plates", "3")]


def test_captions_below_tables_are_not_said() -> None:
    captions = [passage(f"Table {i}: {text}") for i, text in enumerate(("Hooks", "Edges", "Cups"))]
    items = [*TOOLS[:4], captions[0], *TOOLS[4:], captions[1], *CUPS[:4], captions[2]]
    assert not missed(*FRONT, *items)
    assert missed(*FRONT, *items[:5], *TOOLS[4:])


def test_sentences_with_numbers_are_no_captions() -> None:
    said = [passage(f"Inspectors look at {n} of these rooms.") for n in (2, 3)]
    items = [*TOOLS[:4], said[0], *TOOLS[4:], *CUPS[:4], said[1], *CUPS[4:]]
    assert [severity for severity, _, _ in missed(*FRONT, *items)] == ["warning"] * 2


def test_line_to_fill_in_is_said_without_a_warning() -> None:
    assert missed(*FRONT, *TOOLS, passage("Seen by: ____"), *CUPS)[0][0] == "info"


def test_heading_that_is_only_said_again_is_not_said() -> None:
    again = passage("Shared Tools", bold=True)
    assert not missed(*FRONT, *TOOLS[:4], again, *TOOLS[4:], *CUPS)


def test_rules_are_recorded() -> None:
    """Whoever doubts a label can read what decided it."""
    made = assembled(flow(*FRONT, *TOOLS, *CUPS))
    assert all(block.rule for block in made.blocks)
    for each in made.framework.domains:
        assert each.rule == "heading in the type of the domains"
        assert all(c.rule == "directly above its table" for c in each.characteristics)


# ---- tables -------------------------------------------------------------------------------------


def test_statement_of_several_paragraphs() -> None:
    items = [
        *domain("Shared Tools"),
        statement("1.1 Tools hang"),
        statement("where all find them."),
    ]
    made = framework(*FRONT, *items, descriptors(ROW), *CUPS)
    (found,) = made.domains[0].characteristics
    assert [(p.key, p.text) for p in found.statement] == [
        ("1.1/statement/1", "Tools hang"), ("1.1/statement/2", "where all find them."),
    ]  # fmt: skip


def test_statement_as_the_tables_first_row() -> None:
    items: list[Passage | Table] = [heading("Shared Tools"), passage(OUTCOME)]
    for text in ("1.1 Tools hang.", "1.2 Tools are sharp."):
        items.append(descriptors(ROW, banner=[statement(text)]))
    assert outline(framework(*FRONT, *items)) == [
        ("1", "Shared Tools", [("1.1", "Tools hang."), ("1.2", "Tools are sharp.")])
    ]


def test_tables_with_no_name_but_a_heading_are_characteristics() -> None:
    """A list below the heading is no statement, and domains of summaries alone are none."""
    items: list[Passage | Table] = [*FRONT]
    for title, text in (("A. Shared Tools", "they hang"), ("B. Cups and Plates", "they are clean")):
        item = Passage(text, (line(text, x=52),))
        items += [heading(title), passage("People know that:"), item, descriptors(ROW)]
    statements = [
        ("A", "Shared Tools People know that: they hang"),
        ("B", "Cups and Plates People know that: they are clean"),
    ]
    assert outline(framework(*items)) == [(None, "Kitchen Framework", statements)]


def test_text_under_a_heading_that_names_a_table_is_part_of_its_name() -> None:
    """Most tables have a heading alone above them."""
    items: list[Passage | Table] = [*FRONT]
    for title in ("Tools", "Cups", "Yard"):
        items.append(heading(title))
        items += [passage("Cups are for all.")] if title == "Cups" else []
        items.append(descriptors(ROW))
    statements = [(None, "Tools"), (None, "Cups Cups are for all."), (None, "Yard")]
    assert outline(framework(*items)) == [(None, "Kitchen Framework", statements)]


def test_tier_above_tables_with_no_name_but_a_heading_are_the_domains() -> None:
    items: list[Passage | Table] = [*FRONT]
    for part, titles in (("People", ("Tools", "Cups")), ("Places", ("Yard", "Shed"))):
        items.append(heading(part, 18))
        for title in titles:
            items += [heading(title), descriptors(ROW)]
    assert outline(framework(*items)) == [
        (None, "People", [(None, "Tools"), (None, "Cups")]),
        (None, "Places", [(None, "Yard"), (None, "Shed")]),
    ]


def test_rows_that_are_named() -> None:
    """A criterion per row: the label column holds the statements."""
    table = descriptors(ROW, ("Bad.", "Well.", "Great."), labels=("1.1 Hooks", "1.2 Knives"))
    made = framework(*FRONT, heading("Shared Tools"), passage(OUTCOME), table)
    assert outline(made) == [("1", "Shared Tools", [("1.1", "Hooks"), ("1.2", "Knives")])]
    second = made.domains[0].characteristics[1]
    assert [[p.text for p in d.paragraphs] for d in second.descriptors] == [
        ["Bad."], ["Well."], ["Great."],
    ]  # fmt: skip


def test_caption_of_a_table_whose_rows_are_named_is_no_outcome() -> None:
    items: list[Passage | Table] = [*FRONT]
    for number, title in enumerate(("Shared Tools", "Cups and Plates"), 1):
        caption = passage(f"Table {number}: {title} in Short")
        items += [heading(title), passage(OUTCOME), caption, descriptors(ROW, labels=("Hooks",))]
    made = framework(*items)
    assert [[p.text for p in d.outcome] for d in made.domains] == [[OUTCOME], [OUTCOME]]


def test_rows_across_a_table_are_named_like_headings() -> None:
    rows = [
        Row((passage(f"Principle C{n}: {title}"),), ())
        for n, title in enumerate(("Tools", "Cups"), 1)
    ]
    table = descriptors(ROW, ROW, labels=("C1.1 Hooks", "C2.1 Handles"))
    first, second = table.rows
    made = framework(*FRONT, replace(table, rows=(rows[0], first, rows[1], second)))
    assert [(d.code, d.title, d.parent) for d in made.domains] == [
        ("C1", "Tools", None),
        ("C2", "Cups", None),
    ]


def test_what_the_codes_of_several_domains_share_is_no_domains_code() -> None:
    made = framework(
        *FRONT,
        *domain("Shared Tools", "S1 Tools hang on hooks.", "S2 Tools are sharp."),
        *domain("Cups and Plates", "S3 Cups are clean.", "S4 Plates are whole."),
    )
    assert [d.code for d in made.domains] == [None, None]


def test_overall_row_is_a_summary() -> None:
    table = descriptors(ROW, ROW, labels=("Overall", "Knives"))
    made = framework(*FRONT, heading("Shared Tools"), passage(OUTCOME), table)
    assert summary_of(made.domains[0]) == list(ROW)
    assert [c.statement[0].text for c in made.domains[0].characteristics] == ["Knives"]


def test_descriptors_in_rank_order() -> None:
    """Printed best first, given worst first."""
    ranks = [Level(name, None, rank) for name, rank in zip(LEVELS, (3, 2, 1), strict=True)]
    made = flow(*FRONT, *TOOLS)
    found = assembled(Flow(Scale(tuple(ranks)), made.items)).framework
    assert [(level.name, level.rank) for level in found.scale.levels] == [
        ("Good", 1), ("Fair", 2), ("Poor", 3),
    ]  # fmt: skip
    first = found.domains[0].characteristics[0].descriptors
    assert [(d.level, d.paragraphs[0].text) for d in first] == [
        ("good", "It is good."), ("fair", "It is fair."), ("poor", "It is poor."),
    ]  # fmt: skip


def test_empty_cell_keeps_its_descriptor() -> None:
    items = [*domain("Shared Tools"), statement("1.1 Hooks."), descriptors(("", *ROW[1:]))]
    (found,) = framework(*FRONT, *items).domains[0].characteristics
    assert [(d.level, len(d.paragraphs)) for d in found.descriptors] == [
        ("poor", 0), ("fair", 1), ("good", 1),
    ]  # fmt: skip


def test_missing_level_is_found() -> None:
    items = [*domain("Shared Tools", "1.1 Hooks."), statement("1.2 Knives.")]
    made = assembled(flow(*FRONT, *items, descriptors(ROW[:2], levels=(0, 1))))
    assert [(f.code, f.severity) for f in made.findings] == [("level-missing", "error")]
    assert "'Good'" in made.findings[0].message
    last = made.framework.domains[0].characteristics[-1].descriptors
    assert [len(d.paragraphs) for d in last] == [1, 1, 0]


# ---- keys ---------------------------------------------------------------------------------------


def keys_of(made: Framework) -> list[str]:
    keys: list[str] = []
    for each in made.domains:
        keys += [each.key, *(p.key for p in each.outcome)]
        keys += [p.key for d in each.summary for p in d.paragraphs]
        for c in each.characteristics:
            keys += [c.key, *(p.key for p in c.statement)]
            keys += [p.key for d in c.descriptors for p in d.paragraphs]
    return keys


def test_keys_are_codes_levels_and_numbers() -> None:
    (first, *_) = framework(*FRONT, *TOOLS).domains[0].characteristics
    assert first.key == "1.1"
    assert [p.key for d in first.descriptors for p in d.paragraphs] == [
        "1.1/poor/1", "1.1/fair/1", "1.1/good/1",
    ]  # fmt: skip


def test_keys_without_codes_are_slugs() -> None:
    made = framework(*FRONT, *domain("Shared Tools", "Tools hang on hooks.", "Tools are sharp."))
    assert keys_of(made)[:3] == ["shared-tools", "shared-tools/outcome/1", "tools-hang-on-hooks"]


def test_keys_are_unique_where_codes_and_titles_repeat() -> None:
    made = framework(*FRONT, *TOOLS, *TOOLS, *domain("Rooms", "Rooms.", "Rooms."))
    keys = keys_of(made)
    assert len(set(keys)) == len(keys)
    assert {"1.1", "1.1-2"} <= set(keys)


def test_keys_are_unique_where_levels_have_one_name_in_print() -> None:
    """'Good!' and 'Good' are two levels with one slug."""
    levels = tuple(Level(name, None, i) for i, name in enumerate(("Poor", "Good", "Good!"), 1))
    made = assembled(Flow(Scale(levels), tuple(TOOLS))).framework
    assert [level.key for level in made.scale.levels] == ["poor", "good", "good-2"]


def test_key_that_looks_like_a_repeat_is_unique() -> None:
    items = domain("Rooms", "1 Rooms.", "1 Rooms again.", "1-2 Halls.", "2 Cellars.")
    keys = keys_of(framework(*FRONT, *items))
    assert len(set(keys)) == len(keys)


def test_keys_are_the_same_on_every_run() -> None:
    assert keys_of(framework(*FRONT, *TOOLS, *CUPS)) == keys_of(framework(*FRONT, *TOOLS, *CUPS))


# ---- footnotes ----------------------------------------------------------------------------------


def note(mark: str, text: str, page: int) -> Note:
    return Note(mark, passage(text, page=page))


def test_note_goes_to_the_domain_that_refers_to_it() -> None:
    """Both domains stand on page 1; only the second one carries the mark."""
    referring = passage("Everyone drinks.", marks=["2"])
    items = [*FRONT, *TOOLS, heading("Cups"), referring, *CUPS[2:]]
    made = assembled(flow(*items, notes=[note("2", "Not only tea.", 1)])).framework
    assert [[n.text for n in d.notes] for d in made.domains] == [[], ["Not only tea."]]
    assert made.domains[1].notes[0].mark == "2"
    assert made.domains[1].outcome[0].marks == ("2",)


def test_note_without_a_reference_goes_to_the_domain_of_its_page() -> None:
    second: list[Passage | Table] = [heading("Cups", page=2), passage("Everyone drinks.", page=2)]
    second += [statement("2.1 Cups."), descriptors(ROW, page=2)]
    made = assembled(flow(*FRONT, *TOOLS, *second, notes=[note("1", "Not only tea.", 2)]))
    assert [len(d.notes) for d in made.framework.domains] == [0, 1]


def test_note_of_the_introduction_goes_to_no_domain() -> None:
    front = [heading("Kitchen Framework", 24, page=7), passage("For all.", page=7)]
    made = assembled(flow(*front, *TOOLS, notes=[note("1", "Even guests.", 7)]))
    assert [d.notes for d in made.framework.domains] == [()]
    assert made.ledger.notes == 2
    assert made.ledger.unaccounted == 0


# ---- without type: text dumps -------------------------------------------------------------------


def dump(*parts: str | Table) -> list[Passage | Table]:
    """Passages of a dump, whose lines have neither size nor weight."""
    return [
        Passage(p, (dump_line(p, i),)) if isinstance(p, str) else p for i, p in enumerate(parts, 1)
    ]


def bare_table() -> Table:
    """A table whose lines have no type either."""
    cells = tuple((Passage(t, (dump_line(t, 99),)),) for t in ROW)
    return Table((0, 1, 2), (), (Row((), cells),))


def test_domains_of_a_dump() -> None:
    """No type to tell: the headings stand above an outcome and a summary that comes again."""
    items = dump(
        "Kitchen Framework", "Introduction to all of it, at some length.",
        "Outcome 1: Shared Tools", OUTCOME, "In short", bare_table(),
        "1.1 Tools hang on hooks.", bare_table(), "1.2 Tools are sharp.", bare_table(),
        "Outcome 2: Cups and Plates", OUTCOME, "In short", bare_table(),
        "2.1 Cups are clean.", bare_table(),
    )  # fmt: skip
    made = framework(*items)
    assert made.title == "Kitchen Framework"
    assert outline(made) == [
        ("1", "Shared Tools", [("1.1", "Tools hang on hooks."), ("1.2", "Tools are sharp.")]),
        ("2", "Cups and Plates", [("2.1", "Cups are clean.")]),
    ]
    assert all(summary_of(d) == list(ROW) for d in made.domains)


# ---- the account --------------------------------------------------------------------------------


def test_ledger_books_every_line_once() -> None:
    made = flow(*FRONT, *TOOLS, notes=[note("1", "On hooks of brass.", 1)])
    furniture = (line("Kitchen Framework"),)
    made = Flow(made.scale, made.items, furniture=furniture, notes=made.notes)
    ledger = assembled(made).ledger
    assert (ledger.furniture, ledger.notes, ledger.headers) == (2, 4, 6)
    assert ledger.other == len("Kitchen Framework For all who cook.".split())
    assert ledger.words == sum(each.words for each in lines_in(made))
    assert ledger.unaccounted == 0


def test_lost_words_are_unaccounted() -> None:
    """What the flow does not hold shows in the account."""
    made = flow(*FRONT, *TOOLS)
    words = sum(each.words for each in lines_in(made))
    ledger = assemble(document_of(words + 7), made, classify(made), Settings()).ledger
    assert ledger.unaccounted == 7


def test_roles_of_tables() -> None:
    blocks = classify(flow(*FRONT, *TOOLS))
    assert [b.role for b in blocks if isinstance(b, Cells)] == ["characteristic"] * 2
