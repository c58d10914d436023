"""Check sheets as chance puts them together: heads, numbers, places of chapters, answers, notes, wrapped rows, covers."""

from __future__ import annotations

import random
from dataclasses import dataclass

from tests.rules.sheets.drawn_layouts import TEXTS, Drawn, Rows

QUESTIONS = {
    "薬剤の管理": ("毒薬は施錠できる場所に保管されていますか", "麻薬の残数は勤務交代時に確認されていますか。", "期限切れの薬剤はありませんか？"),
    "転倒転落の防止": ("アセスメントシートを用いて評価しているか", "評価結果に応じた看護計画を立案しているか"),
    "院内ラウンド": ("ラウンドは週1回以上行われているか", "改善状況を次のラウンドで確認しているか（直近3か月）"),
}  # fmt: skip
WORDS = {
    "外来": ("救急カートの点検記録", "酸素ボンベの固定", "点滴台のキャスター", "ナースコールの作動"),
    "手術部門": ("タイムアウトの実施", "ガーゼカウントの手順書"),
    "放射線部門": ("磁性体の持込み防止", "造影剤副作用への備え", "未読レポートの把握方法"),
}
HEADS = (
    "点検項目", "評価項目", "チェック項目", "確認事項", "評価内容", "確認のポイント", "評価の視点", "具体的な内容", "評価の要素", "項目内容",
    "小項目", "評価すべき事項", "要件", "質問事項", "評価基準", "内　容", "項　目", "確認する内容", "求められる内容",
)  # fmt: skip
ANSWERS = (
    ("自己評価", "訪問評価"), ("A", "B", "C", "―"), ("評価",), ("自己", "相互", "コメント"), ("はい", "いいえ", "非該当"), ("判定", "備考"),
    ("適", "不適", "該当なし"), ("4", "3", "2", "1"), ("自院評価", "相手評価", "所見"), ("自己チェック", "訪問時チェック", "確認資料"),
)  # fmt: skip
NAMES = ("{n}．{c}", "【{c}】", "■{c}", "{r}　{c}", "第{n}章　{c}", "＜{c}＞", "{l}. {c}", "◆ {c}", "{j}　{c}")
NOTES = ("※担当者に確認する", "（記録を確認すること）", "→資料を提示", "＊該当がない場合は記入不要")
COLUMNS = ("{n}-{m}", "{k}", "({m})", "{m}", "{a}", "{n}-1-{m}")
TEXTS_BEGIN = ("{i}{x}", "（{m}）{x}", "{n}.{m} {x}", "・{x}", "{m}) {x}", "問{k}　{x}", "{x}")


@dataclass(frozen=True)
class Plan:
    """What chance has chosen."""

    chapters: str
    column: str
    text: str
    name: str
    head: tuple[str, ...]
    answers: tuple[str, ...]
    filled: bool
    notes: bool
    wrapped: bool


def layout(seed: int) -> Drawn:
    """The same for the same seed."""
    chance = random.Random(seed)
    texts = chance.choice((TEXTS, QUESTIONS, WORDS))
    column = chance.choice((*COLUMNS, "", "", ""))
    chapters = chance.choice(("row", "row", "beside", "each row", "two", "sheets"))
    answers = chance.choice(ANSWERS)
    above = {"beside": ("区分",), "each row": ("大項目",), "two": ("大項目", "中項目")}.get(chapters, ())
    head = (*above, *(("No.",) if column else ()), chance.choice(HEADS), *answers)
    plan = Plan(
        chapters, column, "{x}" if column else chance.choice(TEXTS_BEGIN), chance.choice(NAMES), head, answers,
        chance.random() < 0.3, chance.random() < 0.3, bool(column) and chance.random() < 0.2,
    )  # fmt: skip
    heads: Rows = [[""] * (len(head) - len(answers)) + ["評価結果"]] if chance.random() < 0.4 else []
    heads.append(list(head))
    rows = {chapter: _chapter(plan, chance, n, chapter, found) for n, (chapter, found) in enumerate(texts.items(), 1)}
    sheets: dict[str, Rows]
    if chapters == "sheets":
        sheets = {chapter: heads + own for chapter, own in rows.items()}
    else:
        title: Rows = (
            [["医療安全相互評価チェックシート"], ["施設名：", "", "記入者：", ""], []] if chance.random() < 0.6 else []
        )
        sheets = {"評価表": [*title, *heads, *(row for own in rows.values() for row in own)]}
    if chance.random() < 0.3:
        sheets = {"表紙": [["相互評価"], ["評価日", ""]], **sheets, "記入要領": [["1", "青い欄に記入してください"]]}
    return Drawn(sheets, tuple((chapter, text) for chapter, found in texts.items() for text in found))


def _chapter(plan: Plan, chance: random.Random, n: int, chapter: str, texts: tuple[str, ...]) -> Rows:
    given = {"n": n, "c": chapter, "r": "ⅠⅡⅢⅣ"[n - 1], "l": "ABCD"[n - 1], "j": "一二三四"[n - 1]}
    rows: Rows = [[*([""] if plan.column else []), plan.name.format(**given)]] if plan.chapters == "row" else []
    for m, text in enumerate(texts, start=1):
        own = {**given, "m": m, "k": 10 * n + m, "a": "アイウエオ"[m - 1], "i": "①②③④⑤"[m - 1], "x": text}
        beside = {
            "beside": [chapter if m == 1 else ""],
            "each row": [chapter],
            "two": ["管理" if n * m == 1 else "", chapter if m == 1 else ""],
        }.get(plan.chapters, [])
        number = [plan.column.format(**own)] if plan.column else []
        told = plan.text.format(**own)
        answers = [chance.choice("AB○レ") if plan.filled and chance.random() < 0.7 else "" for _ in plan.answers]
        half = len(told) // 2 if plan.wrapped and len(told) > 18 else len(told)
        rows.append([*beside, *number, told[:half], *answers])
        if half < len(told):
            rows.append([""] * len([*beside, *number]) + [told[half:]])
        if plan.notes and m == 2:
            rows.append([""] * len([*beside, *number]) + [chance.choice(NOTES)])
    return rows
