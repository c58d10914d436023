"""Papers put together page by page, in a process of its own: what reads a PDF follows whatever the file tells it."""

from __future__ import annotations

import io

import msgspec
from PIL import Image
from pypdf import PageObject, PdfReader, PdfWriter
from pypdf.errors import PyPdfError
from pypdf.generic import NameObject, TextStringObject

from checklist import words
from checklist.errors import Refused
from checklist.formats.file_kinds import PDF
from checklist.store.files import apart, picture
from checklist.store.files.apart import Limits

A4 = (595, 842)
_MARGIN = 40
_DOTS = 1600
"""The longer side of a picture on its page, in dots: enough to read it on A4."""
# What pypdf and Pillow raise depends on the place at which a file happens to be damaged.
_BROKEN = (PyPdfError, OSError, ValueError, KeyError, TypeError, AttributeError, IndexError, RecursionError)
LIMITS = Limits(
    1536 * 1024 * 1024, 120, 300, 60,
    "ほかの一式を作成しています。少し待ってから、もう一度お試しください。",
    "時間またはメモリーがかかりすぎるため、1つのPDFにまとめられませんでした。ZIPで取り出してください。",
)  # fmt: skip
"""For 300 MB of documents; a turn of its own, so that nobody waits with an upload until a pack is done."""


class Paper(msgspec.Struct):
    """A file that may become pages."""

    title: str
    media_type: str
    content: bytes


class Bound(msgspec.Struct):
    """Pages in one PDF, and how many of them each paper has; none for one that cannot stand on paper."""

    content: bytes
    pages: list[int]
    titles: list[str] = []


class Work(msgspec.Struct):
    """Either papers to bind, or what was bound to put behind each other under a title."""

    papers: list[Paper] = []
    bound: list[Bound] = []
    title: str = ""
    numbers: bytes = b""
    """The number of every page on a small page of its own, for a book that bears them."""


def bound(papers: list[Paper]) -> list[Bound]:
    """The papers bound in their order, in parts where they are too much at once; raises Busy."""
    if not papers:
        return []
    try:
        return [_run(Work(papers))]
    except Refused:
        # One that takes too much by itself is left out, as one that cannot be read at all.
        if len(papers) == 1:
            return [Bound(b"", [0], [papers[0].title])]
    half = len(papers) // 2
    return [*bound(papers[:half]), *bound(papers[half:])]


def book(parts: list[Bound], title: str, numbers: bytes = b"") -> bytes:
    """All parts as one PDF with a bookmark for each paper; raises Busy, or Refused if they are too much.

    `numbers` is a PDF with as many small pages: each stands at the foot of its page.
    """
    return _run(Work([], parts, title, numbers)).content


def _run(work: Work) -> Bound:
    return apart.run(__name__, msgspec.msgpack.encode(work), Bound, LIMITS)


def done(content: bytes) -> Bound:
    """The other side: what is asked for, done."""
    work = msgspec.msgpack.decode(content, type=Work)
    return _bind(work.papers) if work.papers else _put_together(work)


def _bind(papers: list[Paper]) -> Bound:
    writer, numbers = PdfWriter(), []
    for one in papers:
        pages = _pages(one)
        for page in pages:
            writer.add_page(page)
        numbers.append(len(pages))
    return Bound(_written(writer), numbers, [one.title for one in papers])


def _put_together(work: Work) -> Bound:
    writer, place = PdfWriter(), 0
    writer.add_metadata({"/Title": work.title, "/Author": words.PRODUCT})
    # Opened beside its bookmarks, and read aloud in Japanese.
    writer.page_mode = "/UseOutlines"
    writer.root_object[NameObject("/Lang")] = TextStringObject("ja")
    for part in work.bound:
        for page in _read(part.content) if sum(part.pages) else ():
            writer.add_page(page)
        for name, number in zip(part.titles, part.pages, strict=True):
            if number:
                writer.add_outline_item(title=name, page_number=place)
            place += number
    # Pages and numbers were counted by the same hand: one more or less would be a fault of ours.
    for page, stamp in zip(writer.pages, _read(work.numbers), strict=True) if work.numbers else ():
        _number(page, stamp)
    return Bound(_written(writer), [])


def _written(writer: PdfWriter) -> bytes:
    target = io.BytesIO()
    writer.write(target)
    return target.getvalue()


def _number(page: PageObject, stamp: PageObject) -> None:
    """Put a number in the middle of the foot of a page, on white: what people stored has its own things there."""
    if page.rotation:
        page.transfer_rotation_to_content()
    left, bottom, right, _ = (float(side) for side in page.cropbox)
    page.merge_translated_page(stamp, (left + right - float(stamp.mediabox.width)) / 2, bottom + 5)


def _pages(one: Paper) -> list[PageObject]:
    """The pages of a file; none for what cannot stand on paper, or was written by a program that pypdf cannot read."""
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


if __name__ == "__main__":
    apart.answer(done)
