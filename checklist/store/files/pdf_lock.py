"""Whether a PDF is encrypted, found out in a process of its own: its reader follows whatever the file tells it."""

from __future__ import annotations

import io

from pypdf import PdfReader
from pypdf.errors import DependencyError, PyPdfError

from checklist.store.files import apart

_UNREADABLE = (PyPdfError, DependencyError, NotImplementedError, OSError, ValueError, KeyError, TypeError,
               AttributeError, IndexError, RecursionError)  # fmt: skip
"""What pypdf raises for a PDF that is broken, or encrypted in a way that it does not know."""


def is_locked(content: bytes) -> bool:
    """Whether it wants a password or forbids something; what cannot be read is taken for locked."""
    try:
        return PdfReader(io.BytesIO(content)).is_encrypted
    except _UNREADABLE:
        return True


if __name__ == "__main__":
    apart.answer(is_locked)
