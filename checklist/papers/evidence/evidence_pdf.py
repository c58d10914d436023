"""Many papers as one PDF: PDFs page by page, pictures on a page of their own, with bookmarks and an index in front."""

from __future__ import annotations

import io
from collections.abc import Callable, Mapping, Sequence

from PIL import Image
from pypdf import PageObject, PdfReader, PdfWriter
from pypdf.errors import PyPdfError

from checklist.formats.file_kinds import PDF
from checklist.formats.zip_file import PackFile
from checklist.store.files import picture

A4 = (595, 842)
_MARGIN = 40
_DOTS = 1600
"""The longer side of a picture on its page, in dots: enough to read it on A4."""
NOT_IN_PDF = "別ファイル"
# What pypdf and Pillow raise depends on the place at which a file happens to be damaged.
_BROKEN = (PyPdfError, OSError, ValueError, KeyError, TypeError, AttributeError, IndexError, RecursionError)


def merged(files: Sequence[PackFile], index: Callable[[Mapping[str, str]], bytes], title: str) -> bytes:
    """The index, which learns on which page each file begins, and then the pages of the files in their order."""
    parts = [(one, _pages(one)) for one in files]
    # Made twice: the index names pages behind itself, and how many it fills is known only once it is there.
    front = _count(index(_numbers(parts, 0)))
    first = index(_numbers(parts, front))
    writer, place = PdfWriter(), 0
    writer.add_metadata({"/Title": title})
    for name, pages in (("目次", _read(first)), *((one.title, pages) for one, pages in parts)):
        for page in pages:
            writer.add_page(page)
        if pages:
            writer.add_outline_item(title=name, page_number=place)
        place += len(pages)
    target = io.BytesIO()
    writer.write(target)
    return target.getvalue()


def _numbers(parts: Sequence[tuple[PackFile, Sequence[PageObject]]], front: int) -> dict[str, str]:
    """The page on which each file begins, behind so many pages of index."""
    found, place = {}, front + 1
    for one, pages in parts:
        found[one.place] = str(place) if pages else NOT_IN_PDF
        place += len(pages)
    return found


def _count(content: bytes) -> int:
    return len(PdfReader(io.BytesIO(content)).pages)


def _pages(one: PackFile) -> list[PageObject]:
    """The pages of a file; none for what cannot stand on paper, or was written by a program that pypdf cannot read."""
    if one.paper is not None:
        return _read(one.paper())
    try:
        if one.media_type == PDF.media_type:
            return _read(one.content)
        if one.media_type in ("image/jpeg", "image/png"):
            return _read(_picture_page(one.content))
    except _BROKEN:
        return []
    return []


def _read(content: bytes) -> list[PageObject]:
    return list(PdfReader(io.BytesIO(content)).pages)


def _picture_page(content: bytes) -> bytes:
    """A picture on an A4 page, upright or across as it is."""
    # By name: on a file from outside, Pillow would otherwise try every decoder that it has.
    with Image.open(io.BytesIO(content), formats=picture.FORMATS) as found:
        # Lets a JPEG be decoded small: a photo of twelve megapixels never takes its 36 MB.
        found.draft("RGB", (_DOTS, _DOTS))
        image = found.convert("RGB")
    image.thumbnail((_DOTS, _DOTS))
    scale = _DOTS / (A4[1] - 2 * _MARGIN)
    size = A4 if image.height >= image.width else (A4[1], A4[0])
    page = Image.new("RGB", (round(size[0] * scale), round(size[1] * scale)), "white")
    room = round((min(size) - 2 * _MARGIN) * scale), round((max(size) - 2 * _MARGIN) * scale)
    image.thumbnail(room if size == A4 else room[::-1])
    page.paste(image, ((page.width - image.width) // 2, (page.height - image.height) // 2))
    target = io.BytesIO()
    # A point is a 72nd of an inch: so many dots for each make the page A4 again.
    page.save(target, "PDF", resolution=72 * scale)
    return target.getvalue()
