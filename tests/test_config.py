"""The settings beside a source, and the id of a source."""

from __future__ import annotations

from pathlib import Path

import pytest
from builders import framework_pdf

from pipeline.config import Settings, read_settings
from pipeline.errors import InputError
from pipeline.run import extract_document


def settings_of(tmp_path: Path, text: str | bytes) -> Settings:
    data = text if isinstance(text, bytes) else text.encode()
    (tmp_path / "kitchen.toml").write_bytes(data)
    return read_settings(tmp_path / "kitchen.pdf")


def refusal(tmp_path: Path, text: str | bytes) -> str:
    with pytest.raises(InputError) as caught:
        settings_of(tmp_path, text)
    message = str(caught.value)
    assert message.startswith(str(tmp_path / "kitchen.toml"))
    assert "\n" not in message
    return message


def test_no_settings(tmp_path: Path) -> None:
    assert read_settings(tmp_path / "kitchen.pdf") == Settings()


def test_settings(tmp_path: Path) -> None:
    made = settings_of(tmp_path, 'title = "Ours"\nlicence = "CC0"\nlevels = ["Poor", "Good"]\n')
    assert made == Settings(title="Ours", licence="CC0", levels=("Poor", "Good"))


def test_unknown_key_names_the_near_one(tmp_path: Path) -> None:
    message = refusal(tmp_path, 'publsher = "Friends"\n')
    assert "no setting 'publsher'" in message
    assert "did you mean 'publisher'?" in message
    assert "levels" in message


def test_unknown_key_names_all_keys(tmp_path: Path) -> None:
    message = refusal(tmp_path, 'xyzzy = "Friends"\n')
    assert "did you mean" not in message
    assert all(key in message for key in Settings.model_fields)


@pytest.mark.parametrize("line", ["title = 7", 'levels = "Poor"', "levels = [1, 2]"])
def test_value_of_the_wrong_type(tmp_path: Path, line: str) -> None:
    assert f"'{line.split()[0]}" in refusal(tmp_path, line)


def test_not_toml(tmp_path: Path) -> None:
    assert "not valid TOML" in refusal(tmp_path, "title: Ours\n")


def test_not_utf8(tmp_path: Path) -> None:
    assert "is not in UTF-8: save it" in refusal(tmp_path, b'title = "\xff"\n')


def test_settings_stand_in_the_data(tmp_path: Path) -> None:
    source = tmp_path / "kitchen.pdf"
    source.write_bytes(framework_pdf())
    (tmp_path / "kitchen.toml").write_text('title = "Ours"\npublished = "2024"\n')
    made = extract_document(source).framework
    assert (made.title, made.published, made.publisher) == ("Ours", "2024", None)
