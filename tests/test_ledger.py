"""Properties that hold for whatever is printed: no word is lost, none is counted twice."""

from __future__ import annotations

import json

from builders import (
    EDGES,
    LEVELS,
    Sheet,
    TableRow,
    characteristic,
    domain,
    framework,
    ledger,
    paragraph,
)
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from pipeline.assemble import Assembled, assemble
from pipeline.classify import classify
from pipeline.config import Settings
from pipeline.models import Framework, Ledger
from pipeline.pages import pages_to_flow
from pipeline.records import Document, Source
from pipeline.write import to_json

HEAD = tuple(f"**{level}" for level in LEVELS)

WORDS = st.sampled_from(
    "Tools hang on hooks. Cups, plates and lids; 1.1 2 • – - * a) Page of re- use fi\ufb01 "
    "\u00adsoft zero\u200b \u200b done.^1 x^12, POOR Good Summary Kitchen".split(" ")
)
TEXT = st.lists(WORDS, max_size=9).map(" ".join)
CELLS = st.tuples(TEXT, TEXT, TEXT)
ROWS = st.lists(st.one_of(CELLS, TEXT, st.just(HEAD)), max_size=4)
LOOSE = st.tuples(
    TEXT, st.integers(40, 300), st.integers(5, 790), st.sampled_from([6, 10, 10, 14]), st.booleans()
)
PAGES = st.lists(st.tuples(ROWS, st.integers(60, 500), st.lists(LOOSE, max_size=5)), max_size=3)


def sheets(pages: list[tuple[list[TableRow], int, list[tuple[str, int, int, int, bool]]]],
           ) -> list[Sheet]:  # fmt: skip
    """A page with a proper table, then those that were drawn; loose text may stand anywhere."""
    first = Sheet(1)
    first.table([HEAD, ("Tools lie about on the floor.", "Some hang.", "All hang.")], 100)
    made = [first]
    for number, (rows, top, loose) in enumerate(pages, 2):
        sheet = Sheet(number)
        if rows:
            sheet.table(rows, top, EDGES)
        for text, x, y, size, bold in loose:
            sheet.line(text, x, y, size, bold=bold)
        made.append(sheet)
    for sheet in made:
        sheet.words = [word for word in sheet.words if word.text]
    return made


def run(made: list[Sheet]) -> Assembled:
    pages = tuple(sheet.page() for sheet in made)
    words = sum(len(page.words) for page in pages)
    flow = pages_to_flow(pages)
    assert flow is not None
    source = Source("kitchen.pdf", "0" * 64, "pdf", len(pages))
    return assemble(Document(source, words, pages), flow, classify(flow), Settings())


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(PAGES)
def test_every_word_is_accounted_for(
    pages: list[tuple[list[TableRow], int, list[tuple[str, int, int, int, bool]]]],
) -> None:
    account = run(sheets(pages)).ledger
    booked = account.placed + account.headers + account.furniture + account.notes + account.other
    assert account.unaccounted == 0
    assert account.words == booked + sum(dropped.words for dropped in account.dropped)
    assert min(account.placed, account.headers, account.furniture, account.notes) >= 0


@settings(max_examples=30, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(PAGES)
def test_keys_are_unique_whatever_is_printed(
    pages: list[tuple[list[TableRow], int, list[tuple[str, int, int, int, bool]]]],
) -> None:
    made = run(sheets(pages)).framework
    keys = [d.key for d in made.domains]
    keys += [c.key for d in made.domains for c in d.characteristics]
    assert len(set(keys)) == len(keys)


def test_ledger_would_notice_a_lost_word() -> None:
    """The account is taken from the source, not from what came out."""
    made = sheets([])
    pages = tuple(sheet.page() for sheet in made)
    flow = pages_to_flow(pages)
    assert flow is not None
    document = Document(Source("kitchen.pdf", "0" * 64, "pdf", 1), len(made[0].words) + 1, pages)
    account = assemble(document, flow, classify(flow), Settings()).ledger
    assert account.unaccounted == 1


# ---- JSON there and back ------------------------------------------------------------------------

ANY_TEXT = st.text(st.characters(exclude_categories=["Cs"]), max_size=20)


@given(
    title=ANY_TEXT, cells=st.tuples(st.lists(ANY_TEXT, max_size=2), st.lists(ANY_TEXT, max_size=2))
)
def test_framework_survives_json(title: str, cells: tuple[list[str], list[str]]) -> None:
    made = framework(domain(characteristic("1.1", cells), title=title))
    text = to_json(made)
    assert Framework.model_validate_json(text) == made
    assert to_json(Framework.model_validate_json(text)) == text
    assert json.loads(text)["domains"][0]["title"] == title


def test_ledger_survives_json() -> None:
    made = ledger(placed=3, other=7)
    assert Ledger.model_validate_json(to_json(made)) == made


def test_keys_stand_in_the_order_of_the_contract() -> None:
    data = json.loads(to_json(framework(domain(characteristic()))))
    assert list(data)[:12] == [
        "schema_version", "id", "title", "subject", "edition", "publisher", "published", "licence",
        "source_url", "source", "scale", "domains",
    ]  # fmt: skip
    assert list(data["source"])[:4] == ["file", "sha256", "format", "pages"]
    assert list(data["scale"]["levels"][0])[:4] == ["key", "name", "rank", "note"]
    (found,) = data["domains"]
    assert list(found)[:8] == [
        "key", "code", "title", "parent", "outcome", "notes", "summary", "characteristics",
    ]  # fmt: skip
    assert list(found["characteristics"][0])[:4] == ["key", "code", "statement", "descriptors"]
    assert list(json.loads(to_json(paragraph("x"))))[:4] == ["key", "text", "places", "repairs"]
    assert list(json.loads(to_json(ledger()))) == [
        "words", "placed", "headers", "furniture", "notes", "other", "dropped", "unaccounted",
    ]  # fmt: skip
