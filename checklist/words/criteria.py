"""Words for the 施設基準."""

from __future__ import annotations

from checklist.model.criteria import Certainty, Result

# What an inspector writes.
RESULTS = {Result.MET: "適", Result.NOT_MET: "否", Result.UNKNOWN: "要確認"}
CERTAINTIES = {
    Certainty.CONFIRMED: "令和8で確認済み",
    Certainty.UNCHANGED: "令和6から変更なしと確認",
    Certainty.REGION: "地域で確認済み",
    Certainty.UNSEEN: "令和8の通知を未確認",
}

PARAMETERS = {
    "points": "点数",
    "text": "基準の内容",
    "other_hours": "専従者の他の業務の上限（月の時間）",
    "hours": "研修の時間",
    "years": "経験年数",
    "times": "回数",
    "conference_percent": "カンファレンスを開催した週の割合（％）",
    "conference_low_percent": "これより少なければ「否」とする割合（％）",
    "conference_interval_weeks": "カンファレンスの間隔（週）",
    "committee_percent": "委員会を開催した月の割合（％）",
    "committee_low_percent": "委員会がこれより少なければ「否」とする割合（％）",
    "round_months": "院内巡回の間隔（か月）",
    "plan_months": "業務改善計画書の間隔（か月）",
    "grace_days": "記録までの猶予（日）",
    "near_days": "期限前に予定を求める日数",
}
"""What can be corrected of a requirement or an add-on."""
