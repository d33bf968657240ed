"""What a text layer is worth that cannot be compared with a picture: whether it is gibberish."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence

from pipeline.records import Finding, Page, Place

ODD_SHARE = 0.12  # of odd tokens, above which a layer is poor; clean documents stay under 0.03
ENOUGH = 40  # tokens that tell something

# Signs inside words, capitals behind small letters, digits amid letters, no vowel: what a poor OCR
# leaves of words. Codes (2.1, A1.a), units and abbreviations are none of these.
_ODD = re.compile(
    r"\w[|~^\\{}<>¬¦§¢£¥=*#«»]+\w|^[|~^\\{}<>¬¦¢£¥«»]+$|[a-z][A-Z]{1,2}[a-z]|[a-z]\d+[a-z]"
    r"|^[b-df-hj-np-tv-xz]{3,}$|\(cid:|\ufffd|[\ue000-\uf8ff]"
)
_PLAIN = re.compile(r"[A-Za-z]?[a-z]*[aeiouy][a-z]*[.,;:]?$")  # most words, told quickly
_LONE = re.compile(r"^[b-hj-zB-HJ-Z]$")  # single letters other than a and I


def judge_layer(pages: Sequence[Page]) -> tuple[Finding, ...]:
    """A finding if much of the text on these pages is no words."""
    tokens = [word.text for page in pages for word in page.words if word.upright]
    if len(tokens) < ENOUGH:
        return ()
    times = Counter(tokens)
    odd = [
        token
        for token in times
        if not _PLAIN.match(token) and (_ODD.search(token) or _LONE.match(token))
    ]
    share = sum(times[token] for token in odd) / len(tokens)
    if share < ODD_SHARE:
        return ()
    examples = ", ".join(f"'{token}'" for token in odd[:6])
    return (
        Finding(
            "text-layer-poor",
            "warning",
            f"{share:.0%} of the text layer is no words ({examples}): "
            "try `--ocr always`, which reads the pages' pictures instead",
            place=Place(page=pages[0].number),
        ),
    )
