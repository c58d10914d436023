"""What the font has stands on paper; in place of all else stands 〓, and the paper says of what."""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Callable
from dataclasses import replace

import pytest

from checklist.formats import files, glyphs
from checklist.formats.document import Document
from checklist.formats.table import Column, Table
from tests import pdf_text
from tests.formats import glyph_runs


@pytest.mark.parametrize(
    ("text", "paper"),
    [
        ("公益財団法人 \ue000原記念財団", "公益財団法人 〓原記念財団"),
        ("✅適 ❌否", "○適 ×否"),
        ("✔済 ✖未 ❓", "○済 ×未 ？"),
        ("👩🏽\u200d⚕️さんと👍🏽", "〓さんと〓"),
        ("葛\U000e0100城 神 﨑 髙 𠮷 ①㈱㎡♥", "葛\U000e0100城 神 﨑 髙 𠮷 ①㈱㎡♥"),
        # A selector without its form would be copied with every other such character of the paper.
        ("1️⃣ 1 ♥️ 葛\U000e01ef", "1 1 ♥ 葛"),
        ("一行目\n二行目\t終", "一行目\n二行目\t終"),
        ("転倒\u202e例事\u202cと\u2067離院\u2069\u200f", "転倒例事と離院"),
    ],
)
def test_what_the_font_lacks_is_printed_as_a_geta_and_yes_is_not_no(text: str, paper: str) -> None:
    assert glyphs.printed(text) == paper


def test_what_is_not_printed_is_told_once_each_and_by_number_where_no_screen_shows_it() -> None:
    found = glyphs.unprintable("\ue000原 👍 \ue000 ✅ 中央")
    assert found == ("\ue000", "👍")
    assert glyphs.told(found) == "印刷できない文字が含まれます：U+E000、👍。PDFでは「〓」と印刷されます。"
    composed = glyphs.unprintable("👩🏽\u200d⚕️さんと👍🏽")
    assert composed == ("👩🏽\u200d⚕️", "👍🏽")
    assert glyphs.told(composed) == "印刷できない文字が含まれます：👩🏽\u200d⚕️、👍🏽。PDFでは「〓」と印刷されます。"
    assert "：U+1F469、U+1F44D。" in glyphs.told(composed, on_paper=True)
    assert glyphs.unprintable("中央病院\n葛\U000e0100城 ❤".replace(" ❤", "")) == ()


def paper(name: str) -> tuple[str, bytes]:
    table = Table(f"表{name}", (Column(f"列{name}"), Column("コメント")), ((name, f"✅適 ❌否 {name}"),))
    made = files.render(Document(f"報告書{name}", (("病院", name),), (table,), table, (), (), False), "pdf")
    return "".join(pdf_text.pages(made)), made


def test_a_paper_prints_a_geta_for_each_and_says_so_with_no_other_font() -> None:
    read, made = paper("\ue000原👍財団")
    told = read.replace(" ", "").replace("\u3000", "")
    assert "病院〓原〓財団" in told
    assert "○適×否" in told
    assert "印刷できない文字が含まれます：U+E000、U+1F44D" in told
    assert "\ue000" not in read
    fonts = made.split(b"/FontName")[1:]
    assert all(b"NotoSansCJKjp" in line[:60] for line in fonts)


def test_a_paper_whose_characters_are_all_there_says_nothing() -> None:
    assert "印刷できない" not in paper("葛城")[0]


@pytest.mark.parametrize("kind", ["csv", "xlsx", "pdf"])
def test_no_file_turns_the_direction_of_writing_inside_a_longer_text(kind: str) -> None:
    turned = "写真は\u202egnp.exe\u202cを\u2066参照\u2069"
    table = Table(turned, (Column("名"), Column(turned)), ((turned, turned),), (turned,))
    made = files.render(Document(turned, ((turned, turned),), (table,), table, (), (turned,), False), kind)
    read = READERS[kind](made)
    assert "gnp.exe" in read
    assert not re.search("[\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069]", read)


def texts_of_a_book(made: bytes) -> str:
    with zipfile.ZipFile(io.BytesIO(made)) as book:
        return "".join(book.read(name).decode() for name in book.namelist() if name.endswith(".xml"))


READERS: dict[str, Callable[[bytes], str]] = {
    "csv": lambda made: made.decode(),
    "xlsx": texts_of_a_book,
    "pdf": lambda made: "".join(pdf_text.pages(made)),
}


def test_the_tablet_knows_the_same_characters_as_the_papers() -> None:
    assert glyph_runs.PATH.read_text(encoding="utf-8") == glyph_runs.script(), "python -m tests.formats.glyph_runs"


def test_the_csv_keeps_every_character() -> None:
    table = Table("表", (Column("名"),), (("\ue000原👍",),))
    document = Document("報告書", (), (table,), table, (), (), False)
    assert "\ue000原👍" in files.render(document, "csv").decode()
    assert replace(document).tables == (table,)
