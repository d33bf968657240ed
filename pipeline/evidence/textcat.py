"""The text classifiers of spaCy, trained on the framework itself: nothing is downloaded.

Three linear classifiers over words and pairs of words say which domain, characteristic and level.
They stand in one pipeline whose ``doc.cats`` holds all labels with their probabilities:
``domain:5``, ``characteristic:5.2``, ``level:poor``. Saved, it is loaded by spaCy alone.
"""

from __future__ import annotations

import random
import shutil
import tempfile
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Literal, get_args

import numpy as np
import spacy
from spacy.language import Language
from spacy.pipeline.textcat import TextCategorizer
from spacy.training import Example
from thinc.api import Adam

from pipeline.errors import InputError
from pipeline.evidence.nearest import Floats
from pipeline.evidence.texts import LONGEST, Known, KnownText, read_framework
from pipeline.models import Framework

What = Literal["domain", "characteristic", "level"]

_MODEL = {
    "@architectures": "spacy.TextCatBOW.v3",
    "exclusive_classes": True,
    "ngram_size": 2,
    "no_output_layer": False,
    "length": 8192,  # places for words and pairs, which share them by their hashes
}
_ROUNDS, _BATCH, _RATE = 20, 16, 0.01

_SAVED = {*get_args(What), "config.cfg", "meta.json", "tokenizer", "vocab"}


class TextCategorizers:
    """The method that asks spaCy."""

    def __init__(self, known: Known) -> None:
        self._labels = _labels(known)
        self._domain_of = np.array([subject.domain for subject in known.subjects], dtype=int)
        self._nlp = train(known)
        self._read_last: tuple[str, dict[What, Floats]] | None = None

    def subjects(self, text: str) -> Floats:
        """How likely each subject is: its domain, times its share among those of the domain."""
        found = self._read(text)
        domains, subjects = found["domain"][self._domain_of], found["characteristic"]
        whole = np.bincount(self._domain_of, weights=subjects)[self._domain_of]
        return np.asarray(domains * subjects / np.where(whole, whole, 1), dtype=np.float64)

    def levels(self, text: str, subject: int) -> Floats:
        """How likely each level is, whatever the subject."""
        return self._read(text)["level"]

    def _read(self, text: str) -> dict[What, Floats]:
        if not self._read_last or self._read_last[0] != text:
            cats = self._nlp(text[:LONGEST]).cats
            scores = {what: _scores(cats, labels) for what, labels in self._labels.items()}
            self._read_last = (text, scores)
        return self._read_last[1]


def _scores(cats: Mapping[str, float], labels: Sequence[str]) -> Floats:
    """The probabilities of the labels; where nothing could be learnt, all are as likely."""
    return np.array([cats.get(label, 1 / len(labels)) for label in labels], dtype=np.float64)


def save_pipeline(framework: Framework, folder: Path) -> None:
    """Train on a framework and save what ``spacy.load`` takes, whole or not at all.

    Raises:
        InputError: the folder holds something else, or cannot be written.
    """
    known = read_framework(framework)
    try:
        if folder.exists() and {path.name for path in folder.iterdir()} - _SAVED:
            raise InputError(f"{folder} holds other files: name a new folder with --out.")
        folder.parent.mkdir(parents=True, exist_ok=True)
        with tempfile.TemporaryDirectory(prefix=".new-", dir=folder.parent) as fresh:
            nlp = train(known)
            nlp.meta["name"] = "framework"
            nlp.meta["description"] = f"Domains, characteristics and levels of {framework.title}"
            nlp.to_disk(Path(fresh) / "pipeline")
            shutil.rmtree(folder, ignore_errors=True)
            (Path(fresh) / "pipeline").replace(folder)
    except OSError as error:
        raise InputError(
            f"{folder} cannot be written ({error.strerror}): choose another folder with --out."
        ) from None


def train(known: Known) -> Language:
    """A pipeline that knows the framework, the same on every run.

    A question with one answer alone, as in a framework of one domain, has no classifier.
    """
    nlp = spacy.blank("xx")
    for what, labels in _labels(known).items():
        told = [
            (text.text, labels[place])
            for text in known.texts
            for place in [_place(text, what)]
            if place is not None and text.text.strip()
        ]
        if len({label for _, label in told}) > 1:
            _add(nlp, what, labels, told)
    return nlp


def _place(text: KnownText, what: What) -> int | None:
    """The right answer."""
    return {"domain": text.domain, "characteristic": text.subject, "level": text.level}[what]


def _labels(known: Known) -> dict[What, list[str]]:
    return {
        "domain": [f"domain:{domain.key}" for domain in known.domains],
        "characteristic": [f"characteristic:{s.owner.key}" for s in known.subjects],
        "level": [f"level:{level.key}" for level in known.levels],
    }


def _add(nlp: Language, what: What, labels: Sequence[str], told: Sequence[tuple[str, str]]) -> None:
    """Add a classifier to the pipeline and train it."""
    examples = [
        Example.from_dict(
            nlp.make_doc(text[:LONGEST]), {"cats": {label: float(label == own) for label in labels}}
        )
        for text, own in told
    ]
    pipe = nlp.add_pipe("textcat", name=what, config={"model": _MODEL})
    assert isinstance(pipe, TextCategorizer)
    pipe.initialize(lambda: examples, nlp=nlp, labels=labels)
    optimizer, shuffler = Adam(_RATE), random.Random(0)
    for _ in range(_ROUNDS):
        shuffler.shuffle(examples)
        for start in range(0, len(examples), _BATCH):
            pipe.update(examples[start : start + _BATCH], sgd=optimizer)
