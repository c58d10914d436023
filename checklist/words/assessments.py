"""Words for assessments."""

from __future__ import annotations

from checklist.model.assessments import AssessmentState, Track

TRACKS = {Track.SELF: "自己評価", Track.VISITOR: "訪問評価", Track.AGREED: "合意評価"}
ASSESSMENT_STATES = {
    AssessmentState.OPEN: "入力中",
    AssessmentState.SUBMITTED: "提出済み",
    AssessmentState.SEALED: "確定",
}
