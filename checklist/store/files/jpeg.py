"""A JPEG reduced to its picture without decoding it: everything else that a file may carry is left out."""

from __future__ import annotations

import re
from collections.abc import Iterator

_START, _END, _SCAN = 0xD8, 0xD9, 0xDA
_OF_THE_PICTURE = frozenset({0xC0, 0xC1, 0xC2, 0xC4, 0xDB, 0xDD, _SCAN})
"""Frame (baseline, extended, progressive), Huffman tables, quantisation tables, restart interval, scan."""
_LEFT_OUT = frozenset({*range(0xE0, 0xF0), 0xFE})
"""Application data (position, camera, preview, colour profile, …) and comments."""
_JFIF = b"\xff\xe0\x00\x10JFIF\x00\x01\x01\x00\x00\x01\x00\x01\x00\x00"
_ADOBE = b"\xff\xee\x00\x0eAdobe\x00\x64\x00\x00\x00\x00"
_AFTER_SCAN = re.compile(rb"\xff[^\x00\xd0-\xd7\xff]")
"""The first marker after the data of a scan; stuffed bytes and restart marks belong to the data."""


def picture_only(content: bytes) -> bytes | None:
    """The same picture, bit for bit, in a file with nothing else; None if this is no JPEG of the usual kind."""
    parts = [b"\xff\xd8"]
    for marker, segment in _segments(content):
        if marker == _END:
            # What follows the picture is left out too: other pictures, films, notes.
            return b"".join([*parts, segment])
        if marker in _OF_THE_PICTURE:
            parts.append(segment)
        elif marker in _LEFT_OUT:
            parts.append(_colours(segment))
        else:
            return None
    return None


def _colours(segment: bytes) -> bytes:
    """What application data says of how colours are stored, written anew; nothing of anything else."""
    # Never copied: behind the few bytes that decoders look at there is room for a preview picture or any words.
    if segment[4:9] == b"JFIF\x00":
        return _JFIF
    # Its last byte says how colours are stored; without it some programs show a photo in false colours.
    if segment[4:9] == b"Adobe" and len(segment) >= 16:
        return _ADOBE + segment[15:16]
    return b""


def _segments(content: bytes) -> Iterator[tuple[int, bytes]]:
    """Marker and bytes of each segment, a scan with its data; ends where the content is no JPEG any more."""
    at = 2 if content[:2] == bytes((0xFF, _START)) else len(content)
    while at + 2 <= len(content) and content[at] == 0xFF:
        marker = content[at + 1]
        if marker == 0xFF:
            at += 1
            continue
        end = at + 2 if marker == _END else at + 2 + int.from_bytes(content[at + 2 : at + 4])
        if marker == _SCAN:
            after = _AFTER_SCAN.search(content, end)
            end = after.start() if after else len(content)
        if end > len(content):
            return
        yield marker, content[at:end]
        at = end
