"""Which hospitals are of comparable size."""

from __future__ import annotations

import pytest

from checklist.rules.hospitals.bed_size import bed_size


@pytest.mark.parametrize(("beds", "size"), [(0, 0), (199, 0), (200, 1), (399, 1), (400, 2), (1200, 2)])
def test_the_sizes_begin_at_200_and_400_beds(beds: int, size: int) -> None:
    assert bed_size(beds) == size
