"""How honest probabilities are."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence

_BINS = 10


def calibration_error(seen: Sequence[tuple[bool, float]]) -> float:
    """Return the expected calibration error (Guo et al. 2017) of (was it right, how sure), in ten bins."""
    bins: list[list[tuple[bool, float]]] = [[] for _ in range(_BINS)]
    for is_right, sure in seen:
        bins[min(_BINS - 1, int(sure * _BINS))].append((is_right, sure))
    gaps = (abs(sum(right for right, _ in one) - sum(sure for _, sure in one)) for one in bins)
    return sum(gaps) / max(1, len(seen))
