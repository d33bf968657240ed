"""The comparison as Markdown, for a covering note."""

from __future__ import annotations

import re
from collections.abc import Iterator

from pipeline.changes import Change, Differences
from pipeline.models import Framework
from pipeline.records import plural
from pipeline.report.outline import Entry, Links, Section, Source, Topic, outline
from pipeline.report.wording import UNRELATED, counts, kind_label, split_run, where

_SPECIAL = re.compile(r"([\\`*_{}\[\]<>#|~&])")


def render_markdown(
    differences: Differences, old: Framework, new: Framework, links: Links | None = None
) -> str:
    """CommonMark with tables and ~~strike-through~~ as GitHub, Pandoc and most editors read them.

    Args:
        differences: what was found between ``old`` and ``new``.
        old: the earlier edition.
        new: the later edition.
        links: addresses of the sources, to link each change with the page that it stands on.
    """
    plan = outline(differences, old, new, links or Links())
    lines = [f"# What changed: {_plain(new.title)}", ""]
    lines += [f"- Old edition: {_plain(_edition(old))}", f"- New edition: {_plain(_edition(new))}"]
    lines += ["", *_opening(differences), ""]
    if plan.whole:
        lines += ["## The whole framework", "", *map(_bullet, plan.whole), ""]
    for section in plan.sections:
        if section.entries:
            lines += _section(section)
    return "\n".join(lines).rstrip() + "\n"


def _edition(framework: Framework) -> str:
    edition = f", {framework.edition}" if framework.edition else ""
    return f"{framework.title}{edition} ({framework.source.file})"


def _opening(differences: Differences) -> list[str]:
    if not differences.related:
        return [f"{UNRELATED}, so no changes are listed."]
    if not differences.changes:
        return ["Nothing changed in what the framework says."]
    table = [f"| {kind_label(kind)} | {number} |" for kind, number in counts(differences)]
    total = f"| **All changes** | **{len(differences.changes)}** |"
    return ["| Kind of change | Number |", "|---|---:|", *table, total]


def _section(section: Section) -> Iterator[str]:
    code = f"{section.code} " if section.code else ""
    yield from (f"## {_plain(code + section.title)}", "")
    for topic in section.changed:
        yield from _topic(topic)
    if section.unchanged and not section.fresh:
        yield from (f"Without changes: {plural(len(section.unchanged), 'characteristic')}.", "")


def _topic(topic: Topic) -> Iterator[str]:
    if topic.heading is not None:
        code = f"{topic.code} " if topic.code else ""
        yield from (f"### {_plain(code + topic.heading)}", "")
    yield from (*map(_bullet, topic.entries), "")


def _bullet(entry: Entry) -> str:
    change = entry.change
    text = _redline(change)
    places = ", ".join(
        f"{side} {_link(source)}"
        for side, source in (("old", entry.old_source), ("new", entry.new_source))
        if source
    )
    label = f"- **{kind_label(change.kind)}** {_plain(where(change))}"
    return label + (f": {text}" if text else "") + (f" *[{places}]*" if places else "")


def _link(source: Source) -> str:
    return f"[{source.label}](<{source.href}>)" if source.href else source.label


def _redline(change: Change) -> str:
    """Struck out what is gone, bold what is new."""
    runs = change.redline
    if not runs and change.before is not None and change.after is not None:
        runs = (("-", change.before), ("+", change.after))
    if not runs:
        return _plain(change.before or change.after or "")
    text = ""
    for mark, run in runs:
        if mark == "+" and text.endswith("~~"):
            text += " "
        text += _run(mark, run)
    return text


def _run(mark: str, text: str) -> str:
    before, core, after = split_run(text)
    if mark == "=" or not core:
        return _plain(text)
    sign = "~~" if mark == "-" else "**"
    return f"{before}{sign}{_plain(core)}{sign}{after}"


def _plain(text: str) -> str:
    """Text in which no letter is taken for Markdown or HTML."""
    return _SPECIAL.sub(r"\\\1", text.replace("\n", " "))
