"""What both sides agreed on, as tables beside the comparison of a visit."""

from __future__ import annotations

from checklist import words
from checklist.errors import Forbidden, Refused
from checklist.formats.table import Column, Table
from checklist.model.assessments import Rating
from checklist.model.closing import report
from checklist.rules.closing import concordance
from checklist.store.act import View
from checklist.store.closing import closings
from checklist.store.closing.closings import ClosingItem, ClosingSheet

_COLUMNS = (
    Column("章", "text", 20),
    Column("項目コード", "text", 9),
    Column("項目", "text", 46),
    Column("自己評価", "text", 10),
    Column("訪問評価", "text", 10),
    Column("合意評価", "text", 10),
    Column("講評会での扱い", "text", 12),
    Column("合意のコメント", "text", 40),
)


def of_visit(view: View, visit_id: int) -> list[Table]:
    """One table for each sheet once the closing meeting has begun; none for whoever may not read it."""
    try:
        found = closings.read(view, visit_id)
    except (Forbidden, Refused):
        return []
    suffixes = [f" {one.version.name}" if len(found.sheets) > 1 else "" for one in found.sheets]
    return [_table(f"合意評価{suffix}", one) for suffix, one in zip(suffixes, found.sheets, strict=True)]


def _table(title: str, sheet: ClosingSheet) -> Table:
    names = {chapter.code: chapter.name for chapter in sheet.whole.chapters}
    rated = {
        one.item.code: (
            names[one.item.chapter_code],
            one.item.code,
            one.item.text,
            _word(one.own),
            _word(one.visitor),
            words.UNAGREED if one.agreed is None else words.value_word(one.agreed),
            _how(one),
            one.recorded.comment if one.recorded else "",
        )
        for one in sheet.items
    }
    blank = ("", "", words.EXEMPT, "", "")
    rated |= {one.code: (names[one.chapter_code], one.code, one.text, *blank) for one in sheet.exempt}
    return Table(title, _COLUMNS, tuple(rated[item.code] for item in sheet.whole.items), notes(sheet))


def _word(rating: Rating | None) -> str:
    return words.value_word(rating.value if rating else None)


def _how(one: ClosingItem) -> str:
    """How an item came to its value: talked about, or the same on both sides anyway."""
    if one.agreed is None:
        return ""
    return "協議" if one.to_discuss else "評定が同じ"


def notes(sheet: ClosingSheet) -> tuple[str, ...]:
    """Agreement in percent and kappa with what they leave out, and how they are defined."""
    return sentence(sheet.concordance), *words.left_out(len(sheet.exempt)), concordance.DEFINITION


def sentence(found: concordance.Concordance | report.Concordance) -> str:
    """Agreement in percent and kappa with what they leave out, of today or as it was sealed."""
    percent = words.NOT_COMPARABLE if found.percent is None else f"{found.percent:.1f}％"
    kappa = words.NOT_COMPARABLE if found.kappa is None else f"{found.kappa:.2f}"
    return (
        f"自己評価と訪問評価の一致率 {percent}（{found.compared}項目中{found.same}項目）、重み付きκ係数 {kappa}。"
        f"計算に含めない項目：未回答{found.unanswered}、確認不能{found.unverified}、該当なし{found.not_applicable}"
    )
