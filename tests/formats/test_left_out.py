"""What a reader does not take is told: cells beyond the limits, letters struck out within a cell, columns without a name."""

from __future__ import annotations

import io
import random
import re
from collections.abc import Callable
from typing import Any

import pytest
import xlsxwriter
import xlwt  # type: ignore[import-untyped]

from checklist.errors import Fault, Refused
from checklist.formats import file_lines, grid_file, workbook
from checklist.formats.file_lines import InFile, Line
from checklist.formats.file_questions import HIDDEN, LEAVE, STRUCK, TAKE
from checklist.formats.workbook import PARTLY, Found
from checklist.imports import foreign_sheet, guideline_file, hospital_file, option_file, region_file, topic_file
from tests.formats import odd_books
from tests.formats.odd_books import As, ods_cell, ods_row

pytestmark = pytest.mark.usefixtures("read_here")
COLUMNS = ("コード", "病院名", "病床数")
HEAD, FIRST = list(COLUMNS), ["X01", "架空東病院", 100]
Pieces = tuple[tuple[str, bool], ...]
"""The pieces of a text, and whether each is struck out."""


def wide(columns: int, value: Any = "覚書") -> list[Any]:
    return [*FIRST, *[""] * (columns - 4), value]


def refused(content: bytes, name: str = "一覧.xlsx", **answers: str) -> str:
    with pytest.raises(Refused) as found:
        grid_file.read(name, content, COLUMNS, answers=answers)
    return found.value.message


@pytest.mark.parametrize(
    ("columns", "value", "told"),
    [
        (40, "覚書", ""), (41, "覚書", "40列まで"), (42, "覚書", "AP2セルに値があります"), (60, 7, "BH2セルに値があります"),
        (300, False, "KN2セルに値があります"), (60, As(None, formula="=A1"), "BH2セルに値があります"), (60, "", ""),
        (60, As("#N/A", formula="=NA()"), "BH2セルに値があります"), (16384, "x", "XFD2セルに値があります"),
    ],
)  # fmt: skip
def test_a_value_to_the_right_of_all_columns_is_told_with_its_cell(columns: int, value: Any, told: str) -> None:
    content = odd_books.xlsx({"一覧": [HEAD, wide(columns, value)]})
    if told:
        assert told in refused(content)
    else:
        assert grid_file.read("一覧.xlsx", content, COLUMNS)[1][:3] == ("X01", "架空東病院", "100")


@pytest.mark.parametrize(
    "content", [odd_books.xls([HEAD, wide(60)]), odd_books.ods([ods_row(*HEAD), ods_row(*map(str, wide(60)))])]
)
def test_the_same_holds_for_other_kinds_of_workbooks(content: bytes) -> None:
    assert "「病院」シートのBH2セルに値があります。表が大きすぎます" in refused(content)


def test_only_the_sheet_that_is_taken_has_to_keep_the_limits() -> None:
    content = odd_books.xlsx({"集計": [["月", *range(70)]], "一覧": [HEAD, FIRST]})
    assert grid_file.read("一覧.xlsx", content, COLUMNS)[1] == ("X01", "架空東病院", "100")
    with pytest.raises(Refused, match="表が大きすぎます"):
        grid_file.read_sheets("一覧.xlsx", content)


def test_a_table_on_the_last_of_very_many_sheets_is_found() -> None:
    sheets: dict[str, Any] = {f"部署{number}": [["覚書", number]] for number in range(60)}
    found = grid_file.read("一覧.xlsx", odd_books.xlsx({**sheets, "一覧": [HEAD, FIRST]}), COLUMNS)
    assert (found.sheet, found[1][0]) == ("一覧", "X01")


def xlsx_pieces(pieces: Pieces) -> bytes:
    target = io.BytesIO()
    with xlsxwriter.Workbook(target, {"in_memory": True}) as book:
        sheet = book.add_worksheet("病院")
        fonts = {True: book.add_format({"font_strikeout": True}), False: book.add_format({"bold": True})}
        sheet.write_row(0, 0, HEAD)
        sheet.write_string(1, 0, "X01")
        sheet.write_rich_string(1, 1, *(part for text, is_struck in pieces for part in (fonts[is_struck], text)))
    return target.getvalue()


def inline_pieces(pieces: Pieces) -> bytes:
    found = xlsx_pieces(pieces)
    text = re.findall(rb"<si>(<r>.*?)</si>", odd_books.parts(found)["xl/sharedStrings.xml"])[0]
    return odd_books.packed({
        **odd_books.parts(found),
        "xl/worksheets/sheet1.xml": re.sub(
            rb'<c r="B2"[^>]*>.*?</c>', lambda _: b'<c r="B2" t="inlineStr"><is>' + text + b"</is></c>",
            odd_books.parts(found)["xl/worksheets/sheet1.xml"],
        ),
    })  # fmt: skip


def xls_pieces(pieces: Pieces) -> bytes:
    book, target = xlwt.Workbook(), io.BytesIO()
    sheet = book.add_sheet("病院")
    for column, text in enumerate(HEAD):
        sheet.write(0, column, text)
    sheet.write(1, 0, "X01")
    sheet.write_rich_text(
        1, 1, [(text, xlwt.easyfont("struck_out true" if is_struck else "bold true")) for text, is_struck in pieces]
    )
    book.save(target)
    return target.getvalue()


def ods_pieces(pieces: Pieces) -> bytes:
    styles = '<style:style style:name="T1"><style:text-properties style:text-line-through-style="solid"/></style:style>'
    spans = "".join(
        f'<text:span text:style-name="{"T1" if is_struck else "T2"}">{text}</text:span>' for text, is_struck in pieces
    )
    cell = f'<table:table-cell office:value-type="string"><text:p>{spans}</text:p></table:table-cell>'
    row = f"<table:table-row>{ods_cell('X01')}{cell}</table:table-row>"
    return odd_books.ods([ods_row(*HEAD), row], styles)


KINDS = {"xlsx": xlsx_pieces, "inline": inline_pieces, "xls": xls_pieces, "ods": ods_pieces}
OLD, NEW = ("架空旧病院", True), ("架空新病院", False)


def only(content: bytes) -> Found:
    (found,) = workbook.read(content)
    return found


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize(
    ("pieces", "partly", "struck"),
    [
        ((OLD, NEW), True, False), ((NEW, OLD), True, False), ((NEW, OLD, NEW), True, False), ((OLD, OLD), False, True),
        ((NEW, NEW), False, False),
    ],
)  # fmt: skip
def test_letters_struck_out_within_a_cell_are_known(kind: str, pieces: Pieces, partly: bool, struck: bool) -> None:
    found = only(KINDS[kind](pieces))
    assert found.rows[1] == ["X01", "".join(text for text, _ in pieces)]
    assert found.signs == ([(1, 1, PARTLY)] if partly else [])
    assert found.struck == ([1] if struck else [])


@pytest.mark.parametrize("kind", KINDS)
def test_a_name_that_was_corrected_by_hand_is_not_taken_in_as_both(kind: str) -> None:
    assert "2行目・B列：文字の一部に取り消し線があります。" in refused(KINDS[kind]((OLD, NEW)))
    assert "取り消し線のある行があります（2行目）" in refused(KINDS[kind]((OLD, OLD)))
    assert grid_file.read("x", KINDS[kind]((OLD, OLD)), COLUMNS, answers={STRUCK: LEAVE})[1] == ()
    assert grid_file.read("x", KINDS[kind]((OLD, OLD)), COLUMNS, answers={STRUCK: TAKE})[1][1] == "架空旧病院" * 2


def test_how_a_name_is_spoken_is_no_piece_of_it() -> None:
    spoken = b'<rPh sb="0" eb="2"><t>\xe3\x82\xab\xe3\x82\xaf\xe3\x82\xa6</t></rPh></si>'
    found = odd_books.parts(xlsx_pieces((OLD, OLD)))
    texts = found["xl/sharedStrings.xml"]
    place = texts.index(b"</si>", texts.index(b"<r>"))
    content = {**found, "xl/sharedStrings.xml": texts[:place] + spoken + texts[place + len(b"</si>") :]}
    assert (only(odd_books.packed(content)).struck, only(odd_books.packed(content)).signs) == ([1], [])


def test_of_a_sheet_of_somebody_else_all_that_is_not_read_is_told() -> None:
    rows = [
        ["番号", "点検項目"], ["1", "責任者を定めているか"], ["2", As("古い規程を掲示しているか", struck=True)],
        ["3", "隠れた項目があるか"], ["4", As(None, formula="=A1")], ["5", "手順書を見直しているか"],
    ]  # fmt: skip
    content = odd_books.xlsx({"今年": rows, "去年": rows}, hidden=["去年"], rows=[3])
    found = foreign_sheet.read("点検表.xlsx", content)
    assert [one.text for one in found.items] == ["責任者を定めているか", "手順書を見直しているか"]
    assert [(one.sheet, one.line, one.why) for one in found.left_out if one.line != 1] == [
        ("去年", 0, "非表示のシート"), ("今年", 3, "取り消し線のある行"), ("今年", 4, "非表示の行"),
        ("今年", 5, "数式の値がファイルに保存されていません。Excelで開いて保存し直すか、値に置き換えてください。"),
    ]  # fmt: skip
    assert "取り込まない行は5行です。" in foreign_sheet.sentence(found)


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("a,,c\n1,2,3\n", "B列に、列の名前がありません。"), ("a,c\n1,3,覚書\n", "C列に、列の名前がありません。"),
        (",a,c\n9,1,3\n", "A列に、列の名前がありません。"), ("a,,c\n1,,3\n", ""), ("a,c,,\n1,3,,\n", ""), ("題名,,,x\na,c\n1,3\n", ""),
    ],
)  # fmt: skip
def test_values_below_no_name_are_told_and_not_lost(text: str, told: str) -> None:
    grid = grid_file.read("x.csv", text.encode(), ("a", "c"))
    if not told:
        assert [line.cells["c"] for line in file_lines.read(grid, ("a", "c"), ("a",), "なし")] == ["3"]
        return
    with pytest.raises(Refused, match=told):
        file_lines.read(grid, ("a", "c"), ("a",), "なし")


@pytest.mark.parametrize(
    ("where", "told"),
    [
        ("2行目", "「表」シート　7行目"), ("3行目・名称", "「表」シート　9行目・名称"), ("4行目", "4行目"), ("1行目", "1行目"), ("版の名称", "版の名称"),
    ],
)  # fmt: skip
def test_what_is_refused_of_a_list_is_told_by_the_rows_of_its_file(where: str, told: str) -> None:
    found = InFile.of([Line(7, {}, "表"), Line(9, {}, "表")], lambda line: line.number)
    assert found == [7, 9]
    for rows, place in ((found, told), ([7, 9], where)):
        with pytest.raises(Refused) as refusal, file_lines.by_row(rows):
            raise Refused([Fault(where, "架空")])
        assert [one.where for one in refusal.value.faults] == [place]


BOOKS: dict[str, bytes] = {
    "xlsx": odd_books.xlsx({"一覧": [HEAD, FIRST, ["X02", As("架空西病院", struck=True), As(9, "000")]]}, rows=[1]),
    "pieces": xlsx_pieces((OLD, NEW)),
    "strict": odd_books.strict(odd_books.xlsx({"一覧": [HEAD, FIRST]})),
    "xls": odd_books.xls([HEAD, FIRST], hidden=[1]),
    "ods": ods_pieces((OLD, NEW)),
}
READERS: dict[str, Callable[[str, bytes], object]] = {
    "region": region_file.read, "topics": topic_file.read, "guideline": guideline_file.read, "options": option_file.read,
    "foreign": foreign_sheet.read, "grid": lambda name, data: grid_file.read(name, data, COLUMNS, answers={HIDDEN: TAKE}),
}  # fmt: skip
# Not in this process: numbers so large that whoever believes them ends it, which is what the one of its own is for.
NASTY = (b"-1", b"", b"NaN", b"\xff", b"9999-99-99", b"ZZZZZ1", b"\xe3\x80", b"&#0;", b"A0")


def damaged(content: bytes, chance: random.Random) -> bytes:
    """A workbook with something wrong within one of its parts, or in its bytes."""
    if not content.startswith(b"PK") or chance.random() < 0.3:
        end = chance.randrange(len(content)) if chance.random() < 0.5 else len(content)
        found = bytearray(content[:end])
        for _ in range(min(end, chance.randrange(1, 9))):
            found[chance.randrange(end)] = chance.randrange(256)
        return bytes(found)
    parts = odd_books.parts(content)
    name = chance.choice([one for one in parts if one.endswith((".xml", ".rels"))])
    part, place = parts[name], chance.randrange(len(parts[name]))
    number = list(re.finditer(rb'(?<=")[0-9A-Z]+(?=")', part))
    start, end = (
        chance.choice(number).span() if number and chance.random() < 0.5 else (place, place + chance.randrange(9))
    )
    return odd_books.packed({**parts, name: part[:start] + chance.choice(NASTY) + part[end:]})


def told_of(read: Callable[[str, bytes], object], content: bytes) -> str:
    """What is refused of a file, or nothing."""
    try:
        read("表.xlsx", content)
    except Refused as found:
        return found.message
    return ""


@pytest.mark.parametrize("reader", READERS)
@pytest.mark.parametrize("kind", BOOKS)
def test_a_damaged_workbook_is_read_or_refused_in_sentences(kind: str, reader: str) -> None:
    chance = random.Random(f"{kind} {reader}")
    for _ in range(12):
        content = damaged(BOOKS[kind], chance)
        told = told_of(READERS[reader], content)
        assert not re.search("Error|Traceback|None|invalid|xml", told)
        assert all("。" in line for line in told.splitlines())


@pytest.mark.parametrize("name", ["架空ガーデン病院", "ｶｸｳｶﾞｰﾃﾞﾝ病院", "架空カ\u3099ーテ\u3099ン病院"])
def test_codes_alike_but_for_their_width_are_one_code(name: str) -> None:
    data = f"コード,病院名,病床数\nＸ０１,{name},100\nX01,架空別病院,90\n".encode()
    faults = region_file.read("x.csv", data).parts[hospital_file.SHEET].faults
    assert [one.message for one in faults if "重複" in one.message] == ["「X01」は2行目と重複しています。"]
