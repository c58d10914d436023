"""Lists of filings as the 地方厚生（支）局 publish them, of invented hospitals: 24 columns, the head in row 4, all texts."""

from __future__ import annotations

from collections.abc import Sequence

from tests.formats import odd_books

HEAD = (
    "項番", "都道府県コード", "都道府県名", "区分", "医療機関番号", "併設医療機関番号", "医療機関記号番号", "医療機関名称",
    "医療機関所在地（郵便番号）", "医療機関所在地（住所）", "電話番号", "FAX番号", "病床数", "受理届出名称", "受理記号", "受理番号",
    "算定開始年月日", "個別有効開始年月日", "備考（見出し）", "備考（データ）", "市町村コード", "市町村名", "種別コード", "種別",
)  # fmt: skip
ABOVE = ((), ("[令和８年７月１日 現在 ]令和８年７月２３日作成",), ())
MEALS, DENTAL = "入院時食事療養／生活療養（Ⅰ）", "歯科外来診療医療安全対策加算１"
Row = tuple[str, ...]


def row(
    number: int, name: str, filed: str, since: str, *, beds: str = "一般　　350", receipt: str = "第1号", remark: str = "",
    own_since: str = "", code: str = "", division: str = "医科",
) -> Row:  # fmt: skip
    """One row of the list."""
    heading = "医療安全対策地域連携加算" if remark else ""
    return (
        str(number), "99", "架空県", division, code or f"0110{number:03}", "", "", name, "999-0001", "架空市一丁目1",
        "000-000-0001", "", beds, filed, "記号", receipt, since, own_since, heading, remark, "", "", "22", "病院",
    )  # fmt: skip


def hospital(number: int, name: str, *, level: str = "１", beds: str = "一般　　350", **more: str) -> list[Row]:
    """A hospital with a meal filing, its add-on, and once more for the remark on it."""
    filed, since = f"医療安全対策加算{level}", more.get("since", "令和 6年 4月 1日")
    receipt, remark = more.get("receipt", "第64号"), f"医療安全対策地域連携加算{level}"
    return [
        row(number, name, MEALS, "平成 6年10月 1日", beds=beds, receipt="第10号"),
        row(number, name, filed, since, beds=beds, receipt=receipt),
        row(number, name, filed, since, beds=beds, receipt=receipt, remark=remark),
    ]


def book(rows: Sequence[Row], title: str = "Sheet1") -> bytes:
    """The list as a workbook."""
    return odd_books.xlsx({title: [*ABOVE, HEAD, *rows]})


def prefecture(hospitals: int, others: int) -> list[Row]:
    """A whole prefecture: hospitals with the add-on, and institutions without it, with some filings each."""
    rows = [
        one
        for number in range(hospitals)
        for one in hospital(number, f"架空県第{number}病院", level="１２"[number % 2])
    ]
    for number in range(others):
        rows += [
            row(number, f"架空診療所{number}", filed, "令和 3年 4月 1日", beds="", code=f"02{number:05}")
            for filed in (MEALS, DENTAL, "感染対策向上加算３", "データ提出加算", "がん治療連携指導料")
        ]
    return rows
