"""Which files may be attached: recognised by their content, never by what their name claims alone."""

from __future__ import annotations

import re
from dataclasses import dataclass

from checklist.errors import Refused, TooLarge

MOST_BYTES = 20 * 1024 * 1024
_OFFICE = "application/vnd.openxmlformats-officedocument."
_KINDS: dict[str, tuple[str, tuple[bytes, ...]]] = {
    "pdf": ("application/pdf", (b"%PDF-",)),
    "jpg": ("image/jpeg", (b"\xff\xd8\xff",)),
    "jpeg": ("image/jpeg", (b"\xff\xd8\xff",)),
    "png": ("image/png", (b"\x89PNG\r\n\x1a\n",)),
    "docx": (f"{_OFFICE}wordprocessingml.document", (b"PK\x03\x04",)),
    "xlsx": (f"{_OFFICE}spreadsheetml.sheet", (b"PK\x03\x04",)),
    "pptx": (f"{_OFFICE}presentationml.presentation", (b"PK\x03\x04",)),
}
SUFFIXES = tuple(_KINDS)
"""The endings that a file may have."""
_UNSAFE = re.compile(r"[\x00-\x1f\x7f/\\:*?\"<>|]")


@dataclass(frozen=True)
class Attachment:
    """A file that may be stored, with a name that is safe to hand out again."""

    name: str
    media_type: str
    content: bytes


def check(name: str, content: bytes) -> Attachment:
    """The file, if its content is what its name says; raises TooLarge or Refused."""
    if len(content) > MOST_BYTES:
        raise TooLarge("ファイルが大きすぎます。20MBまでです。")
    plain = _UNSAFE.sub("_", name).strip()[-120:]
    stem, _, suffix = plain.rpartition(".")
    kind = _KINDS.get(suffix.lower()) if stem else None
    if kind is None or not content.startswith(kind[1]):
        raise Refused("PDF、JPEG、PNG、Word、Excel、PowerPointのファイルを選んでください。")
    return Attachment(plain, kind[0], content)
