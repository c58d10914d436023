"""Files of every kind that may be uploaded, changed at random, the same for the same seed.

Run by hand, 4,000 of them: `python -m tests.soak.mutated_files`.
"""

from __future__ import annotations

import io
import sys
import zipfile
from collections import Counter
from collections.abc import Iterator
from random import Random

from checklist.errors import ChecklistError, Refused
from checklist.formats import grid_file, workbook
from checklist.formats.workbook import Found
from checklist.store.files import attachment, picture
from tests.attached_files import office, pdf
from tests.formats import heavy_books
from tests.pictures import jpeg, png

COUNT, SEED = 4_000, 20261127
HEADER = "コード,病院名,開設者,所在地,病床数,種別,院外,加算区分,地域連携区分,算定開始日,受理番号\r\n"
BASES = {
    "表.xlsx": heavy_books.packed(heavy_books.parts()),
    "表.csv": (HEADER + "H09,架空南病院,架空市,架空県,120,一般,,1,2,2024-06-01,第9号\r\n").encode(),
    "議事録.pdf": pdf(3),
    "要綱.docx": office("docx"),
    "写真.jpg": jpeg(),
    "図.png": png(),
}
PIECES = (b"\0", b"\xff", b"<", b">", b"&x;", b"<!DOCTYPE x>", b"9" * 30, b"-1", b"PK\x01\x02", b"PK\x05\x06", b'r="A0"', b's="99999"',
          b't="s"', b"]]>", b"\xef\xbb\xbf", b"'", b'"', b",", b"obj", b"stream\n", b"/JS", b"endstream", b"\xff\xda", b"\xff\xd9")  # fmt: skip


def files(seed: int, count: int) -> Iterator[tuple[str, bytes]]:
    """So many names and contents."""
    chance, names = Random(seed), list(BASES)
    for _ in range(count):
        name = chance.choice([*names, "表.xlsx", "表.xlsx"])
        content = BASES[name]
        if content.startswith(b"PK") and chance.random() < 0.7:
            yield name, _inside(chance, content)
        else:
            yield chance.choice([name, name, chance.choice(names)]), changed(chance, content)


def changed(chance: Random, content: bytes) -> bytes:
    """The content with some bytes flipped, left out, doubled, cut off or put in."""
    for _ in range(chance.choice((1, 1, 2, 5, 40))):
        at, length = chance.randrange(len(content) + 1), chance.choice((1, 1, 2, 8, 100))
        put = chance.choice((chance.randbytes(length), chance.choice(PIECES), b"", content[at : at + length] * 2))
        content = content[:at] + put + content[at + chance.choice((0, len(put), length)) :]
    return content[: chance.randrange(len(content) + 1)] if chance.random() < 0.1 else content


def _inside(chance: Random, content: bytes) -> bytes:
    """The archive with one of its parts changed, renamed, doubled or left out, and packed again."""
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        parts = {name: archive.read(name) for name in archive.namelist()}
    name, way = chance.choice(list(parts)), chance.random()
    if way < 0.8:
        parts[name] = changed(chance, parts[name])
    elif way < 0.9:
        del parts[name]
    else:
        parts[name + chance.choice(("x", "/", "\0"))] = parts.pop(name)
    return heavy_books.packed(parts)


def outcome(name: str, content: bytes) -> str:
    """What the product says to the file on each way in; anything but one of its own sentences is raised."""
    told = []
    for look in (
        lambda: grid_file.read(name, content),
        lambda: attachment.check(name, content),
        lambda: picture.shrink(content),
    ):
        try:
            look()
            told.append("taken")
        except ChecklistError as error:
            told.append(type(error).__name__ if error.message.endswith("。") else error.message)
    return "/".join(told)


def opened_here(content: bytes) -> list[Found]:
    """As `workbook.read` answers, without a process for each of hundreds of books."""
    found = workbook.sheets(content)
    if found.refused:
        raise Refused(found.refused)
    return found.sheets


def main() -> int:
    """Try them all; the book is opened here, without a process for each."""
    workbook.read = opened_here
    told = Counter(outcome(name, content) for name, content in files(SEED, COUNT))
    print(dict(told))
    return 0


if __name__ == "__main__":
    sys.exit(main())
