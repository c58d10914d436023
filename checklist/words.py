"""Code <-> Japanese: every word that a user reads for a code stands here once."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime
from zoneinfo import ZoneInfo

from checklist.model import AssessmentState, HospitalKind, Relation, Role, Track, VisitMode, VisitState

TOKYO = ZoneInfo("Asia/Tokyo")

ROLES = {
    Role.SECRETARIAT: "地域事務局",
    Role.SAFETY_MANAGER: "医療安全管理者",
    Role.EVALUATOR: "訪問評価者",
    Role.LEADER: "病院幹部",
    Role.CENTER_STAFF: "支援センター職員",
    Role.ADMIN: "システム管理者",
}

TRACKS = {Track.SELF: "自己評価", Track.VISITOR: "訪問評価", Track.AGREED: "合意評価"}

ASSESSMENT_STATES = {
    AssessmentState.OPEN: "入力中",
    AssessmentState.SUBMITTED: "提出済み",
    AssessmentState.SEALED: "確定",
}

VISIT_STATES = {
    VisitState.PLANNED: "計画",
    VisitState.AGREED: "協議済み",
    VisitState.READY: "準備完了",
    VisitState.ON_SITE: "訪問中",
    VisitState.REPORTED: "報告済み",
    VisitState.ACKNOWLEDGED: "受領済み",
    VisitState.CLOSED: "終了",
    VisitState.CANCELLED: "中止",
}

VISIT_MODES = {VisitMode.ON_SITE: "訪問", VisitMode.ONLINE: "オンライン", VisitMode.PAPER: "書面"}

HOSPITAL_KINDS = {HospitalKind.GENERAL: "一般", HospitalKind.ADVANCED_TREATMENT: "特定機能病院"}

RELATIONS = {
    Relation.SAME: "同一",
    Relation.REWORDED: "文言修正",
    Relation.SPLIT: "分割",
    Relation.MERGED: "統合",
    Relation.NEW: "新設",
}

VALUES = {
    "S": "秀でている",
    "A": "適切",
    "B": "一部改善が必要",
    "C": "不適切・未実施",
    "YES": "はい",
    "NO": "いいえ",
    "NA": "該当なし",
    "UNVERIFIED": "確認不能",
}

VALUE_LETTERS = {"NA": "該当なし", "UNVERIFIED": "確認不能", "YES": "はい", "NO": "いいえ"}
"""What stands on a button or in a cell instead of the code, where the code is not itself a letter."""

FINDING_KINDS = {"finding": "指摘事項", "good_practice": "好事例"}
SIGNATORIES = {"host": "受審病院", "evaluator": "訪問側"}
MARKS = {"resolved": "解決", "continued": "継続", "recurred": "再発"}
PLAN_STATES = {
    "none": "計画未作成",
    "planned": "取組中",
    "overdue": "期限超過",
    "completed": "完了",
    "checked": "確認済み",
}
DUTIES = {
    "agreement": "協議の記録",
    "self_assessment": "自己評価の提出",
    "approval": "自己評価の院長承認",
    "visit": "訪問の実施",
    "report": "評価報告書の確定",
    "hand_over": "評価報告書の手交",
    "acknowledge": "評価報告書の受領",
    "plan": "業務改善計画書の作成",
}
FILING_EVENTS = {"filed": "届出", "changed": "変更の届出", "withdrawn": "辞退の届出"}
CRITERIA_WINDOWS = {"fiscal_year": "年度", "twelve_months": "直近12か月"}
REPORT_EVENTS = {"handed_over": "手交", "acknowledged": "受領", "reopened": "再開"}

UNAGREED = "未合意"
UNANSWERED = "未回答"
NOT_COMPARABLE = "比較不可"
FICTIONAL = "架空データ"

_WEEKDAYS = "月火水木金土日"
_ERAS = ((2019, "令和"), (1989, "平成"))


def value_word(value: str | None) -> str:
    """The short form of a rating value as it stands in a cell: A, B, C, 該当なし, 確認不能, or 未回答."""
    return UNANSWERED if value is None else VALUE_LETTERS.get(value, value)


def exempt(classes: Sequence[int]) -> str:
    """What stands at an item that is for other classes than the hospital's."""
    return f"{'・'.join(map(addon_class, classes))}の項目（この病院では回答不要）"


def addon_class(number: int | None) -> str:
    """The name of a class of hospitals, for instance 加算1."""
    return f"加算{number}" if number else "届出なし"


def fiscal_year(year: int) -> str:
    """A fiscal year with its era, for instance 2026年度（令和8年度）."""
    for start, era in _ERAS:
        if year >= start:
            number = year - start + 1
            return f"{year}年度（{era}{'元' if number == 1 else number}年度）"
    return f"{year}年度"


def day(value: date | None) -> str:
    """A date as hospital documents write it, for instance 2026年11月21日（土）."""
    if value is None:
        return "未定"
    return f"{value.year}年{value.month}月{value.day}日（{_WEEKDAYS[value.weekday()]}）"


def moment(value: datetime | None) -> str:
    """A point in time in Tokyo, for instance 2026年11月21日（土）14:32."""
    if value is None:
        return ""
    local = value.astimezone(TOKYO)
    return f"{day(local.date())}{local:%H:%M}"
