"""What a person says is the same: `crosswalk.toml`, which wins over the comparison.

A line for each part that the comparison gets wrong, by the keys in the two `framework.json`::

    "1.3" = "1.4"               # became that one: a characteristic, a domain or a level
    "5.2" = ["5.2", "5.3"]      # was split; two lines with the same new key: merged
    "2.3" = "gone"
    "7.1" = "new"               # a key of the new edition
"""

from __future__ import annotations

import difflib
import tomllib
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from pipeline.compare.vectors import Matrix
from pipeline.errors import InputError
from pipeline.models import Framework

GONE, NEW = "gone", "new"


@dataclass(frozen=True)
class Crosswalk:
    """The rules, all by key."""

    pairs: tuple[tuple[str, str], ...] = ()
    gone: frozenset[str] = frozenset()
    new: frozenset[str] = frozenset()

    def override(self, scores: Matrix, old: Sequence[str], new: Sequence[str]) -> Matrix:
        """The scores of old keys (rows) against new ones (columns), as far as no rule speaks."""
        out = scores.copy()
        rows = {key: n for n, key in enumerate(old)}
        columns = {key: n for n, key in enumerate(new)}
        spoken = [(rows[a], columns[b]) for a, b in self.pairs if a in rows and b in columns]
        out[[rows[key] for key in self.gone if key in rows], :] = 0
        out[:, [columns[key] for key in self.new if key in columns]] = 0
        for row, column in spoken:
            out[row, :] = out[:, column] = 0
        for row, column in spoken:
            out[row, column] = 1 + scores[row, column]
        return out


def read_crosswalk(path: Path, old: Framework, new: Framework) -> Crosswalk:
    """Read the rules and check every key.

    Raises:
        InputError: the file cannot be read, is no TOML, or names what is not there.
    """
    try:
        rules = tomllib.loads(path.read_text(encoding="utf-8-sig"))
    except OSError as error:
        raise InputError(f"{path} cannot be read ({error.strerror}): check the file.") from None
    except (ValueError, RecursionError) as error:
        raise InputError(f"{path} is not valid TOML ({error}): mend that line.") from None
    try:
        return make_crosswalk(dict(_flat(rules)), old, new)
    except ValueError as error:
        raise InputError(f"{path}: {error}") from None


def _flat(rules: Mapping[str, object], above: str = "") -> Iterator[tuple[str, object]]:
    """Keys as a whole: 1.2 without quotes is a table in TOML."""
    for key, value in rules.items():
        if isinstance(value, Mapping):
            yield from _flat(value, f"{above}{key}.")
        else:
            yield above + key, value


def make_crosswalk(rules: Mapping[str, object], old: Framework, new: Framework) -> Crosswalk:
    """Rules by key, each key looked up in its edition.

    Raises:
        ValueError: a rule names what is not there; the message says what is.
    """
    kinds = _kinds(old), _kinds(new)
    pairs: list[tuple[str, str]] = []
    gone, fresh = set[str](), set[str]()
    for key, value in rules.items():
        if value == NEW:
            _look_up(key, kinds[1], new)
            fresh.add(key)
            continue
        kind = _look_up(key, kinds[0], old)
        if value == GONE:
            gone.add(key)
            continue
        for target in _targets(key, value):
            if _look_up(target, kinds[1], new) != kind:
                raise ValueError(f"'{key}' is a {kind} and '{target}' is not: pair like with like.")
            pairs.append((key, target))
    return Crosswalk(tuple(pairs), frozenset(gone), frozenset(fresh))


def _kinds(framework: Framework) -> dict[str, str]:
    """What every key names."""
    kinds = {level.key: "level" for level in framework.scale.levels}
    kinds |= {domain.key: "domain" for domain in framework.domains}
    return kinds | {c.key: "characteristic" for d in framework.domains for c in d.characteristics}


def _look_up(key: str, kinds: Mapping[str, str], framework: Framework) -> str:
    if key in kinds:
        return kinds[key]
    near = difflib.get_close_matches(key, kinds, n=1)
    hint = f" (did you mean '{near[0]}'?)" if near else ""
    raise ValueError(
        f"{framework.id} has no domain, characteristic or level '{key}'{hint}: "
        "use the keys of its framework.json."
    )


def _targets(key: str, value: object) -> list[str]:
    each = value if isinstance(value, list) else [value]
    targets = [target for target in each if isinstance(target, str)]
    if targets and len(targets) == len(each):
        return targets
    raise ValueError(f'\'{key}\': write a key, a list of keys, "{GONE}" or "{NEW}".')
