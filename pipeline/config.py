"""Facts about one document that it does not say itself: `raw/<id>.toml`, which wins where given.

Every key is optional::

    title = "..."          subject, edition, publisher, published, licence, source_url likewise
    levels = ["Poor", "Good"]      # as the tables head their columns, worst first
"""

from __future__ import annotations

import difflib
import tomllib
from datetime import date
from pathlib import Path

from pydantic import BaseModel, ConfigDict, Field, ValidationError, field_validator

from pipeline.errors import InputError
from pipeline.sources import settings_path


class Settings(BaseModel):
    """The contents of a settings file; nothing is set by default."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    title: str | None = None
    subject: str | None = None
    edition: str | None = None
    publisher: str | None = None
    published: str | None = None
    licence: str | None = None
    source_url: str | None = None
    levels: tuple[str, ...] = Field(default=(), description="names of the levels, worst first")

    @field_validator("published", "edition", mode="before")
    @classmethod
    def _as_text(cls, value: object) -> object:
        """TOML has dates and numbers of its own, and a person may write either."""
        if isinstance(value, (date, int)) and not isinstance(value, bool):
            return str(value)
        return value

    @field_validator("levels")
    @classmethod
    def _distinct(cls, value: tuple[str, ...]) -> tuple[str, ...]:
        folded = {" ".join(name.split()).casefold() for name in value}
        if value and (len(value) < 2 or len(folded) < len(value) or "" in folded):
            raise ValueError("name at least two levels, each once")
        return value


def read_settings(source: Path) -> Settings:
    """The settings beside a source, empty if there are none.

    Raises:
        InputError: the file is no TOML, or has unknown keys or values of the wrong type.
    """
    path = settings_path(source)
    try:
        text = path.read_text(encoding="utf-8-sig")
    except (FileNotFoundError, NotADirectoryError):
        return Settings()
    except UnicodeDecodeError:
        raise InputError(f"{path} is not in UTF-8: save it as UTF-8.") from None
    except OSError as error:
        raise InputError(f"{path} cannot be read ({error.strerror}): check the file.") from None
    try:
        return Settings.model_validate(tomllib.loads(text))
    except ValidationError as error:
        raise InputError(f"{path}: {_explain(error)}") from None
    except (ValueError, RecursionError) as error:
        raise InputError(f"{path} is not valid TOML ({error}): mend that line.") from None


def _explain(error: ValidationError) -> str:
    """One sentence for the first thing that is wrong."""
    first = error.errors()[0]
    key = ".".join(str(part) for part in first["loc"])
    if first["type"] in ("tuple_type", "list_type"):
        return f'\'{key}\' is a list of names: write {key} = ["...", "..."].'
    if first["type"] != "extra_forbidden":
        return f"'{key}': {first['msg'].lower()}; mend its value."
    known = list(Settings.model_fields)
    close = difflib.get_close_matches(key, known, n=1)
    hint = f" (did you mean '{close[0]}'?)" if close else ""
    return f"there is no setting '{key}'{hint}: choose from {', '.join(known)}."
