"""Python's collector of cycles, held off while a whole region is read: nothing of what is built then is garbage."""

from __future__ import annotations

import gc
from collections.abc import Iterator
from contextlib import contextmanager
from threading import Lock

_lock = Lock()
_inside = 0
_ran = True


# The records of 300 hospitals make it walk through every object four times: 0.5 s of the 1.4 s that judging took, in
# which no other thread runs.
@contextmanager
def held_off() -> Iterator[None]:
    """Let no pass begin until the last of those inside has left; one that was off before stays off."""
    global _inside, _ran
    with _lock:
        if not _inside:
            _ran = gc.isenabled()
            gc.disable()
        _inside += 1
    try:
        yield
    finally:
        with _lock:
            _inside -= 1
            if not _inside and _ran:
                gc.enable()
