"""Further check sheets, drawn and measured (118 of 160 items found) before the rules were widened for them."""

from __future__ import annotations

from tests.rules.sheets.drawn_layouts import ALL, TEXTS, Drawn, Rows, each


def chapters_to_the_right() -> Drawn:
    rows = [["番号", "点検項目", "区分", "A", "B", "C"]]
    rows += [[f"{n}-{m}", text, name, "", "", ""] for n, name, m, text in each()]
    return Drawn({"表": rows}, ALL)


def questions_with_answers_below() -> Drawn:
    rows: Rows = [["医療安全　相互評価　設問票"], [], ["設問", "", "回答"]]
    for _, name, m, text in each():
        rows += [[f"《{name}》", "", ""]] if m == 1 else []
        rows += [[f"問{m}", text, ""], ["", "1．はい　2．いいえ　3．該当しない", ""]]
    return Drawn({"設問票": rows}, ALL)


def two_columns_of_pages() -> Drawn:
    """Two pages of a booklet beside each other on one sheet, without any head."""
    pages: list[Rows] = [[], []]
    for n, name, m, text in each():
        page = pages[0] if n < 3 else pages[1]
        page += [[f"【{name}】", ""]] if m == 1 else []
        page.append([f"{m}", text])
    longest = max(map(len, pages))
    filled = [[*page, *[["", ""]] * (longest - len(page))] for page in pages]
    return Drawn({"冊子": [[*left, "", *right] for left, right in zip(*filled, strict=True)]}, ALL)


def each_chapter_a_table_with_its_own_head() -> Drawn:
    rows: Rows = [["様式3"], ["2026年度　医療安全地域連携　チェックリスト"]]
    for n, name, m, text in each():
        rows += [[], [f"表{n}", name, "", ""], ["", "確認すること", "結果", "根拠資料"]] if m == 1 else []
        rows.append([f"{n}{m:02}", text, "", "規程" if m == 1 else ""])
    return Drawn({"様式3": rows}, ALL)


def levels_of_rating_in_columns() -> Drawn:
    rows = [
        ["", "", "", "当院の状況", "", "", "", "訪問者の評価", "", "", ""],
        ["分類", "番号", "評価項目", "できている", "一部", "できていない", "非該当", "できている", "一部", "できていない", "非該当"],
    ]  # fmt: skip
    rows += [[name, str(k), text, *[""] * 8] for k, (_, name, _, text) in enumerate(each(), start=1)]
    return Drawn({"相互評価": [*rows, ["記入者", "", "", "", "", "", "", "", "", "", ""]]}, ALL)


def blanks_between_all_rows() -> Drawn:
    rows: Rows = [["点検内容", "確認", "備考"]]
    for n, name, m, text in each():
        rows += [[], [f"第{n}　{name}"], []] if m == 1 else [[]]
        rows.append([f"（{m}）　{text}", "□", ""])
    return Drawn({"表": rows}, ALL)


def short_items_without_any_sign() -> Drawn:
    rows: Rows = [["環境ラウンド"], ["場所", "点検箇所", "良", "否"]]
    items = (("病室", "ベッド柵の固定"), ("病室", "ナースコールの位置"), ("病室", "床の水ぬれ"), ("廊下", "手すりのがたつき"), ("廊下", "避難経路"), ("浴室", "滑り止め"), ("浴室", "緊急呼出し"))  # fmt: skip
    before = ""
    for place, text in items:
        rows.append([place if place != before else "", text, "", ""])
        before = place
    return Drawn({"環境": [*rows, ["", "以上の点検を行いました。", "", ""]]}, items)


def explained_in_a_second_column() -> Drawn:
    rows = [["No.", "項目", "着眼点", "判定"]]
    long = (
        "規程、名簿、議事録などの文書により確認し、担当者に聞き取りを行ったうえで、現場の状況と照らし合わせて判定する"
    )
    for n, name, m, text in each():
        rows += [[f"{n}", name, "", ""]] if m == 1 else []
        rows.append([f"{n}.{m}", text, long, ""])
    return Drawn({"表": rows}, ALL)


def roman_and_kana() -> Drawn:
    rows = [["Ⅰ〜Ⅳの各項目について自己評価を行う"], ["評価の項目", "", "自己評価", "相互評価"]]
    for n, name, m, text in each():
        rows += [[f"{'ⅠⅡⅢⅣ'[n - 1]}", name, "", ""]] if m == 1 else []
        rows.append([f"{'アイウエオ'[m - 1]}", text, "", ""])
    return Drawn({"表": rows}, ALL)


def stars_and_levels_beside() -> Drawn:
    rows: Rows = [["", "重点", "確認項目", "現地", "書類"]]
    for n, name, m, text in each():
        rows += [["", "", f"{n}）{name}", "", ""]] if m == 1 else []
        rows.append(["", "★" if m == 1 else "", f"{m}）{text}", "○" if m % 2 else "", "○"])
        rows += [["", "", "　　※訪問時に現物を確認", "", ""]] if m == 2 else []
    return Drawn({"表": rows}, ALL)


SECOND = (
    chapters_to_the_right, questions_with_answers_below, two_columns_of_pages, each_chapter_a_table_with_its_own_head,
    levels_of_rating_in_columns, blanks_between_all_rows, short_items_without_any_sign, explained_in_a_second_column,
    roman_and_kana, stars_and_levels_beside,
)  # fmt: skip
assert len(ALL) == sum(map(len, TEXTS.values()))
