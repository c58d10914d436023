"""A waiting room that turns people away instead of growing, for use in the server's loop."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from checklist.errors import Busy


class WaitingRoom:
    """So many places, and what whoever finds none is told."""

    def __init__(self, places: int, full: str | None = None) -> None:
        self._places, self._full = places, full
        self._inside = 0

    @property
    def inside(self) -> int:
        """How many are served or wait for it."""
        return self._inside

    @property
    def is_full(self) -> bool:
        """Whether nobody else finds a place."""
        return self._inside >= self._places

    @contextmanager
    def place(self) -> Iterator[None]:
        """A place; raises Busy at once if there is none."""
        if self.is_full:
            raise Busy(self._full)
        self._inside += 1
        try:
            yield
        finally:
            self._inside -= 1
