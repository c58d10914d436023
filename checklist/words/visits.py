"""Words for visits and their duties."""

from __future__ import annotations

from checklist.model.visits import DateAnswer, DayPart, Duty, PollState, StepState, VisitMode, VisitState

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
VISIT_MODES = {VisitMode.IN_PERSON: "訪問", VisitMode.ONLINE: "オンライン", VisitMode.PAPER: "書面"}
DUTIES = {
    Duty.AGREEMENT: "協議の記録",
    Duty.SELF_ASSESSMENT: "自己評価の提出",
    Duty.APPROVAL: "自己評価の院長承認",
    Duty.VISIT: "訪問の実施",
    Duty.REPORT: "評価報告書の確定",
    Duty.HAND_OVER: "評価報告書の手交",
    Duty.ACKNOWLEDGE: "評価報告書の受領",
    Duty.PLAN: "改善計画書（相互評価）の作成",
}
STEP_STATES = {
    StepState.LATE: "期限超過",
    StepState.DUE: "これから期限",
    StepState.COMING: "前の手続きの後",
    StepState.DONE: "済み",
}
"""How a step of a visit stands in the schedule of the year."""
DAY_PARTS = {DayPart.WHOLE: "終日", DayPart.MORNING: "午前", DayPart.AFTERNOON: "午後"}
DATE_ANSWERS = {DateAnswer.YES: "○ 可", DateAnswer.MAYBE: "△ 調整可", DateAnswer.NO: "× 不可"}
POLL_STATES = {PollState.OPEN: "回答受付中", PollState.FIXED: "決定", PollState.WITHDRAWN: "取りやめ"}
