"""What a text layer is worth that cannot be compared with a picture: whether it is gibberish."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence

from pipeline.records import UNKNOWN, Finding, Page, Place

POOR = "text-layer-poor"
ODD_SHARE = 0.12  # of odd tokens, above which a layer is poor; clean documents stay under 0.03
NUMBERS_SHARE = 0.02  # of tokens with control characters: some font is not to be read at all
ENOUGH = 40  # tokens that tell something

# Signs inside words, capitals behind small letters, digits amid letters, no vowel: what a poor OCR
# leaves of words. Codes (2.1, A1.a), units and abbreviations are none of these.
_ODD = re.compile(
    r"\w[|~^\\{}<>¬¦§¢£¥=*#«»]+\w|^[|~^\\{}<>¬¦¢£¥«»]+$|[a-z][A-Z]{1,2}[a-z]|[a-z]\d+[a-z]"
    r"|^[b-df-hj-np-tv-xz]{3,}$|\(cid:|\ufffd|[\ue000-\uf8ff]"
)
_PLAIN = re.compile(r"[A-Za-z]?[a-z]*[aeiouy][a-z]*[.,;:]?$")  # most words, told quickly
_CONTROL = re.compile("[\x00-\x1f\x7f-\x9f]")  # what fonts leave that name no characters
_LONE = re.compile(r"^[b-hj-zB-HJ-Z]$")  # single letters other than a and I


def _is_numbers(token: str) -> bool:
    """Whether a token holds numbers of glyphs; one that stands alone may be a bullet."""
    return len(token) > 1 and bool(_CONTROL.search(token))


def judge_layer(pages: Sequence[Page]) -> tuple[Finding, ...]:
    """A finding if much of the text on these pages is no words."""
    tokens = [word.text for page in pages for word in page.words if word.upright]
    if len(tokens) < ENOUGH:
        return ()
    times = Counter(tokens)
    odd = [
        token
        for token in times
        if not _PLAIN.match(token)
        and (_ODD.search(token) or _LONE.match(token) or _is_numbers(token))
    ]
    share = sum(times[token] for token in odd) / len(tokens)
    numbers = sum(times[token] for token in odd if _is_numbers(token)) / len(tokens)
    if share < ODD_SHARE and numbers < NUMBERS_SHARE:
        return ()
    examples = ", ".join(f"'{_CONTROL.sub(UNKNOWN, token)}'" for token in odd[:6])
    return (
        Finding(
            POOR,
            "warning",
            f"{share:.0%} of the text layer is no words ({examples}): "
            "try `--ocr always`, which reads the pages' pictures instead",
            place=Place(page=pages[0].number),
        ),
    )
