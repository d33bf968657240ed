"""Pages rendered to pictures, no finer than their size lets."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import numpy as np
    import numpy.typing as npt
    import pypdfium2 as pdfium


def scale_within(width: float, height: float, finest: float, most: float) -> float:
    """The pixels in a point, ``finest`` unless a sheet of this size had more than ``most``."""
    return min(finest, math.sqrt(most / (width * height)))


def render_grey(page: pdfium.PdfPage, scale: float) -> npt.NDArray[np.uint8]:
    """A page as displayed, in grey levels."""
    bitmap = page.render(scale=scale, grayscale=True)
    try:
        pixels: npt.NDArray[np.uint8] = bitmap.to_numpy()
        flat = pixels if pixels.ndim == 2 else pixels[:, :, 0]
        return flat.copy(order="C")  # the bitmap's memory is let go
    finally:
        bitmap.close()
