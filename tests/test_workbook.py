"""The assessment workbook: texts stay texts, it can be filled in, and it counts rightly."""

from __future__ import annotations

import io
import random
import re
import shutil
import subprocess
import zipfile
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from acceptance import xlsx_findings
from builders import characteristic, domain, framework
from conftest import ROOT
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st
from strategies import frameworks, texts

import pipeline
from pipeline.errors import InputError
from pipeline.export import Options, export
from pipeline.export.form import OVERALL, colour, joined
from pipeline.export.names import file_stem, sheet_names
from pipeline.export.services import read_services
from pipeline.models import Domain, Framework, LevelModel, Paragraph, ScaleModel

SOFFICE = shutil.which("soffice")
SAMPLE = ROOT / "extracted" / "repair-workshops-2025"
SERVICES = ("Home visits", "Day's centre: north/south", "=Café!", "'quoted'")
Book = Any  # openpyxl has no types


@pytest.fixture(scope="module")
def sample() -> Framework:
    return pipeline.load(SAMPLE)


def workbook(made: Framework, *services: str) -> bytes:
    (data,) = export(made, "xlsx", Options(services=services)).values()
    return data


def opened(data: bytes, **options: Any) -> Book:
    return openpyxl.load_workbook(io.BytesIO(data), **options)


def forms(book: Book) -> list[Any]:
    return [s for s in book if s.title not in ("Summary", "Comparison", "Notes")]


def heads(sheet: Any) -> dict[str, int]:
    """The columns of a form by the names in its head."""
    return {cell.value: cell.column for cell in sheet[1]}


def printed(said: tuple[Paragraph, ...]) -> list[str]:
    """Each paragraph as a form shows it."""
    return [f"{p.bullet} {p.text}" if p.bullet else p.text for p in said]


def rows_of(sheet: Any) -> Iterator[list[str | None]]:
    """Rows that can be judged: code, statement and descriptors, as they are shown."""
    judgement = heads(sheet)["Judgement"]
    for choice in sheet.data_validations.dataValidation:
        for cells in choice.sqref.ranges:
            for number in range(cells.min_row, cells.max_row + 1):
                yield [cell.value for cell in sheet[number][: judgement - 1]]


# ---- what stands in it --------------------------------------------------------------------------


@given(frameworks(), st.lists(texts, max_size=2, unique_by=str.casefold))
@settings(max_examples=40, deadline=None, suppress_health_check=list(HealthCheck))
def test_every_text_is_there_as_text(made: Framework, services: list[str]) -> None:
    data = workbook(made, *services)
    book = opened(data)
    assert xlsx_findings(data) == []
    shown = [
        str(cell.value).replace("_xFFFE_", "\ufffe").replace("_xFFFF_", "\uffff")  # as Excel does
        for sheet in book
        for row in sheet.iter_rows()
        for cell in row
        if cell.data_type in ("s", "inlineStr")
    ]
    everything = "\n\n".join(shown)
    for each in made.domains:
        for text in [*printed(each.outcome), *(note.text for note in each.notes)]:
            assert text in everything
        cells = [cell for c in each.characteristics for cell in c.descriptors]
        for cell in (*each.summary, *cells):
            assert all(text in everything for text in printed(cell.paragraphs))
    for level in made.scale.levels:
        assert level.name in shown
    assert set(services) <= set(shown)


def test_rows_of_a_table_are_named_in_their_cell() -> None:
    said = (("Aims", None), ("Aims", "•"), ("Results", None), (None, None))
    paragraphs = tuple(
        Paragraph(key=str(n), text=f"Text {n}.", part=part, bullet=bullet)
        for n, (part, bullet) in enumerate(said)
    )
    assert joined(paragraphs) == "Aims:\nText 0.\n• Text 1.\n\nResults:\nText 2.\n\nText 3."


def test_letters_that_xml_does_not_have_spoil_no_workbook() -> None:
    made = framework(domain(characteristic("1.1", (("a\ufffe",), ("\uffff",))), title="\ufffeb"))
    book = opened(workbook(made.model_copy(update={"title": "\uffff"}), "c\ufffe"))
    assert book.sheetnames == ["Summary", "Comparison", "c", "Notes"]


def test_a_sheet_per_domain_with_a_row_per_characteristic(sample: Framework) -> None:
    book = opened(workbook(sample))
    assert book.sheetnames[0] == "Summary"
    assert book.sheetnames[-1] == "Notes"
    for sheet, each in zip(forms(book), sample.domains, strict=True):
        assert sheet.title == f"{each.code} {each.title}"
        expected: list[tuple[Any, ...]] = [(None, OVERALL, each.summary)] if each.summary else []
        expected += [
            (c.code or None, *printed(c.statement), c.descriptors) for c in each.characteristics
        ]
        found = list(rows_of(sheet))
        assert [tuple(row[:2]) for row in found] == [row[:2] for row in expected]
        for row, (_, _, descriptors) in zip(found, expected, strict=True):
            for text, descriptor in zip(row[2:], descriptors, strict=True):
                said = re.split(r"\n+", text or "")
                assert said == (printed(descriptor.paragraphs) or [""])


def test_a_sheet_per_service_with_all_domains(sample: Framework) -> None:
    book = opened(workbook(sample, *SERVICES))
    alone = [row for sheet in forms(opened(workbook(sample))) for row in rows_of(sheet)]
    assert len(forms(book)) == len(SERVICES)
    for sheet in forms(book):
        assert list(rows_of(sheet)) == alone
    assert [cell.value for cell in book["Comparison"][4][2:]] == list(SERVICES)


def test_there_is_no_column_for_codes_that_nobody_has() -> None:
    book = opened(workbook(framework(domain(characteristic(None)))))
    assert list(heads(forms(book)[0])) == [
        "Characteristic", "Poor", "Good", "Judgement", "Evidence", "Action",
    ]  # fmt: skip


def test_notes_tell_source_levels_and_footnotes(sample: Framework) -> None:
    rows = [[c.value for c in row] for row in opened(workbook(sample))["Notes"].iter_rows()]
    assert ["Source", "Licence", "CC0-1.0"] in rows
    assert ["Source", "SHA-256 of the file", sample.source.sha256] in rows
    for level in sample.scale.levels:
        assert [level.name, str(level.rank), level.note] in rows
    notes = {row[2]: row[0] for row in rows if row[2]}
    for each in sample.domains:
        for note in each.notes:
            marked = notes[note.text].removeprefix(f"{each.code} {each.title}: ").split(", ")
            owners = {c.code: c for c in each.characteristics}
            for name in marked:
                said = each.outcome if name == "outcome" else [
                    *owners[name].statement,
                    *(p for cell in owners[name].descriptors for p in cell.paragraphs),
                ]  # fmt: skip
                assert any(note.mark in p.marks for p in said)


# ---- how it is used -----------------------------------------------------------------------------


@pytest.mark.parametrize("services", [(), SERVICES])
def test_forms_are_ready_to_fill_in_and_to_print(
    sample: Framework, services: tuple[str, ...]
) -> None:
    book = opened(workbook(sample, *services))
    for sheet in book:
        page = sheet.page_setup
        assert (page.orientation, int(page.paperSize)) == ("landscape", 9)
        assert sheet.sheet_properties.pageSetUpPr.fitToPage
        assert (page.fitToWidth or 1, page.fitToHeight) == (1, 0)
        assert sheet.print_title_rows
    for sheet in forms(book):
        assert sheet.freeze_panes == "C2"
        assert sheet.print_title_rows == "$1:$1"
        for choice in sheet.data_validations.dataValidation:
            names = [c.value for c in sheet[choice.formula1.lstrip("=")][0]]
            assert names == [level.name for level in sample.scale.levels]
            for cells in choice.sqref.ranges:
                assert cells.min_col == cells.max_col == heads(sheet)["Judgement"]


def test_ranges_are_written_as_excel_wants_them(sample: Framework) -> None:
    """It refuses a workbook in which they have dollar signs; other programs do not mind."""
    with zipfile.ZipFile(io.BytesIO(workbook(sample, *SERVICES))) as parts:
        sheets = [parts.read(n).decode() for n in parts.namelist() if "worksheets/sheet" in n]
    ranges = [found for sheet in sheets for found in re.findall(r' sqref="(.*?)"', sheet)]
    assert len(ranges) > 100
    assert all(re.fullmatch(r"([A-Z]+\d+(:[A-Z]+\d+)? ?)+", found) for found in ranges)


def test_every_row_is_tall_enough_for_its_texts(sample: Framework) -> None:
    """About 1.3 characters of the small type go into one unit of width."""
    for sheet in forms(opened(workbook(sample))):
        for number in range(2, sheet.max_row + 1):
            for cell in sheet[number]:
                if cell.coordinate in sheet.merged_cells:
                    continue
                width = sheet.column_dimensions[cell.column_letter].width * 1.3
                lines = sum(len(part) // width + 1 for part in str(cell.value or "").split("\n"))
                assert sheet.row_dimensions[number].height >= lines * 10.5


def test_workbook_is_the_same_every_time(sample: Framework) -> None:
    assert workbook(sample, *SERVICES) == workbook(sample, *SERVICES)


def test_colours_run_from_the_worst_to_the_best() -> None:
    for number in range(2, 8):
        assert (colour(0, number), colour(number - 1, number)) == ("#F4B9B2", "#B9DCAE")
        assert len({colour(n, number) for n in range(number)}) == number


# ---- counting -----------------------------------------------------------------------------------


def recalculated(data: bytes, folder: Path) -> Book:
    """What LibreOffice makes of the formulas."""
    (folder / "filled.xlsx").write_bytes(data)
    command = [
        str(SOFFICE), f"-env:UserInstallation={(folder / 'user').as_uri()}", "--headless",
        "--convert-to", "xlsx:Calc MS Excel 2007 XML", "--outdir", str(folder / "out"),
        str(folder / "filled.xlsx"),
    ]  # fmt: skip
    subprocess.run(command, capture_output=True, timeout=300, check=True)
    return openpyxl.load_workbook(folder / "out" / "filled.xlsx", data_only=True)


def fill_in(data: bytes) -> tuple[bytes, dict[str, dict[int, Any]]]:
    """Judge most rows by chance; the second is what was chosen, by sheet and row."""
    book, chance = opened(data), random.Random(4)
    chosen: dict[str, dict[int, Any]] = {}
    for sheet in forms(book):
        column = heads(sheet)["Judgement"]
        names = [c.value for c in sheet[1] if c.column < column][-3:]
        rows = chosen[sheet.title] = {}
        for choice in sheet.data_validations.dataValidation:
            for cells in choice.sqref.ranges:
                for number in range(cells.min_row, cells.max_row + 1):
                    if chance.random() < 0.8:
                        rows[number] = chance.choice(names)
                        sheet.cell(number, column).value = rows[number]
    buffer = io.BytesIO()
    book.save(buffer)
    return buffer.getvalue(), chosen


def three_levels(*names: str) -> Framework:
    """Two domains of 2 and 4 characteristics, one with a summary, with odd names of levels."""
    levels = tuple(LevelModel(key=f"l{n}", name=name, rank=n) for n, name in enumerate(names, 1))
    said = characteristic("1.1").descriptors[0]
    cells = tuple(said.model_copy(update={"level": level.key}) for level in levels)

    def part(number: int, size: int) -> Domain:
        codes = [f"{number}.{n}" for n in range(1, size + 1)]
        each = [characteristic(code).model_copy(update={"descriptors": cells}) for code in codes]
        return domain(*each, code=str(number), title=f"It's {number}! [no]")

    parts = (part(1, 2), part(2, 4).model_copy(update={"summary": cells}))
    return framework(*parts).model_copy(update={"scale": ScaleModel(levels=levels)})


# Also names that a spreadsheet might take for numbers, wildcards, comparisons or formulas.
CASES: list[tuple[tuple[str, ...], tuple[str, ...]]] = [
    (("Poor", "Fair", "Good"), ()),
    (("1", "2", "3"), ()),
    (("*", "?~", ">1"), SERVICES),
    (("=", '"Good"', "-3"), SERVICES),
]


@pytest.mark.slow
@pytest.mark.skipif(SOFFICE is None, reason="needs LibreOffice")
@pytest.mark.parametrize(("names", "services"), CASES)
def test_judgements_are_counted(
    tmp_path: Path, names: tuple[str, ...], services: tuple[str, ...]
) -> None:
    made = three_levels(*names)
    data, chosen = fill_in(workbook(made, *services))
    book = recalculated(data, tmp_path)
    rows = [[c.value for c in row] for row in book["Summary"].iter_rows(min_row=5)]
    expected = [line for sheet in forms(opened(data)) for line in counted(made, sheet)]
    assert [row[1:7] for row in rows if str(row[0]).startswith(("1 ", "2 "))] == expected
    size = 2 if services else len(expected)  # lines that are summed up together
    sums = [
        [sum(line[i] for line in expected[start : start + size]) for i in range(5)]
        for start in range(0, len(expected), size)
    ]
    assert [row[1:6] for row in rows if row[0] == "All domains"] == sums
    if services:
        check_comparison(book["Comparison"], chosen)


def counted(made: Framework, sheet: Any) -> Iterator[list[Any]]:
    """The summary's line for each domain of a form, counted by its codes."""
    column = heads(sheet)["Judgement"] - 1
    rows = [[c.value for c in row] for row in sheet.iter_rows(min_row=2)]
    names = [level.name for level in made.scale.levels]
    for each in made.domains:
        judged = Counter(row[column] for row in rows if (row[0] or "").startswith(f"{each.code}."))
        overall = [row[column] for row in rows if row[1] == OVERALL] if each.summary else [None]
        if judged:
            yield [judged.total(), *(judged[name] for name in names), judged[None], *overall]


def check_comparison(sheet: Any, chosen: dict[str, dict[int, Any]]) -> None:
    """Each service's column has its judgements in order."""
    for column, rows in enumerate(chosen.values(), 3):
        shown = [sheet.cell(n, column).value for n in range(5, sheet.max_row + 1)]
        assert [value for value in shown if value] == [rows[n] for n in sorted(rows)]


# ---- names --------------------------------------------------------------------------------------


@given(st.lists(st.text(max_size=40), max_size=8))
@example(["a\ufffe", "\uffff"])
@example(["\U00010000" * 20, "a" + "\U00010000" * 15])
def test_names_of_sheets_are_legal_and_unique(wanted: list[str]) -> None:
    taken = ("Summary", "Notes")
    names = sheet_names(wanted, taken)
    assert len(names) == len(wanted)
    folded = {name.casefold() for name in (*names, *taken)}
    assert len(folded) == len(names) + len(taken)
    assert "history" not in folded
    for name in names:
        assert 1 <= len(name.encode("utf-16-le")) // 2 <= 31
        assert not set(name) & set("[]:*?/\\\ufffe\uffff")
        assert not name.startswith("'")
        assert not name.endswith("'")


def test_names_of_sheets_stay_readable() -> None:
    wanted = ["1 Safety", "Summary", "a/b: c", "x" * 40, "x" * 40, "???"]
    assert sheet_names(wanted, ["Summary"]) == [
        "1 Safety", "Summary (2)", "a b c", "x" * 30 + "…", "x" * 26 + "… (2)", "Sheet",
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("name", "stem"), [("kitchen-2", "kitchen-2"), ("../../etc/x", "etc-x"), ("..", "framework")]
)
def test_files_stay_in_their_folder(name: str, stem: str) -> None:
    made = framework().model_copy(update={"id": name})
    assert file_stem(made) == stem
    assert list(export(made, "xlsx")) == [f"{stem}.xlsx"]
    assert list(export(made, "sqlite")) == [f"{stem}.sqlite"]


@pytest.mark.parametrize("sign", ["\x07", "\x00", "\x1f", "\ufffe", "\uffff"])
def test_titles_with_signs_that_xml_does_not_allow(sign: str) -> None:
    """A title is a link on the summary sheet, which is escaped otherwise than a text."""
    chapter = domain(characteristic(), title=f"Sha{sign}red")
    (data,) = export(framework(chapter), "xlsx").values()
    book = openpyxl.load_workbook(io.BytesIO(data))
    assert any("Sha" in str(cell.value) for row in book.worksheets[0].rows for cell in row)


# ---- services -----------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("name", "content", "expected"),
    [
        ("s.txt", "Home  visits\n\n Day care \r\nA, b\n", ["Home visits", "Day care", "A, b"]),
        ("s.txt", "\ufeffHome visits", ["Home visits"]),
        ("s.csv", 'Service,Area\n"Home, visits",north\nDay,south\n', ["Home, visits", "Day"]),
        ("s.csv", "id;name\n1;Home visits\n2;\n\n3;Day centre\n", ["Home visits", "Day centre"]),
        ("s.CSV", "\ufeffHome visits\nDay centre\n", ["Home visits", "Day centre"]),
    ],
)  # fmt: skip
def test_services(tmp_path: Path, name: str, content: str, expected: list[str]) -> None:
    path = tmp_path / name
    path.write_bytes(content.encode())
    assert list(read_services(path)) == expected


@pytest.mark.parametrize(
    ("content", "message"),
    [
        (b"", "names no service"),
        (b" \n\n", "names no service"),
        (b"Home\nDay\nhome\n", "names 'home' twice"),
        (b"\xff\xfeH", "is not in UTF-8"),
        (None, "cannot be read"),
    ],
)
def test_services_that_cannot_be_used(tmp_path: Path, content: bytes | None, message: str) -> None:
    path = tmp_path / "services.txt"
    if content is not None:
        path.write_bytes(content)
    with pytest.raises(InputError, match=message):
        read_services(path)


@pytest.mark.parametrize("content", ["", "service\n", "title,owner\nHome visits,north\n"])
def test_csv_without_services(tmp_path: Path, content: str) -> None:
    path = tmp_path / "services.csv"
    path.write_text(content)
    with pytest.raises(InputError, match="names no service"):
        read_services(path)
