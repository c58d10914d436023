"""Never comes to an end."""

from __future__ import annotations

import itertools

from checklist.store.files import apart

if __name__ == "__main__":
    apart.answer(lambda content: [number for number in itertools.count() if number < 0])
