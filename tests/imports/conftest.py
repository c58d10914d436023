"""Every table is read in the process of its test; that a process of its own does the same is shown in tests/formats/."""

from __future__ import annotations

import pytest


@pytest.fixture(autouse=True)
def nearby(read_here: None) -> None:
    """No test asks for it."""
