"""Build the documents in ``raw/`` from their data: ``cd tests && python -m samples.make [ID...]``.

The PDFs are kept in the repository, so this is only needed after a change to the data. It needs
LibreOffice Writer (``soffice``), the Liberation fonts and the British hyphenation patterns; page
breaks may shift with their versions.
"""

import subprocess
import sys
import tempfile
from pathlib import Path

from samples.fodt import sample_to_fodt
from samples.sample import load_sample

HERE = Path(__file__).resolve().parent
RAW = HERE.parent.parent / "raw"


def main(names: list[str]) -> None:
    """Build the named editions, or all of them."""
    for name in names or edition_names():
        build_edition(name)
        sys.stderr.write(f"{RAW / name}.pdf\n")


def edition_names() -> list[str]:
    """Every edition is a JSON file whose name ends in its year."""
    return sorted(path.stem for path in HERE.glob("*-[0-9][0-9][0-9][0-9].json"))


def build_edition(name: str) -> None:
    """Write one edition as flat ODT and let LibreOffice make the PDF of it."""
    with tempfile.TemporaryDirectory() as folder:
        source = Path(folder) / f"{name}.fodt"
        source.write_text(sample_to_fodt(load_sample(HERE / f"{name}.json")), encoding="utf-8")
        convert_to_pdf(source, RAW, profile=Path(folder) / "profile")


def convert_to_pdf(source: Path, folder: Path, profile: Path) -> None:
    """Run LibreOffice with a profile of its own, so that nobody's settings change the layout."""
    command = [
        "soffice",
        f"-env:UserInstallation={profile.as_uri()}",
        "--headless",
        "--convert-to",
        "pdf",
        "--outdir",
        str(folder),
        str(source),
    ]
    subprocess.run(command, check=True, capture_output=True, timeout=300)


if __name__ == "__main__":
    main(sys.argv[1:])
