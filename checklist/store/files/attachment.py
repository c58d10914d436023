"""Which files may be attached: recognised by their content, never by what their name claims alone."""

from __future__ import annotations

import re
from dataclasses import dataclass

from PIL import Image

from checklist.errors import Refused, TooLarge
from checklist.store.files import apart, package, pdf_content, pdf_lock, picture

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
_PARTS = {"docx": "word/", "xlsx": "xl/", "pptx": "ppt/"}
"""Where the content of an Office file lies in its archive."""
_NO_OFFICE = "Officeのファイルとして読み取れません。壊れているか、別の種類のファイルです。"
_PDF_END = 2048
"""Within so many bytes of its end a PDF says that it is complete; some programs write a little behind it."""


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
    # Cut from the left: the ending has to survive, since it decides what the file is.
    plain = _UNSAFE.sub("_", name).strip()[-120:]
    stem, _, suffix = plain.rpartition(".")
    suffix = suffix.lower()
    kind = _KINDS.get(suffix) if stem else None
    if kind is None or not content.startswith(kind[1]):
        raise Refused("PDF、JPEG、PNG、Word、Excel、PowerPointのファイルを選んでください。")
    if suffix == "pdf":
        _check_pdf(content)
    elif suffix in _PARTS:
        _check_office(suffix, content)
    else:
        _check_image(content)
    return Attachment(plain, kind[0], content)


def _check_pdf(content: bytes) -> None:
    """A complete PDF that opens without a password, and does nothing but show its pages."""
    if b"%%EOF" not in content[-_PDF_END:]:
        raise Refused("PDFが途中で切れているか、壊れています。作り直したファイルを選んでください。")
    # A password keeps the file out of the evidence pack; better told today than on the day of the inspection.
    if _is_encrypted(content):
        raise Refused("パスワードや制限の付いたPDFは登録できません。制限を外したファイルを選んでください。")
    pdf_content.check(content)


def _is_encrypted(content: bytes) -> bool:
    """Whether a PDF wants a password or forbids something; one that speaks of it and cannot be read is taken for one."""
    # The key to it is never compressed: most files need not be read at all.
    if b"/Encrypt" not in content:
        return False
    try:
        return apart.run(pdf_lock.__name__, content, bool)
    except Refused:
        return True


def _check_office(suffix: str, content: bytes) -> None:
    """An Office file of the kind that its ending names, without macros."""
    try:
        found = package.look(content, package.KEPT)
    except Refused as error:
        raise Refused(_NO_OFFICE if error.message == package.BROKEN else error.message) from error
    if found.has_macros:
        raise Refused("マクロを含むファイルは登録できません。マクロのない形式で保存し直してください。")
    if not found.types or not any(name.startswith(_PARTS[suffix]) for name in found.names):
        raise Refused(_NO_OFFICE)


def _check_image(content: bytes) -> None:
    """A picture that can be decoded to its end and does not fill the memory."""
    try:
        with picture.opened(content) as found:
            # Not in a PNG: a large one holds the same two bytes by chance.
            scans = content.count(b"\xff\xda") if found.format != "PNG" else 0
            if found.width * found.height > picture.MOST_PIXELS or scans > picture.MOST_SCANS:
                raise Refused("画像の画素数が大きすぎるため、保存できません。")
            found.verify()
        # After `verify` Pillow wants the file opened anew; it looks at checksums and not at the picture, so that is
        # decoded, at an eighth of its size.
        with picture.opened(content) as found:
            found.draft("RGB", (1, 1))
            found.load()
    except (Image.DecompressionBombError, Image.DecompressionBombWarning) as error:
        raise Refused("画像の画素数が大きすぎるため、保存できません。") from error
    except (OSError, ValueError, SyntaxError, EOFError, MemoryError) as error:
        raise Refused(picture.UNREADABLE) from error
