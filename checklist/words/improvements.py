"""Words for follow-ups and improvement plans."""

from __future__ import annotations

from checklist.model.improvements import PlanState, Sequel

SEQUELS = {Sequel.RESOLVED: "解決", Sequel.CONTINUED: "継続", Sequel.RECURRED: "再発"}
PLAN_STATES = {
    PlanState.NONE: "計画未作成",
    PlanState.PLANNED: "取組中",
    PlanState.OVERDUE: "期限超過",
    PlanState.COMPLETED: "完了",
    PlanState.CHECKED: "確認済み",
}
