"""The comparison as one page of HTML that needs no network and works from a file."""

from __future__ import annotations

from functools import cache

from jinja2 import Environment, PackageLoader, StrictUndefined, Template

from pipeline.changes import Differences
from pipeline.models import Framework
from pipeline.records import plural
from pipeline.report.outline import Links, outline
from pipeline.report.wording import (
    UNRELATED,
    counts,
    kind_label,
    kind_tone,
    split_run,
    where,
)


@cache
def _template() -> Template:
    """The page's template; every text is escaped where it is put in."""
    environment = Environment(
        loader=PackageLoader("pipeline.report", ""),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    environment.filters |= {
        "kind_label": kind_label,
        "kind_tone": kind_tone,
        "plural": plural,
        "split_run": split_run,
        "where": where,
    }
    return environment.get_template("page.html.jinja")


def render_html(
    differences: Differences, old: Framework, new: Framework, links: Links | None = None
) -> str:
    """One self-contained page; the same comparison always gives the same bytes.

    Args:
        differences: what was found between ``old`` and ``new``.
        old: the earlier edition.
        new: the later edition.
        links: addresses of the sources, to link each change with the page that it stands on.
    """
    return _template().render(
        differences=differences,
        old=old,
        new=new,
        counts=counts(differences),
        unrelated=UNRELATED,
        outline=outline(differences, old, new, links or Links()),
        nearest=_nearest(differences, old, new),
    )


def _nearest(
    differences: Differences, old: Framework, new: Framework
) -> list[tuple[str, str, float]]:
    """The crosswalk of two unrelated frameworks: statement, nearest statement, score."""
    if differences.related:
        return []
    names = [
        {c.key: _name(c.code, c.statement_text) for d in f.domains for c in d.characteristics}
        for f in (old, new)
    ]
    return [
        (names[0].get(pair.old, pair.old), names[1].get(pair.new, pair.new), pair.score)
        for pair in differences.pairs
        if pair.what == "characteristic"
    ]


def _name(code: str | None, statement: str) -> str:
    return f"{code} {statement}" if code else statement
