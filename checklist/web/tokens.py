"""Buckets of tokens: how often somebody may do something at once, and how fast that comes back."""

from __future__ import annotations

from collections import OrderedDict
from datetime import datetime
from threading import Lock

from checklist.store import clock


class Buckets:
    """A bucket for each key, full at first; those that were used longest ago are forgotten beyond `most`."""

    def __init__(self, size: int, per_second: float, most: int = 20_000) -> None:
        self._size, self._per_second, self._most = size, per_second, most
        self._left: OrderedDict[object, tuple[float, datetime]] = OrderedDict()
        self._lock = Lock()

    def wait(self, key: object, wanted: int = 1) -> float:
        """Seconds until so many tokens are there; 0 if they are."""
        with self._lock:
            return max(0.0, (min(wanted, self._size) - self._now(key)) / self._per_second)

    def take(self, key: object, wanted: int = 1) -> float:
        """Take tokens if there are enough; else the seconds until there are, and nothing is taken."""
        with self._lock:
            left, wanted = self._now(key), min(wanted, self._size)
            if left < wanted:
                return (wanted - left) / self._per_second
            self._note(key, left - wanted)
            return 0.0

    def pay(self, key: object) -> None:
        """Take a token for what has happened already, whether or not there is one."""
        with self._lock:
            self._note(key, max(self._now(key) - 1, 0))

    def _now(self, key: object) -> float:
        now = clock.now()
        left, at = self._left.get(key, (float(self._size), now))
        # Under a clock that was put back nothing would come until the day from which it came: it begins anew.
        if at > now:
            return float(self._size)
        return min(self._size, left + (now - at).total_seconds() * self._per_second)

    def _note(self, key: object, left: float) -> None:
        self._left[key] = left, clock.now()
        self._left.move_to_end(key)
        while len(self._left) > self._most:
            self._left.popitem(last=False)
