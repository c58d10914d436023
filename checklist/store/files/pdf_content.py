"""What a PDF carries beside its pages: scripts, programs that it starts, and files within it."""

from __future__ import annotations

import re
import zlib
from collections.abc import Iterator

from checklist.errors import Refused

SCRIPTS = (
    "スクリプト（自動で動く命令）を含むPDFは登録できません。印刷の画面から「PDFに保存」したファイルを選んでください。"
)
FILES = "ほかのファイルが埋め込まれたPDFは登録できません。埋め込まれたファイルは、別のファイルとして登録してください。"
UNKNOWN = "中身を確かめられないPDFです。印刷の画面から「PDFに保存」したファイルを選んでください。"
MOST = 60_000_000
"""Bytes of packed objects that are looked through."""
_STREAM = re.compile(rb"stream\r?\n")
_END = b"endstream"
_ESCAPE = re.compile(rb"#([0-9A-Fa-f]{2})")
_NAME_END = rb"(?![^\x00\t\n\f\r ()<>\[\]{}/%])"
_SCRIPTS = re.compile(rb"/(?:JavaScript|JS|Launch|RichMedia|XFA)" + _NAME_END)
_FILES = re.compile(rb"/(?:EmbeddedFiles?)" + _NAME_END)
_PACKED = re.compile(rb"/ObjStm" + _NAME_END)
_FILTER = re.compile(rb"/Filter\s*(?:\[\s*)?((?:/\w+\s*)+)")
_HEAD = 2_000
"""Bytes before a stream in which its dictionary is looked for."""


def check(content: bytes) -> None:
    """Raise Refused if the objects of a PDF name a script, a program, or a file within it; its pages are not read."""
    left = MOST
    for text, head in _objects(content):
        if _PACKED.search(head):
            text = _unpacked(text, head, left)
            left -= len(text)
        plain = _ESCAPE.sub(lambda found: bytes([int(found[1], 16)]), text)
        if _SCRIPTS.search(plain):
            raise Refused(SCRIPTS)
        if _FILES.search(plain):
            raise Refused(FILES)


def _objects(content: bytes) -> Iterator[tuple[bytes, bytes]]:
    """What stands between the streams, and each packed stream of objects with the dictionary before it."""
    at = 0
    while found := _STREAM.search(content, at):
        between = content[at : found.start()]
        yield between, b""
        end = content.find(_END, found.end())
        end = len(content) if end < 0 else end
        head = _ESCAPE.sub(lambda one: bytes([int(one[1], 16)]), between[-_HEAD:])
        head = head[max(head.rfind(b" obj"), 0) :]
        if _PACKED.search(head):
            yield content[found.end() : end], head
        at = end
    yield content[at:], b""


def _unpacked(stream: bytes, head: bytes, left: int) -> bytes:
    """The objects of a packed stream; raises Refused for what is packed otherwise, or too much."""
    used = _FILTER.search(head)
    if used is None:
        return stream
    if used[1].split() != [b"/FlateDecode"]:
        raise Refused(UNKNOWN)
    worker = zlib.decompressobj()
    try:
        found = worker.decompress(stream, left)
    except zlib.error as error:
        raise Refused(UNKNOWN) from error
    if worker.unconsumed_tail:
        raise Refused(UNKNOWN)
    return found
