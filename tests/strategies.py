"""Frameworks for property tests, with texts that try to be something else; all invented."""

from __future__ import annotations

from collections.abc import Sequence

from hypothesis import strategies as st

from pipeline.models import (
    Characteristic,
    Descriptor,
    Domain,
    Framework,
    LevelModel,
    NoteModel,
    Paragraph,
    PlaceModel,
    RepairModel,
    ScaleModel,
    SourceModel,
)

HOSTILE = (
    "=1+1",
    "+1",
    "-1",
    "@SUM(A1)",
    '=HYPERLINK("x")',
    "'; DROP TABLE paragraph; --",
    '"quoted", and, more',
    "</p><script>alert(1)</script>",
    "]]><!-- & &amp;",
    "two\nlines",
    "_x0041_ and _x000D_",
    "12",
    "1.10",
    "2025-01-01",
    "TRUE",
    "#REF!",
    "NULL",
    "nan",
    "{=A1}",
    "http://a.example/",
    "Ünï – “cödé” 日本 🙂",
    "*?~<>",
)
_LETTERS = st.characters(exclude_categories=("Cc", "Cs", "Zl", "Zp"))
_WORDS = st.text(_LETTERS, min_size=1, max_size=20).map(lambda text: " ".join(text.split()))
texts = st.sampled_from(HOSTILE) | _WORDS.filter(bool)
_maybe = st.none() | texts


@st.composite
def _paragraphs(draw: st.DrawFn, key: str, most: int = 3) -> tuple[Paragraph, ...]:
    count = draw(st.integers(0, most))
    return tuple(
        Paragraph(
            key=f"{key}/{n}",
            text=draw(texts),
            places=(PlaceModel(page=n, bbox=(1.0, 2.0, 3.0, 4.5)), PlaceModel(lines=(n, n + 1))),
            repairs=(RepairModel(kind="hyphen", note=draw(texts)),) * draw(st.integers(0, 1)),
            marks=("1",) * draw(st.integers(0, 1)),
            bullet=draw(st.sampled_from((None, None, "•"))),
            part=draw(st.none() | texts),
        )
        for n in range(1, count + 1)
    )


@st.composite
def _descriptors(draw: st.DrawFn, key: str, levels: Sequence[LevelModel]) -> tuple[Descriptor, ...]:
    return tuple(
        Descriptor(level=level.key, paragraphs=draw(_paragraphs(f"{key}/{level.key}")))
        for level in levels
    )


@st.composite
def _domains(draw: st.DrawFn, number: int, levels: Sequence[LevelModel]) -> Domain:
    key = f"d{number}"
    summary = draw(_descriptors(key, levels)) if draw(st.booleans()) else ()
    characteristics = tuple(
        Characteristic(
            key=f"{key}.{n}",
            code=draw(_maybe),
            statement=draw(_paragraphs(f"{key}.{n}/statement", 2)),
            descriptors=draw(_descriptors(f"{key}.{n}", levels)),
        )
        for n in range(1, draw(st.integers(0, 2)) + 1)
    )
    return Domain(
        key=key,
        code=draw(_maybe),
        title=draw(texts),
        parent=draw(_maybe),
        outcome=draw(_paragraphs(f"{key}/outcome", 2)),
        notes=tuple(NoteModel(mark="1", text=draw(texts)) for _ in range(draw(st.integers(0, 1)))),
        summary=summary,
        characteristics=characteristics,
        places=(PlaceModel(page=1),),
    )


@st.composite
def frameworks(draw: st.DrawFn) -> Framework:
    """Frameworks that keep to the contract, but whose texts may be anything."""
    names = draw(st.lists(texts, min_size=1, max_size=4, unique_by=str.casefold))
    levels = tuple(
        LevelModel(key=f"l{n}", name=name, rank=n, note=draw(_maybe))
        for n, name in enumerate(names, 1)
    )
    count = draw(st.integers(1, 2))
    return Framework(
        id="kitchen",
        title=draw(texts),
        subject=draw(_maybe),
        edition=draw(_maybe),
        publisher=draw(_maybe),
        published=draw(_maybe),
        licence=draw(_maybe),
        source_url=draw(_maybe),
        source=SourceModel(file=draw(texts), sha256="0" * 64, format="pdf", pages=1),
        scale=ScaleModel(levels=levels),
        domains=tuple(draw(_domains(n, levels)) for n in range(1, count + 1)),
    )
