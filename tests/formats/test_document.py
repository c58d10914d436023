"""A document in every format, with no more than it has to have."""

from __future__ import annotations

import io
import itertools
from dataclasses import replace
from datetime import date

import openpyxl
import pytest
from pypdf import PdfReader

from checklist.formats import chart_labels, column_widths, files, pdf, qr_code, slips
from checklist.formats.document import Document, overview
from checklist.formats.slips import Slip
from checklist.formats.table import Chart, Column, Cover, Kind, Table, highest
from tests import pdf_text

FACTS = (("病院", "架空中央病院"), ("年度", "2026年度"))
ITEMS = Table("項目別", (Column("項目コード"), Column("評定")), (("1-01", "A"),))
DOCUMENT = Document("訪問評価", FACTS, (overview(FACTS), ITEMS), ITEMS, (), (), False)


def on_paper(found: Document) -> str:
    return "".join(pdf_text.pages(files.render(found, "pdf")))


@pytest.mark.parametrize("kind", files.KINDS)
def test_a_document_without_cover_charts_or_notes_is_a_file_of_every_kind(kind: str) -> None:
    assert len(files.render(DOCUMENT, kind)) > 20


def test_the_facts_are_a_table_in_a_workbook_and_stand_once_on_paper() -> None:
    assert overview(FACTS).names == ("事項", "内容")
    assert overview(FACTS).rows == FACTS
    assert on_paper(DOCUMENT).count("架空中央病院") == 1


def test_a_document_says_itself_what_stands_at_its_foot_and_is_then_always_the_same_file() -> None:
    fixed = replace(DOCUMENT, printed="基準日　2026年11月22日")
    assert files.render(fixed, "pdf") == files.render(fixed, "pdf")
    assert "基準日" in on_paper(fixed)
    assert "出力日時" in on_paper(DOCUMENT)


def test_a_cover_has_its_own_heading() -> None:
    assert "評価報告書" in on_paper(replace(DOCUMENT, cover=Cover("評価報告書")))
    assert "評価報告書" not in on_paper(DOCUMENT)
    # Each of several hospitals has a director of its own, with room for the name.
    letter = "".join(on_paper(replace(DOCUMENT, cover=Cover("評価報告書", senders=("甲病院", "乙病院")))).split())
    assert letter.count("病院長") == letter.count("甲病院病院長乙病院病院長") * 2 == 2


# Of our font, as parts of its size: everything Japanese is 1 wide.
WIDTHS = {**dict.fromkeys("0123456789", 0.555), **dict.fromkeys(",.", 0.278), "-": 0.347}


def places(content: bytes) -> dict[str, tuple[float, float]]:
    """Where each piece of the first page begins and ends across it."""
    found: dict[str, tuple[float, float]] = {}

    def drawn(text: str, page: list[float], line: list[float], _: object, size: float) -> None:
        left = page[4] + line[4] * page[0]
        found[text.strip()] = (left, left + size * sum(WIDTHS.get(letter, 1.0) for letter in text.strip()))

    PdfReader(io.BytesIO(content)).pages[0].extract_text(visitor_text=drawn)
    return found


def test_a_heading_stands_where_the_cells_of_its_column_stand() -> None:
    """Numbers end where their heading ends, words begin where it begins, and no other heading is nearer to a cell."""
    kinds: tuple[tuple[str, Kind], ...] = (
        ("甲章", "text"),
        ("乙率", "percent"),
        ("丙", "number"),
        ("丁件数", "number"),
        ("戊欄", "text"),
        ("己日", "date"),
        ("庚差", "points"),
    )
    cells = ("あああああああ。", 88.5, 11, 1234, "いいいい", date(2026, 10, 5), -3.4)
    told = ("あああああああ。", "88.5", "11", "1,234", "いいいい", "2026年10月5日", "-3.4")
    for room in (8, 30):
        table = Table("表", tuple(Column(name, kind, room) for name, kind in kinds), (cells,))
        found = places(pdf.document(replace(DOCUMENT, tables=(table,), csv_table=table)))
        side = {name: int(kind not in ("text", "date")) for name, kind in kinds}
        for (name, _), cell in zip(kinds, told, strict=True):
            place = next(at for text, at in found.items() if text == cell or text.startswith(cell[:6]))
            assert place[side[name]] == pytest.approx(found[name][side[name]], abs=0.6), (name, room)
            middle = sum(place) / 2
            nearest = min(side, key=lambda one: abs(sum(found[one]) / 2 - middle))
            assert nearest == name, room


def pieces_of(content: bytes, page: int = 0) -> list[tuple[str, float, float, float, float]]:
    """Every piece of a page with its left, right and lower edge and its size, in points."""
    found = []

    def drawn(text: str, page: list[float], line: list[float], _: object, size: float) -> None:
        if name := text.strip():
            left, low = page[4] + line[4] * page[0] + line[5] * page[2], page[5] + line[4] * page[1] + line[5] * page[3]
            found.append((name, left, left + size * sum(WIDTHS.get(letter, 1.0) for letter in name), low, size))

    PdfReader(io.BytesIO(content)).pages[page].extract_text(visitor_text=drawn)
    return found


def covering(found: list[tuple[str, float, float, float, float]]) -> list[tuple[str, str]]:
    """The pieces that stand on each other."""
    pairs = itertools.combinations(found, 2)
    return [
        (one[0], other[0])
        for one, other in pairs
        if one[1] + 1 < other[2] and other[1] + 1 < one[2] and abs(one[3] - other[3]) < 0.8 * min(one[4], other[4])
    ]


def test_names_and_numbers_of_a_line_chart_never_cover_each_other() -> None:
    months = [f"{2024 + (3 + n) // 12}年{(3 + n) % 12 + 1}月" for n in range(31)]
    rows = tuple((name, 50.0 + n % 3, 51.0 + n % 2, 90.0 - n) for n, name in enumerate(months))
    table = Table("推移", (Column("月"), *(Column(name, "percent") for name in ("甲", "乙", "丙"))), rows)
    for length in (4, 31):
        some = replace(table, rows=rows[:length])
        drawn = Chart("line", "図", 0, "月", ("甲", "乙", "丙"))
        content = pdf.document(replace(DOCUMENT, facts=(), tables=(some,), csv_table=some, charts=(drawn,)))
        last = len(PdfReader(io.BytesIO(content)).pages) - 1
        found = pieces_of(content, last)
        assert covering(found) == [], length
        beside = [one for one in found if one[4] == 7 and "." in one[0]]
        # Of so many points the numbers would lie on their lines: the table has them.
        assert len(beside) >= length if length <= chart_labels.FEW else beside == []


def test_a_table_that_goes_on_is_named_at_its_left_and_halves_of_a_chart_have_one_scale() -> None:
    table = Table(
        "長い表",
        (Column("年度", "year"), Column("章"), Column("件", "number")),
        tuple((2000, f"章{n}", n) for n in range(80)),
    )
    content = pdf.document(replace(DOCUMENT, tables=(table,), csv_table=table))
    (again,) = [one for one in pieces_of(content, 1) if one[0].startswith("長")]
    assert again[1] == pytest.approx(18 * 72 / 25.4, abs=1)
    made = pdf._chart(table, Chart("bar", "図", 0, "章", ("件",)))
    assert [one["full"] for one in made] == [80] * len(made)
    assert len(made) > 1
    assert made[0]["series"][0]["points"][20]["number"] == 25
    ends = {3: 4, 9: 12, 59: 80, 99: 120, 101: 120, 313: 320, 0.5: 0.8}
    for most, end in ends.items():
        one = Table("数", (Column("章"), Column("件", "number")), (("体制", most),))
        assert highest(one, Chart("bar", "図", 0, "章", ("件",))) == pytest.approx(end), most


def test_no_number_day_or_short_word_is_broken_where_another_column_has_room() -> None:
    columns = (
        Column("区分", "text", 6),
        Column("項目コード", "text", 6),
        Column("受領日", "date", 8),
        Column("内容", "text", 60),
        Column("備考", "text", 30),
    )
    table = Table("訪問", columns, (("受けた訪問", "1-02", "2026年11月28日（土）", "手" * 80, ""),))
    wide = column_widths.fitted(table, 116, 3)
    assert sum(wide) == pytest.approx(116)
    assert [round(one) for one in (*wide[:3], wide[4])] == [13, 13, 23, 7]
    assert column_widths.pieces("2025年度（105項目） 加算1") == ["2025年度", "（105項目） ", "加算1"]
    assert column_widths.lines("架空中央総合病院（評価：架空星ヶ浦南病院）", 18) == [
        "架空中央総合病院",
        "（評価：",
        "架空星ヶ浦南",
        "病院）",
    ]
    for name, room, told in (
        ("架空みなと病院", 13, "架空みなと\n病院"),
        ("架空泉ヶ原市民病院", 13, "架空泉ヶ原\n市民病院"),
        ("架空月見野リハビリテーション病院", 20, "架空月見野リハビリ\nテーション病院"),
        ("2022年度からの変化", 12, "2022年度\nからの変化"),
        ("95％下限", 6, "95％\n下限"),
        ("年度別", 6, "年度別"),
        ("割合（％）", 8, "割合\n（％）"),
        ("医療安全管理体制", 8, "医療安全\n管理体制"),
        ("評定数", 2, "評定数"),
    ):
        assert column_widths.broken(name, room) == told, name
    # Nor a title, on a paper or on a slip.
    long = replace(DOCUMENT, title="架空中央総合病院 2026年度 医療安全管理委員会の記録")
    assert column_widths.lines(long.title, 20) == ["架空中央総合病院 ", "2026年度 ", "医療安全管理", "委員会の", "記録"]
    drawn = {one[0]: one[3] for one in pieces_of(pdf.document(long)) if one[4] == 20}
    assert drawn["委員会"] > drawn["記録"]
    slip = slips.document(
        "題", "架空県 医療安全地域連携（架空地域）　医療安全 相互チェック", [Slip("架空 花子 様", (), "")], (), True
    )
    below = [one[0] for one in pieces_of(slip) if one[4] == 9]
    assert "医療安全 相互" in below, below
    # Nor a name in a cell: its lines end between words; of a sentence they end anywhere, of what fits nowhere.
    for text, most, parts in (
        ("医療安全管理体制", 13, ["医療", "安全", "管理", "体制"]),
        ("職員研修・情報周知", 14, ["職員研修・", "情報周知"]),
        ("架空星ヶ浦南病院、架空大学病院", 14, ["架空星ヶ浦南", "病院、", "架空", "大学", "病院"]),
        ("患者誤認防止", 12, "患者誤認防止"),
        ("確認した。", 4, "確認した。"),
        ("架空病院（本院）、架空医院", 10, "架空病院（本院）、架空医院"),
        ("手" * 25, 10, "手" * 25),
        (None, 10, None),
    ):
        assert column_widths.words(text, most) == parts, text
    named = Table("表", (Column("章", "text", 10), Column("内容", "text", 106)), (("医療安全管理体制", "手" * 99),))
    inside = pieces_of(pdf.document(replace(DOCUMENT, facts=(), tables=(named,), csv_table=named)))
    put = {one[0]: one[3] for one in inside}
    assert put["医療"] > put["安全"] > put["管理"] > put["体制"], put
    # Kanji and kana are drawn one after the other, on one line.
    low = {
        one[0]: one[3] for one in pieces_of(pdf.document(replace(DOCUMENT, facts=(), tables=(table,), csv_table=table)))
    }
    assert low["項目"] == low["コード"] != low["けた"] == low["訪問"]
    # Where not all have room, heads give way before cells do.
    tight = Table("広い", tuple(Column("長い名前の列", "number", 5) for _ in range(9)), ((12345,) * 9,))
    assert min(column_widths.fitted(tight, 90, 3)) >= 9


def test_what_heads_beside_each_other_begin_with_stands_once_above_them() -> None:
    names = (
        "章",
        *(f"2025年度（105項目） 架空みなと{n}病院" for n in "甲乙丙丁戊己庚辛壬癸"),
        "届出（件）",
        "届出（回）",
    )
    table = Table(
        "表", tuple(Column(one, "percent" if n else "text") for n, one in enumerate(names)), (("体制", *[50.0] * 12),)
    )
    assert column_widths.grouped(names) == [("", 1), ("2025年度（105項目）", 10), ("", 1), ("", 1)]
    text = "".join(on_paper(replace(DOCUMENT, tables=(table,), csv_table=table)).split())
    # Ten columns are one table; what goes on on paper says it again.
    assert text.count("2025年度（105項目）") == 1
    assert text.count("みなと") == 10
    content = pdf.document(replace(DOCUMENT, facts=(), tables=(table,), csv_table=table))
    lows = {name: low for name, _, _, low, _ in reversed(pieces_of(content))}
    assert lows["2025年度（105項目）"] == lows["章"] > lows["みなと"] > lows["病院"]


def test_nothing_on_a_slip_stands_on_anything_else() -> None:
    facts = tuple((f"事項{n}", "長い内容の文字" * 2) for n in range(4))
    made = [Slip("架空 花子 様", facts[:many], qr_code.svg("https://example.jp/", "コード")) for many in (2, 4)]
    content = slips.document(
        "題", "架空県 医療安全地域連携（架空地域）　確認場所のしるし", made, ("注" * 60,) * 2, True
    )
    assert covering(pieces_of(content)) == []


def rows_of(count: int) -> list[int]:
    """How many rows of a table stand on each page."""
    rows = tuple((f"行{number:03}", float(number)) for number in range(count))
    table = Table("長い表", (Column("項目"), Column("得点率", "percent")), rows)
    pages = pdf_text.pages(pdf.document(replace(DOCUMENT, tables=(table,), csv_table=table)))
    return [page.count("行") for page in pages]


def test_no_page_has_a_row_of_a_table_by_itself() -> None:
    first = rows_of(60)[0]
    for count in range(first - 1, first + 4):
        found = rows_of(count)
        assert sum(found) == count
        assert min(found) >= 3
    # Nor where a table begins, however much stands above it.
    for count in range(first - 12, first - 2):
        above = Table("上の表", (Column("事"),), (("上",),) * count)
        below = Table("下の表", (Column("項目"), Column("数", "number")), tuple((f"行{one}", one) for one in range(8)))
        pages = pdf_text.pages(pdf.document(replace(DOCUMENT, tables=(above, below), csv_table=below)))
        assert min(filter(None, (page.count("行") for page in pages))) >= 3, count


def test_all_tables_of_a_paper_stand_one_way() -> None:
    wide = Table("広い表", tuple(Column(f"列{n}", "text", 30) for n in range(6)), (("あ",) * 6,))
    found = replace(DOCUMENT, tables=(ITEMS, wide, ITEMS), csv_table=ITEMS)
    for one, ways in ((found, {True}), (replace(found, cover=Cover("表紙")), {False, True})):
        pages = PdfReader(io.BytesIO(pdf.document(one))).pages
        turned = [page.mediabox.width > page.mediabox.height for page in pages]
        assert set(turned) == ways
        # The cover stands upright, and nothing behind the first table is turned back.
        assert turned == sorted(turned)


def test_a_chart_with_more_bars_than_a_page_holds_becomes_several() -> None:
    rows = tuple((f"章{number}", float(number), 50.0, 60.0) for number in range(30))
    columns = (Column("章"), *(Column(name, "percent") for name in ("加算1", "加算2", "自院")))
    table = Table("章別", columns, rows)
    chart = Chart("bar", "図", 0, "章", ("加算1", "加算2", "自院"))
    text = on_paper(replace(DOCUMENT, tables=(table,), csv_table=table, charts=(chart,)))
    assert all(f"図（{number}/3）" in text for number in (1, 2, 3))
    assert "図（4" not in text


def test_a_workbook_says_in_front_what_it_rests_on_and_for_whom_it_was_made() -> None:
    plain = replace(DOCUMENT, tables=(ITEMS,))
    for found in (DOCUMENT, plain):
        book = openpyxl.load_workbook(io.BytesIO(files.render(found, "xlsx", "架空 花子")))
        assert book.sheetnames == ["概要", "項目別"]
        told = {row[0].value: row[1].value for row in book["概要"].iter_rows()}
        assert told["病院"] == "架空中央病院"
        assert "架空 花子" in str(told["出力"])
    # A table that is filled in and taken in again has nothing in front of it.
    assert openpyxl.load_workbook(io.BytesIO(files.render(replace(plain, facts=()), "xlsx"))).sheetnames == ["項目別"]


def test_no_page_of_a_paper_has_the_notes_of_a_table_alone() -> None:
    for count in (44, 45, 46, 47):
        rows = tuple((f"行{place}", place) for place in range(count))
        table = Table("一覧", (Column("月"), Column("件", "number")), rows, ("数え方。", "今月は含めません。"))
        *_, last = pdf_text.pages(pdf.document(replace(DOCUMENT, facts=(), tables=(table,), csv_table=table)))
        assert "今月は含めません。" in last, count
        assert f"行{count - 3}" in last, count
