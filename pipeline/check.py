"""Validation: what a person should look at in the data, each finding with its place.

One check, one small function from the framework to issues. Checks that ask for full stops or
capital letters only speak where the document itself mostly keeps to them.
"""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence

from pipeline.models import (
    Characteristic,
    Descriptor,
    Domain,
    Framework,
    Issue,
    Ledger,
    Paragraph,
    PlaceModel,
    place_model,
)
from pipeline.records import Finding, Severity
from pipeline.sentences import is_finished, starts_inside

MOSTLY = 0.8  # share of a document's paragraphs that make something its habit
REPEATED_WORDS = 6  # a sentence this long that comes twice in a cell is no accident of style

_SENTENCE = re.compile(r"(?<=[.!?])\s+")
_COUNTING = re.compile(r"\d+|(?<=[\d.])[a-z]$")  # the parts of a code that count
_ODD = re.compile(r"\(cid:\d+\)|\ufffd|[\ue000-\uf8ff]")


def check(
    framework: Framework, ledger: Ledger, findings: Sequence[Finding] = ()
) -> tuple[Issue, ...]:
    """All issues: what the stages noticed, then what the data shows."""
    issues = [_from_finding(f) for f in findings]
    for rule in _RULES:
        issues += rule(framework)
    issues += _account(ledger)
    return tuple(issues)


def _from_finding(finding: Finding) -> Issue:
    place = finding.place
    return Issue(
        code=finding.code,
        severity=finding.severity,
        message=finding.message,
        key=finding.key,
        place=place_model(place) if place else None,
    )


# ---- walking ------------------------------------------------------------------------------------


def _characteristics(framework: Framework) -> Iterator[Characteristic]:
    for domain in framework.domains:
        yield from domain.characteristics


def _descriptors(framework: Framework) -> Iterator[tuple[str, Descriptor]]:
    """(key of the characteristic or domain, descriptor)."""
    for domain in framework.domains:
        for descriptor in domain.summary:
            yield domain.key, descriptor
        for characteristic in domain.characteristics:
            for descriptor in characteristic.descriptors:
                yield characteristic.key, descriptor


def _all_paragraphs(framework: Framework) -> Iterator[Paragraph]:
    for domain in framework.domains:
        yield from domain.outcome
        for characteristic in domain.characteristics:
            yield from characteristic.statement
    for _, descriptor in _descriptors(framework):
        yield from descriptor.paragraphs


def _first_place(paragraphs: Iterable[Paragraph]) -> PlaceModel | None:
    return next((place for p in paragraphs for place in p.places), None)


def _at(owner: Characteristic | Domain) -> PlaceModel | None:
    if isinstance(owner, Domain):
        return owner.places[0] if owner.places else _first_place(owner.outcome)
    paragraphs = [*owner.statement, *(p for d in owner.descriptors for p in d.paragraphs)]
    return _first_place(paragraphs)


def _about(owner: Characteristic | Domain, code: str, severity: Severity, message: str) -> Issue:
    return Issue(code=code, severity=severity, message=message, key=owner.key, place=_at(owner))


def _within(paragraph: Paragraph, code: str, severity: Severity, message: str) -> Issue:
    place = _first_place([paragraph])
    return Issue(code=code, severity=severity, message=message, key=paragraph.key, place=place)


# ---- structure ----------------------------------------------------------------------------------


def _empty_descriptors(framework: Framework) -> Iterator[Issue]:
    names = {level.key: level.name for level in framework.scale.levels}
    for characteristic in _characteristics(framework):
        for d in characteristic.descriptors:
            if not d.paragraphs:
                message = f"'{names[d.level]}' of {characteristic.key} says nothing"
                yield Issue(
                    code="descriptor-empty",
                    severity="warning",
                    message=message,
                    key=f"{characteristic.key}/{d.level}",
                    place=_at(characteristic),
                )


def _missing_codes(framework: Framework) -> Iterator[Issue]:
    coded = [c.code is not None for c in _characteristics(framework)]
    if not any(coded):
        return
    for characteristic in _characteristics(framework):
        if characteristic.code is None:
            message = "the characteristic has no code, though others have one"
            yield _about(characteristic, "code-missing", "warning", message)


def _repeated_codes(framework: Framework) -> Iterator[Issue]:
    for owners in (framework.domains, tuple(_characteristics(framework))):
        seen: Counter[str] = Counter()
        for owner in owners:
            if owner.code is None:
                continue
            seen[owner.code] += 1
            if seen[owner.code] > 1:
                yield _about(owner, "code-repeated", "error", f"code {owner.code} is used again")


def _codes_out_of_order(framework: Framework) -> Iterator[Issue]:
    for domain in framework.domains:
        before: tuple[int, ...] | None = None
        for characteristic in domain.characteristics:
            number = _number(characteristic.code)
            if number is None:
                continue
            if before is not None and not _follows(before, number):
                yield _about(
                    characteristic,
                    "code-order",
                    "warning",
                    f"code {characteristic.code} does not follow the one before it",
                )
            before = number


def _follows(before: tuple[int, ...], number: tuple[int, ...]) -> bool:
    """Whether one part counts on and those behind it begin anew: 1.3 or 2.1 after 1.2."""
    firsts = (1, ord("a"))
    if number[:-1] == before and number[-1] in firsts:
        return True
    changed = next(
        (i for i, (a, b) in enumerate(zip(before, number, strict=False)) if a != b), None
    )
    return (
        changed is not None
        and number[changed] == before[changed] + 1
        and all(part in firsts for part in number[changed + 1 :])
    )


def _number(code: str | None) -> tuple[int, ...] | None:
    """What a code counts with: 1 and 2 of 1.2, 1 and the second letter of S1.b."""
    parts = _COUNTING.findall(code or "")
    return tuple(int(p) if p.isdigit() else ord(p) for p in parts) or None


def _missing_statements(framework: Framework) -> Iterator[Issue]:
    for characteristic in _characteristics(framework):
        if not characteristic.statement:
            yield _about(
                characteristic,
                "statement-missing",
                "error",
                "no statement was found for this table",
            )


def _empty_domains(framework: Framework) -> Iterator[Issue]:
    for domain in framework.domains:
        if not domain.characteristics and not domain.summary:
            yield _about(
                domain, "domain-empty", "warning", f"the domain '{domain.title}' has no table"
            )


# ---- text ---------------------------------------------------------------------------------------


def _repeated_text(framework: Framework) -> Iterator[Issue]:
    for _, descriptor in _descriptors(framework):
        seen: set[str] = set()
        for paragraph in descriptor.paragraphs:
            for sentence in _SENTENCE.split(paragraph.text):
                folded = sentence.casefold().strip(" .")
                if folded in seen and len(folded.split()) >= REPEATED_WORDS:
                    yield _within(
                        paragraph,
                        "text-repeated",
                        "warning",
                        f"comes twice in this cell: '{_short(sentence)}'",
                    )
                seen.add(folded)


def _open_ends(framework: Framework) -> Iterator[Issue]:
    """Cells whose last paragraph ends in mid-sentence."""
    cells = [d.paragraphs for _, d in _descriptors(framework) if d.paragraphs]
    if not _habit(is_finished(cell[-1].text) for cell in cells):
        return
    for cell in cells:
        if not is_finished(cell[-1].text):
            yield Issue(
                code="text-ends-open",
                severity="warning",
                message=f"the cell ends in mid-sentence: '… {cell[-1].text[-60:]}'",
                key=cell[-1].key,
                place=cell[-1].places[-1] if cell[-1].places else None,
            )


def _lower_starts(framework: Framework) -> Iterator[Issue]:
    """Paragraphs that start in lower case, list items apart."""
    paragraphs = [p for p in _all_paragraphs(framework) if not p.bullet]
    if not _habit(not starts_inside(p.text) for p in paragraphs):
        return
    for paragraph in paragraphs:
        if starts_inside(paragraph.text):
            yield _within(
                paragraph,
                "text-starts-lower",
                "warning",
                f"the paragraph starts in lower case: '{_short(paragraph.text)}'",
            )


def _odd_characters(framework: Framework) -> Iterator[Issue]:
    for paragraph in _all_paragraphs(framework):
        odd = {c for c in paragraph.text if unicodedata.category(c) in ("Cc", "Co", "Cn")}
        odd |= set(_ODD.findall(paragraph.text))
        if odd:
            shown = ", ".join(sorted(c if len(c) > 1 else f"U+{ord(c):04X}" for c in odd))
            yield _within(
                paragraph,
                "characters-unusual",
                "warning",
                f"characters that no text should have: {shown}",
            )


def _habit(kept: Iterable[bool]) -> bool:
    each = list(kept)
    return bool(each) and sum(each) >= MOSTLY * len(each)


def _short(text: str) -> str:
    return text if len(text) <= 60 else f"{text[:59]}…"


_RULES: tuple[Callable[[Framework], Iterator[Issue]], ...] = (
    _missing_statements,
    _empty_domains,
    _empty_descriptors,
    _missing_codes,
    _repeated_codes,
    _codes_out_of_order,
    _repeated_text,
    _open_ends,
    _lower_starts,
    _odd_characters,
)


# ---- the account --------------------------------------------------------------------------------


def _account(ledger: Ledger) -> Iterator[Issue]:
    for dropped in ledger.dropped:
        yield Issue(
            code="words-dropped",
            severity="info",
            message=f"left out ({dropped.reason}): '{_short(dropped.text)}'",
            place=dropped.place,
        )
    if ledger.unaccounted:
        yield Issue(
            code="words-unaccounted",
            severity="error",
            message=f"{ledger.unaccounted} of {ledger.words} source words found no place",
        )
