"""Many papers as one PDF: PDFs page by page, pictures on a page of their own, with bookmarks and an index in front."""

from __future__ import annotations

import io
from collections.abc import Callable, Mapping, Sequence

from pypdf import PdfReader

from checklist import words
from checklist.formats import pdf
from checklist.formats.file_kinds import PDF
from checklist.formats.zip_file import PackFile
from checklist.papers.evidence import evidence_pages
from checklist.papers.evidence.evidence_pages import Bound, Paper

NOT_IN_PDF = "別ファイル"


def merged(
    files: Sequence[PackFile], index: Callable[[Mapping[str, str]], bytes], title: str, numbered: bool = False
) -> bytes:
    """The index, which learns on which page each file begins, and then the pages of the files in their order.

    With `numbered`, every page bears its number in the whole.

    What people have stored is read by a process that may be ended, never by the one that serves them. Raises Busy, or
    Refused if all of it is too much for one PDF.
    """
    parts = evidence_pages.bound([_paper(one) for one in files])
    pages = [number for part in parts for number in part.pages]
    # Made twice: the index names pages behind itself, and how many it fills is known only once it is there.
    front = _count(index(_numbers(files, pages, 0)))
    first = index(_numbers(files, pages, front))
    content = {"title": title, "author": words.PRODUCT, "count": _count(first) + sum(pages)}
    numbers = pdf.made("numbers.typ", content) if numbered else b""
    return evidence_pages.book([Bound(first, [_count(first)], ["目次"]), *parts], title, numbers)


def _paper(one: PackFile) -> Paper:
    if one.paper is not None:
        return Paper(one.title, PDF.media_type, one.paper())
    return Paper(one.title, one.media_type, one.content)


def _numbers(files: Sequence[PackFile], pages: Sequence[int], front: int) -> dict[str, str]:
    """The page on which each file begins, behind so many pages of index."""
    found, place = {}, front + 1
    for one, number in zip(files, pages, strict=True):
        found[one.place] = str(place) if number else NOT_IN_PDF
        place += number
    return found


def _count(content: bytes) -> int:
    """How many pages the index has, which we have made ourselves."""
    return len(PdfReader(io.BytesIO(content)).pages)
