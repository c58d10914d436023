"""Takes more memory than anybody gets."""

from __future__ import annotations

from checklist.store.files import apart

if __name__ == "__main__":
    apart.answer(lambda content: [len(bytearray(4_000_000_000))])
