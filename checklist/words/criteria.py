"""Words for the 施設基準."""

from __future__ import annotations

from checklist.model.criteria import Mark, Result

# What an inspector writes.
RESULTS = {Result.MET: "適", Result.NOT_MET: "否", Result.UNKNOWN: "要確認"}
MARKS = {
    Mark.CONFIRMED: "令和8で確認済み",
    Mark.UNCHANGED: "令和6から変更なしと確認",
    Mark.UNSEEN: "令和8の通知を未確認",
}
