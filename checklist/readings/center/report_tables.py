"""What a report of a centre tells beside its figures: its work, the four indicators of the health plan, cases, other desks."""

from __future__ import annotations

from typing import TypeVar

from checklist import words
from checklist.formats.table import Column, Table, Value
from checklist.model.center.activities import CaseExtract, CouncilMeeting, SafetyInformation
from checklist.model.center.council import ReportRemark
from checklist.model.fields import Record
from checklist.readings.center import activities_page
from checklist.rules.center import council as council_rules
from checklist.rules.center.periods import Span
from checklist.store.act import View
from checklist.store.center import council, desk, shipped, surveys
from checklist.store.records import records

R = TypeVar("R", bound=Record)
CONSULTED = 2
"""How many rows of 業務の実績 are about consultations; they stand first."""
FIGURES_ALONE = "相談の件数と対応の回数は、公表用の統計のみで示します。"
NONE_YET = "未入力（運営調査に入力すると表示します）"


def work(view: View, span: Span, public: bool) -> Table:
    """業務の実績 of a period by the tasks of the 運営要領; raises Forbidden."""
    table = activities_page.summary(view, span.word, (span.first, span.last))
    if not public:
        return table
    # Consultations and contacts alone are about people who called; the rest is what the centre itself did. A number of
    # today would tell by its difference what an edition of the figures hides.
    return Table(table.title, table.columns, table.rows[CONSULTED:], (*table.notes, FIGURES_ALONE))


def indicators(view: View, span: Span) -> Table:
    """The four indicators of the 医療計画 as far as this centre knows them; raises Forbidden."""
    last = min(span.last, view.today)
    rows: list[tuple[Value, ...]] = [
        ("センターの設置率（全国）", one.part, one.value, one.unit, f"{one.base}／{one.source}")
        for one in shipped.national()
        if one.what == "センター数"
    ]
    staff = surveys.staff(view, span.last)
    rows.append(
        ("相談職員の配置数（常勤換算）", "計", staff, "名", "運営調査の回答" if staff is not None else NONE_YET)
    )
    meetings = [one for one in _between(view, CouncilMeeting, span) if one.held]
    sent = _between(view, SafetyInformation, span)
    cases = [one for one in _between(view, CaseExtract, span) if one.approved_on and one.approved_on <= last]
    published = sum(council_rules.published(one, view.today) for one in meetings)
    of_information = "活動状況に関する情報提供の状況"
    rows += [
        (of_information, "公開した協議会の会議要旨", published, "回", "期間内に開催した会議のうち公開中のもの"),
        (of_information, "医療機関等への情報提供", len(sent), "回", "期間内に提供したもの"),
        (of_information, "公表を承認した相談事例", len(cases), "件", "期間内に作成したもの"),
        ("医療安全推進協議会の設置状況", "開催", len(meetings), "回", "期間内に開催したもの（書面開催を含む）"),
        ("医療安全推進協議会の設置状況", "委員", len(council.members(view, last)), "名", f"{words.day(last)}に任期中の委員"),
    ]  # fmt: skip
    columns = (
        Column("指標", "text", 28, least=10), Column("区分", "text", 24, least=8), Column("値", "number", 8), Column("単位", "text", 6), Column("母数・出典", "text", 44, least=12),
    )  # fmt: skip
    return Table("医療計画の4つの指標", columns, tuple(rows))


def _between(view: View, kind: type[R], span: Span) -> list[R]:
    return records.of_hospital(view, None, kind, span.first, min(span.last, view.today))


def extracts(view: View, span: Span) -> Table:
    """事例 that were approved for publication, as their own texts; raises Forbidden."""
    found = [
        one for one in _between(view, CaseExtract, span) if one.approved_on and one.approved_on <= view.today
    ]  # fmt: skip
    rows = tuple((one.heading, one.summary, one.response, one.advice) for one in reversed(found))
    columns = (
        Column("見出し", "text", 20, least=8), Column("相談の要旨", "text", 36, least=14), Column("対応", "text", 36, least=14), Column("協議会の助言", "text", 28, least=10),
    )  # fmt: skip
    return Table("主な相談事例", columns, rows, ("公表を承認した事例のみを掲載しています。",))


def desks(view: View) -> Table:
    """主な関係機関: the places that the desk names to callers, with when each was last checked; raises Forbidden."""
    rows = tuple((one.name, one.purpose, one.hours, one.phone, one.checked_on) for one in desk.referrals(view))
    columns = (
        Column("名称", "text", 28, least=10), Column("用件", "text", 34, least=12), Column("受付時間", "text", 20), Column("電話番号", "text", 16), Column("最後に確認した日", "date", 16),
    )  # fmt: skip
    return Table("主な関係機関の問い合わせ先", columns, rows)


def remarks(view: View, period: str) -> dict[str, str]:
    """The sentences of the centre's own by the part below which they stand; raises Forbidden."""
    found = records.where(view, None, ReportRemark, "period", [period])
    return {one.part: one.text.strip() for one in found if one.text.strip()}
