"""The last check sheets, drawn and measured (122 of 137 items found) before the rules were widened for them, too."""

from __future__ import annotations

from tests.rules.sheets.drawn_layouts import Drawn, Rows

CHAPTERS = {
    "患者誤認防止": ("患者に氏名を名乗ってもらい、2つの識別子で確認している", "リストバンドの装着と例外時の手順", "検体ラベルを採取時に照合しているか", "同姓同名の注意表示"),
    "転倒・転落": ("入院時に危険度を評価し、計画に反映している", "発生後の頭部外傷への対応手順がある", "ベッドの高さと柵、履物の確認"),
    "輸血": ("同意書を取得し保管している", "2名での照合と機器による照合", "開始後5分、15分の観察を記録している", "副反応の報告体制"),
    "検査・報告書": ("画像診断報告書の未読を管理しているか", "パニック値の連絡手順と記録", "責任者の配置"),
}  # fmt: skip
ALL = tuple((chapter, text) for chapter, texts in CHAPTERS.items() for text in texts)
EACH = [(n, c, m, text) for n, (c, texts) in enumerate(CHAPTERS.items(), 1) for m, text in enumerate(texts, 1)]


def tab_for_each_department() -> Drawn:
    sheets: dict[str, Rows] = {"集計表": [["部署", "得点"], ["病棟", ""], ["外来", ""]]}
    for _, chapter, m, text in EACH:
        head = [[f"【{chapter}】相互チェックシート"], ["", "評価内容", "4", "3", "2", "1", "特記"]]
        sheets.setdefault(chapter.replace("・", ""), [row[:] for row in head]).append(
            [f"{m}", text, "", "", "", "", ""]
        )
    return Drawn(sheets, tuple((chapter.replace("・", ""), text) for chapter, text in ALL))


def chapters_as_bands_with_points() -> Drawn:
    rows: Rows = [
        ["令和8年度 相互評価シート（加算1・加算2共通）"],
        ["評価対象施設：", "", "評価日：", ""],
        ["項目番号", "評価項目", "配点", "得点", "コメント"],
    ]
    for n, chapter, m, text in EACH:
        rows += [[f"{n}", chapter, f"{5 * len(CHAPTERS[chapter])}点満点", "", ""]] if m == 1 else []
        rows.append([f"{n}-{m}", text, "5", "", ""])
    return Drawn({"評価": [*rows, ["", "合計点", "70", "", ""]]}, ALL)


def item_over_three_rows() -> Drawn:
    rows: Rows = [["№", "点検項目", "自己", "相互"]]
    for n, chapter, m, text in EACH:
        rows += [["", f"〔{n}〕{chapter}", "", ""]] if m == 1 else []
        third = -(-len(text) // 3)
        parts = [text[at : at + third] for at in range(0, len(text), third)]
        rows += [[f"{m}" if at == 0 else "", part, "", ""] for at, part in enumerate(parts)]
    return Drawn({"点検表": rows}, ALL)


def three_blocks_beside_each_other() -> Drawn:
    names = list(CHAPTERS)[:3]
    rows: Rows = [[cell for name in names for cell in (name, "", "")], ["番号", "チェックポイント", "✓"] * 3]
    for at in range(max(len(CHAPTERS[name]) for name in names)):
        cells = [(f"{at + 1}", CHAPTERS[name][at], "") if at < len(CHAPTERS[name]) else ("", "", "") for name in names]
        rows.append([text for one in cells for text in one])
    return Drawn({"ラウンド": rows}, tuple(one for one in ALL if one[0] in names))


def only_one_column() -> Drawn:
    rows: Rows = [["医療安全 相互点検 質問書"], ["以下の設問にお答えください。"]]
    for n, chapter, m, text in EACH:
        rows += [[], [f"{'一二三四'[n - 1]}、{chapter}"]] if m == 1 else []
        rows.append([f"　{m}）{text}"])
    return Drawn({"質問書": rows}, ALL)


def law_and_target_columns_first() -> Drawn:
    rows: Rows = [["対象", "法令", "大項目", "小項目", "点検内容", "確認方法", "A", "B", "C", "NA"]]
    for _, chapter, m, text in EACH:
        rows.append(["加算1・2", "イ", chapter if m == 1 else "", f"({m})", text, "現場", "", "", "", ""])
    return Drawn({"様式": rows}, ALL)


def page_breaks_with_signatures() -> Drawn:
    rows: Rows = []
    for k, (n, chapter, m, text) in enumerate(EACH):
        if k % 5 == 0:
            rows += [["評価者署名", "", "", ""], ["1枚目" if k == 0 else f"{k // 5 + 1}枚目", "", "", ""]] if k else []
            rows += [["番号", "内容", "評点", "指摘"]]
        rows += [["", f"◆{chapter}◆", "", ""]] if m == 1 else []
        rows.append([f"{n}－{m}", text, "", ""])
    return Drawn({"表": rows}, ALL)


def english_letters_and_sub_chapters() -> Drawn:
    rows: Rows = [["", "チェック項目", "Yes", "No", "N/A"]]
    for n, chapter, m, text in EACH:
        rows += [["ABCD"[n - 1], chapter, "", "", ""]] if m == 1 else []
        rows.append([f"{'ABCD'[n - 1]}{m}", text, "", "", ""])
    return Drawn({"Checklist": rows}, ALL)


def answers_filled_in_already() -> Drawn:
    rows: Rows = [["区分", "評価項目", "自己評価", "根拠・現状", "訪問評価", "講評"]]
    for _, chapter, m, text in EACH:
        rows.append(
            [
                chapter,
                f"{m}. {text}",
                "A" if m % 2 else "B",
                "手順書第3版を2026年4月に改訂し、各部署の朝礼で周知した。",
                "A",
                "良好である。",
            ]
        )
    return Drawn({"R8": rows}, ALL)


def legend_below_and_guide_rows() -> Drawn:
    rows: Rows = [["", "確認事項", "結果"]]
    for n, chapter, m, text in EACH:
        rows += [[f"{n}", f"{chapter}に関すること", ""]] if m == 1 else []
        rows += [["", f"({n}.{m}) {text}", "ア・イ・ウ"], ["", "［確認方法］手順書と記録を見る", ""]]
    return Drawn({"表": [*rows, ["ア：できている", "イ：一部", "ウ：できていない"]]}, ALL)


LAST = (
    tab_for_each_department, chapters_as_bands_with_points, item_over_three_rows, three_blocks_beside_each_other, only_one_column,
    law_and_target_columns_first, page_breaks_with_signatures, english_letters_and_sub_chapters, answers_filled_in_already,
    legend_below_and_guide_rows,
)  # fmt: skip
