"""A PDF made in a process of its own that ends: what Typst has taken of memory, some 500 MB, it never gives back."""

from __future__ import annotations

import msgspec

from checklist.formats import pdf
from checklist.formats.pdf import Layout
from checklist.store.files import apart

LIMITS = apart.Limits(
    2 * 1024**3, 120, 300, 120,
    "ほかの報告書のPDFを作成しています。少し待ってから、もう一度お試しください。",
    "PDFの作成に時間またはメモリーがかかりすぎるため、中止しました。Excelのファイルでご覧ください。",
)  # fmt: skip


def printed(found: Layout) -> bytes:
    """The file; raises Busy while others wait for theirs, or Refused if it takes too much."""
    return apart.run(__name__, msgspec.msgpack.encode(found), bytes, LIMITS)


def _printed(content: bytes) -> bytes:
    return pdf.printed(msgspec.msgpack.decode(content, type=Layout))


if __name__ == "__main__":
    apart.answer(_printed)
