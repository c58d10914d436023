"""Words of the year plan."""

from __future__ import annotations

from checklist.model.plan import DutyState, PlanDuty

PLAN_DUTIES = {
    PlanDuty.EVALUATES_ONE: "加算1を評価",
    PlanDuty.EVALUATES_TWO: "加算2を評価",
    PlanDuty.EVALUATED: "加算1による評価",
}
"""What is asked of a hospital, as a head of a column and in a sentence."""
DUTY_STATES = {
    DutyState.MISSING: "未充足",
    DutyState.DRAFT: "計画案",
    DutyState.PLANNED: "予定",
    DutyState.AGREED: "協議済み",
    DutyState.HELD: "手交待ち",
    DutyState.DONE: "実施済み",
}
NO_DUTY = "対象外"
"""What stands where nothing is asked of a hospital."""
PLAN_WEIGHTS = {
    "day": "受審病院の訪問を受ける日（1日ごと）",
    "change": "前の計画にない組合せ（計画し直すとき）",
    "repeated": "前年度と同じ組合せ（2年前は半分、3年前は3分の1）",
    "load": "訪問の回数（病床数に反比例）",
    "travel": "移動（10kmごと。移動時間の登録があるときは15分ごと）",
    "group": "同じグループの組合せ",
    "month": "同じ月に重なる訪問",
    "infection": "感染対策向上加算1どうしにならない組合せ",
    "unbound": "義務のない病院による訪問",
}
"""The weights of a plan by the name of their field."""
MONTH, HOST, LEADING, PINNED = "月", "受審病院", "代表病院", "固定"
JOINING = ("同行病院1", "同行病院2")
ONE_HOSPITAL, OTHER_HOSPITAL, MINUTES, DISTANCE = "病院1", "病院2", "移動時間（分）", "直線距離（km）"
"""The columns of the travel times."""
STATE, REMARKS = "状態", "注意"
RELEASED = "計画し直す"
"""The columns of the visits of a plan, on the screen and in its files."""
