"""Check sheets drawn from the descriptions of the field before the rules had seen them: the messy ones."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass

from checklist.rules.sheets.sheet_draft import Grid

TEXTS = {
    "医療安全管理体制": (
        "医療安全のための指針が最新で、院内に公開されている", "医療安全管理部門が院長直轄で組織図に示されている",
        "委員会が月1回程度開催され、院長が出席している", "決定事項の実施を次回の委員会で確認している", "専任医師の配置と活動の記録",
    ),
    "報告と分析": (
        "報告の範囲と期限を明文化しているか", "医師からの報告割合を把握しているか", "影響度レベルの判定基準の統一",
        "対策の効果を再評価しているか",
    ),
    "医薬品安全": (
        "高濃度カリウム製剤の病棟在庫を制限している", "ハイリスク薬の表示と二重確認", "持参薬の鑑別の手順がある",
        "麻薬・向精神薬の残数を管理している", "口頭指示の記録と復唱を行っている",
    ),
    "医療機器安全": (
        "人工呼吸器の始業点検と警報設定を確認している", "輸液ポンプの流量の確認", "除細動器の日常点検の記録がある",
    ),
}  # fmt: skip
Rows = list[list[str]]


@dataclass(frozen=True)
class Drawn:
    """A file by its sheets, and the items that it holds: a word of the chapter, and the text."""

    sheets: dict[str, Rows]
    items: tuple[tuple[str, str], ...]

    @property
    def grids(self) -> dict[str, Grid]:
        """As a reader gives them."""
        return {name: tuple(map(tuple, rows)) for name, rows in self.sheets.items()}


ALL = tuple((chapter, text) for chapter, texts in TEXTS.items() for text in texts)


def each(*chapters: str) -> Iterator[tuple[int, str, int, str]]:
    """Number and name of the chapter, number and text of the item."""
    for n, (name, texts) in enumerate(TEXTS.items(), start=1):
        if not chapters or name in chapters:
            for m, text in enumerate(texts, start=1):
                yield n, name, m, text


def three_rows_of_heads() -> Drawn:
    rows = [
        ["別紙1"], ["医療安全対策地域連携加算に係る相互評価", "", "", "", "", "", "", "2026年度版"],
        ["凡例　A：適切　B：一部改善を要する　C：不適切　X：判定不能"],
        ["評価項目", "", "", "", "評価", "", "", "評価者の所見"], ["大項目", "", "番号", "内容", "自己", "訪問", "", ""],
        ["", "", "", "", "A・B・C", "A・B・C", "前年度", ""],
    ]  # fmt: skip
    for n, name, m, text in each():
        rows.append([str(n) if m == 1 else "", name if m == 1 else "", f"{n}-{m}", text, "", "", "B", ""])
    return Drawn({"評価表": [*rows, ["", "", "", "Aの数", "", "", "", ""]]}, ALL)


def a_head_on_each_page() -> Drawn:
    head, rows = ["No", "チェック内容", "判定", "メモ"], list[list[str]]()
    for number, (n, name, m, text) in enumerate(each(), start=1):
        if number % 6 == 1:
            rows += [["相互ラウンド点検表", "", "", f"{number // 6 + 1}/3頁"], ["病院名", "", "点検者", ""], head]
            rows += [["", f"{n}. {name}（つづき）", "", ""]] if m > 1 else []
        rows += [["", f"{n}. {name}", "", ""]] if m == 1 else []
        rows.append([str(number), text, "", ""])
    return Drawn({"点検表": rows}, ALL)


def wrapped_by_hand() -> Drawn:
    rows = [["確認内容", "", "結果"]]
    for n, name, m, text in each():
        rows += [[f"{n}　{name}", "", ""]] if m == 1 else []
        half = max(8, len(text) // 2)
        rows += [[f"({m})", text[:half], ""], ["", text[half:], ""]] if len(text) > half else [[f"({m})", text, ""]]
    return Drawn({"表": rows}, ALL)


def side_by_side_with_a_gap() -> Drawn:
    def block(*chapters: str) -> Rows:
        found: Rows = []
        for _, name, m, text in each(*chapters):
            found += [["", f"≪{name}≫", ""]] if m == 1 else []
            found.append([str(m), text, ""])
        return found

    left, right = block("医療安全管理体制", "報告と分析"), block("医薬品安全", "医療機器安全")
    right += [["", "", ""]] * (len(left) - len(right))
    head = ["No.", "点検の内容", "○×"]
    rows = [["医療安全ラウンド票（病棟用）"], [*head, "", *head]]
    return Drawn({"病棟": [*rows, *([*a, "", *b] for a, b in zip(left, right, strict=True))]}, ALL)


def tabs_in_unlike_columns() -> Drawn:
    sheets: dict[str, Rows] = {
        "はじめに": [["この点検表は4つのシートに分かれています。"], ["水色の欄に記入してください。"]]
    }
    shapes: tuple[tuple[list[str], Callable[[int, str], list[str]]], ...] = (
        (["番号", "点検項目", "評価"], lambda m, text: [str(m), text, ""]),
        (["評価", "番号", "点検項目"], lambda m, text: ["", str(m), text]),
        (["点検項目", "", "自己", "相互"], lambda m, text: [text, "", "", ""]),
        (["", "", ""], lambda m, text: [f"{m}", text, ""]),
    )
    for (name, texts), (head, row) in zip(TEXTS.items(), shapes, strict=True):
        sheets[name] = [[name], head, *(row(m, text) for m, text in enumerate(texts, start=1))]
    return Drawn(
        sheets | {"集計": [["区分", "A", "B", "C"], ["医療安全管理体制", "", "", ""], ["合計", "", "", ""]]}, ALL
    )


def no_head_and_boxes() -> Drawn:
    rows: Rows = [["職場巡視　自己点検"], ["部署", "", "実施日", ""]]
    for _, name, m, text in each():
        rows += [[], ["", name]] if m == 1 else []
        rows.append(["□", text])
    return Drawn({"Sheet1": rows}, ALL)


def numbers_in_full_width() -> Drawn:
    rows = [["点検事項", "該当", "記事"]]
    for n, name, m, text in each():
        wide = str.maketrans("0123456789-", "０１２３４５６７８９－")
        rows += [[f"{n}　{name}について".translate(wide), "", ""]] if m == 1 else []
        rows.append([f"{n}-{m}　".translate(wide) + text, "適・否", ""])
    return Drawn({"表": rows}, ALL)


def merged_down_and_across() -> Drawn:
    rows = [["医療安全相互チェック"], [], ["領域", "", "確認するポイント", "", "", "評定"]]
    for n, name, m, text in each():
        first = f"{n}\n{name}" if m == 1 else ""
        rows.append([first, "書類" if m == 1 else "", f"{m}", text, "", ""])
    return Drawn({"評価": rows}, ALL)


def rings_in_a_column() -> Drawn:
    rows = [["", "", "確認事項", "確認欄"]]
    for n, name, m, text in each():
        rows += [["❶❷❸❹"[n - 1], name, "", ""]] if m == 1 else []
        rows.append(["", "①②③④⑤"[m - 1], text, "□"])
    return Drawn({"表": rows}, ALL)


def written_downwards() -> Drawn:
    rows = [["分野", "№", "評価の視点・内容", "自己", "他者"]]
    for _, name, m, text in each():
        rows.append(["\n".join(name) if m == 1 else "", str(m), text, "", ""])
    return Drawn({"表": rows}, ALL)


def notes_between() -> Drawn:
    rows = [["項目", "評価"]]
    for n, name, m, text in each():
        rows += [[f"■{name}", ""], ["（この章は書類で確認する）", ""]] if m == 1 else []
        rows.append([f"{n}.{m} {text}", ""])
        rows += [["根拠：医療法施行規則第1条の11", ""], ["→確認できないときは空欄とする", ""]] if m % 2 else []
        rows += [["（参考）前回の指摘", ""]] if m == 3 else []
    return Drawn({"表": [*rows, ["自由記載欄"], ["ありがとうございました。"]]}, ALL)


def letters_down_a_column() -> Drawn:
    """The chapter's name with one letter in each row, beside its items; the last row takes what is left."""
    rows = [["区分", "番号", "点検項目", "結果"]]
    for _, name, m, text in each():
        last = m == len(TEXTS[name])
        rows.append([name[m - 1 :] if last else name[m - 1], str(m), text, ""])
    return Drawn({"表": rows}, ALL)


LAYOUTS = (
    three_rows_of_heads, a_head_on_each_page, wrapped_by_hand, side_by_side_with_a_gap, tabs_in_unlike_columns,
    no_head_and_boxes, numbers_in_full_width, merged_down_and_across, rings_in_a_column, written_downwards, notes_between,
    letters_down_a_column,
)  # fmt: skip
