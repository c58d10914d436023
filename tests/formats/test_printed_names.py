"""Names on paper: the text of the hospital in the place of its 外字, told in a footnote, and never in what is taken in again."""

from __future__ import annotations

import base64
import io
from collections.abc import Iterator

import openpyxl
import pytest
from PIL import Image, ImageDraw
from pptx import Presentation
from pypdf import PdfReader

from checklist.formats import csv_file, files, glyphs, pdf, poster, printed_names, slips
from checklist.formats.document import Document
from checklist.formats.slips import Slip
from checklist.formats.table import Chart, Column, Filling, Table
from checklist.model.hospitals import PrintedName
from checklist.rules.hospitals import name_signs
from checklist.store.files import picture
from tests import nasty_strings, pdf_text

SIGN, FREE = "\ue000", "\ue777"
NAME = f"{SIGN}原中央病院"
NAMES = {
    NAME: PrintedName(NAME, "斎原中央病院", ((SIGN, "斎"),)),
    f"{SIGN}原": PrintedName(f"{SIGN}原", "斎原", ((SIGN, "斎"),)),
}
FOOT = "名称の外字は、病院が指定した文字に置き換えています：U+E000→「斎」（斎原中央病院）。"


@pytest.fixture(autouse=True)
def chosen() -> Iterator[None]:
    with printed_names.on_paper(NAMES):
        yield


def paper(*, again: bool = False, name: str = NAME) -> Document:
    filling = Filling("名称") if again else None
    table = Table(
        f"{name}の表", (Column("病院", width=30, filling=filling), Column(name, "percent")),
        ((f"{name}について", 50.0), (f"{FREE}田", 20.0)), (f"{name}の注",),
    )  # fmt: skip
    chart = Chart("column", f"{name}の図", 0, "病院", (name,))
    whole = Table("全体", table.columns, table.rows)
    return Document(f"{name} 報告", (("病院", name),), (table,), whole, (chart,), (f"{name}の注記",), False)


def plain(text: str) -> str:
    return "".join(text.split())


def texts(data: bytes, kind: str) -> str:
    if kind == "pdf":
        return plain("".join(pdf_text.pages(data)))
    if kind == "xlsx":
        found = openpyxl.load_workbook(io.BytesIO(data))
        return plain("".join(str(cell) for sheet in found for row in sheet.iter_rows(values_only=True) for cell in row))
    deck = Presentation(io.BytesIO(data))
    shapes = [shape for slide in deck.slides for shape in slide.shapes]
    cells = [cell.text for one in shapes if one.has_table for row in one.table.rows for cell in row.cells]
    return plain("".join([*cells, *(one.text_frame.text for one in shapes if one.has_text_frame)]))


@pytest.mark.parametrize("kind", ["pdf", "xlsx", "pptx"])
def test_every_paper_prints_the_text_of_the_hospital_and_says_so(kind: str) -> None:
    read = texts(files.render(paper(), kind), kind)
    for told in (
        "斎原中央病院について",
        "斎原中央病院の表",
        plain(FOOT),
        *(("斎原中央病院報告",) if kind != "xlsx" else ()),
    ):
        assert told in read, told
    assert SIGN not in read
    free = {"pdf": "〓田", "pptx": "〓田", "xlsx": f"{FREE}田"}[kind]
    assert free in read
    said = {
        "pdf": "印刷できない文字が含まれます：U+E777",
        "pptx": "外字は「〓」と表示しています：U+E777。",
        "xlsx": "機器によって字形が異なる文字が含まれます：U+E777。",
    }
    assert said[kind] in read


def test_the_csv_and_whatever_is_taken_in_again_leave_as_stored() -> None:
    assert NAME in csv_file.encode(paper().csv_table, False).decode()
    assert NAME in files.render(paper(), "csv").decode()
    data = files.render(paper(again=True), "xlsx")
    assert f"{NAME}について" in texts(data, "xlsx")
    assert "斎" not in texts(data, "xlsx")
    again = Document("一覧", (), paper().tables, paper().csv_table, (), (), False, for_import=True)
    assert "斎" not in texts(files.render(again, "xlsx"), "xlsx")
    # On paper it is printed all the same: nobody takes paper in again.
    assert "斎原中央病院について" in texts(files.render(paper(again=True), "pdf"), "pdf")


def test_slips_and_posters_print_it_too() -> None:
    made = slips.document("用紙", NAME, [Slip(f"{NAME}　病院長 殿", (("病院", NAME),))], ["注"], False)
    read = plain("".join(pdf_text.pages(made)))
    assert "斎原中央病院病院長殿" in read
    assert plain(FOOT) in read
    made = poster.document("掲示", NAME, NAME, "<svg xmlns='http://www.w3.org/2000/svg'/>", "x", [], False)
    assert "斎原中央病院" in plain("".join(pdf_text.pages(made)))


def test_without_names_nothing_is_said_and_nothing_changes() -> None:
    with printed_names.on_paper({}):
        found = paper(name="架空病院")
        assert printed_names.document(found) is found
        content = {"title": NAME, "notes": []}
        assert printed_names.content(content) is content
        assert "〓原中央病院" in texts(files.render(paper(), "pdf"), "pdf")
    assert printed_names.document(paper(name="架空病院")).notes == ("架空病院の注記",)


def test_the_longest_name_is_printed_and_a_sign_outside_of_names_stays() -> None:
    found = printed_names.content({"title": f"{NAME}と{SIGN}原と{SIGN}", "notes": ["注"], "rows": [(NAME, 1, None)]})
    assert found["title"] == f"斎原中央病院と斎原と{SIGN}"
    assert found["rows"] == [("斎原中央病院", 1, None)]
    assert found["notes"][0] == "注"
    assert "（斎原）" in found["notes"][1]
    # Twice is once: what is printed already holds no such name any more.
    assert printed_names.content(found) == found


def test_many_names_are_told_in_short() -> None:
    names = {
        f"{chr(0xE000 + n)}村": PrintedName(f"{chr(0xE000 + n)}村", f"甲{n}村", ((chr(0xE000 + n), f"甲{n}"),))
        for n in range(12)
    }
    with printed_names.on_paper(names):
        found = printed_names.content({"rows": list(names), "notes": []})
    assert found["rows"] == [f"甲{n}村" for n in range(12)]
    assert found["notes"][0].endswith("など。")
    assert found["notes"][0].count("→") == 10


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("葛\U000e0100城", ()), ("葛\U000e0101", ()), ("辻\U000e0101", ()), ("渡\U000e0102辺", ("渡\U000e0102",)),
        ("神\ufe00", ()), ("邊\U000e0110", ("邊\U000e0110",)), ("⚠\ufe0f注意", ()), ("渡\U000e0102と渡\U000e0102", ("渡\U000e0102",)), ("中央", ()),
    ],
)  # fmt: skip
def test_a_kanji_of_which_the_font_has_only_the_common_form_is_told(text: str, told: tuple[str, ...]) -> None:
    assert glyphs.common_forms(text) == told
    table = Table("表", (Column("名"),), ((text,),))
    read = texts(pdf.document(Document("書類", (), (table,), table, (), (), False)), "pdf")
    assert ("標準の字形で印刷される文字が含まれます" in read) is bool(told)
    if told:
        assert glyphs.told_forms(told).startswith("指定された字形が書体にないため")
        assert f"U+{ord(told[0][1]):04X}" in read


@pytest.mark.parametrize(
    ("typed", "sign"),
    [
        ("U+E000", SIGN), ("u+e000", SIGN), ("Ｕ＋Ｅ０００", SIGN), ("E000", SIGN), ("&#xE000;", SIGN), (SIGN, SIGN), ("0xe000", SIGN),
        (" 辻\U000e0101 ", "辻\U000e0101"), ("U+D800", "U+D800"), ("U+110000", "U+110000"), ("", ""), ("12", "12"),
    ],
)  # fmt: skip
def test_a_sign_may_be_typed_or_named_by_its_number(typed: str, sign: str) -> None:
    assert name_signs.sign_of(typed) == sign


def test_every_nasty_string_as_a_name_is_printed_for_itself_alone() -> None:
    """Whatever a name is, it is replaced where it stands and nothing else is, in any order of the names."""
    names = {
        text: PrintedName(text, f"甲{n}乙", ((SIGN, "甲"),))
        for n, text in enumerate(nasty_strings.ALL)
        if len(text) > 1
    }
    with printed_names.on_paper(names):
        for n, text in enumerate(nasty_strings.ALL):
            if len(text) > 1:
                assert printed_names.content({"a": f"前{text}後", "notes": []})["a"] == f"前甲{n}乙後", text


def drawn(letter: str) -> str:
    """A picture with something black on white, in base64, as it is kept."""
    found = Image.new("L", (80, 80), 255)
    ImageDraw.Draw(found).rectangle((10, 10, 20 + 5 * len(letter), 70), fill=0)
    target = io.BytesIO()
    found.save(target, "PNG")
    return base64.b64encode(picture.sign(target.getvalue())).decode()


def images(data: bytes) -> list[int]:
    """The bytes of each picture in a file."""
    return [len(one.data) for page in PdfReader(io.BytesIO(data)).pages for one in page.images]


def test_a_picture_stands_for_a_sign_on_every_paper_and_the_letters_in_files() -> None:
    one, other = drawn("a"), drawn("bbbb")
    names = {
        NAME: PrintedName(NAME, "斎原中央病院", ((SIGN, "斎"),), ((SIGN, one),)),
        f"{SIGN}川病院": PrintedName(f"{SIGN}川病院", "高川病院", ((SIGN, "高"),), ((SIGN, other),)),
        f"{FREE}林": PrintedName(f"{FREE}林", "小林", ((FREE, "小"),)),
    }
    rows = ((NAME, "1"), (f"{SIGN}川病院", "2"), (f"{FREE}林", "3"), ("\U0010f800と\U0010f801と\U0010ffff", "4"))
    table = Table("表", (Column("名称", width=40), Column("番号")), rows)
    with printed_names.on_paper(names):
        made = printed_names.content({"rows": rows, "title": NAME, "notes": ()})
        # Two hospitals mean two things by one sign, and nobody's own text shows anybody's picture.
        assert made["signs"] == {"\U0010f800": one, "\U0010f801": other}
        assert [row[0] for row in made["rows"]] == ["\U0010f800原中央病院", "\U0010f801川病院", "小林", "〓と〓と〓"]
        assert printed_names.content(made) is made
        found = Document("名称", (), (table,), table, (), (), False)
        data = pdf.document(found)
        assert len(images(data)) == 2
        told = texts(data, "pdf")
        assert "U+E000→図（Excelなどでは「斎」）（" in told
        assert "原中央病院" in told
        assert "U+E777→「小」（小林）" in told
        assert "U+10F800" not in told
        assert "斎原中央病院" in texts(files.render(found, "xlsx"), "xlsx")
        assert "斎原中央病院" in texts(files.render(found, "pptx"), "pptx")
        slip = Slip(f"{SIGN}川病院　病院長 殿", (("病院", NAME),))
        assert len(images(slips.document("用紙", NAME, [slip], ["注"], False))) == 2
    with printed_names.on_paper(NAMES):
        assert images(pdf.document(found)) == []
