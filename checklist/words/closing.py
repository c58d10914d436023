"""Words for the closing meeting."""

from __future__ import annotations

from checklist.model.closing import FindingKind, Signatory, VisitText

FINDING_KINDS = {FindingKind.FINDING: "指摘事項", FindingKind.GOOD_PRACTICE: "好事例"}
SIGNATORIES = {Signatory.HOST: "受審病院", Signatory.EVALUATOR: "訪問側"}
UNAGREED = "未合意"
VISIT_TEXTS = {
    VisitText.REMARKS: "講評",
    VisitText.HOST_COMMENT: "受審病院のコメント",
    VisitText.FOLLOW_UP: "前回の指摘事項へのコメント",
    VisitText.AGREEMENT: "協議の内容",
    VisitText.REPORT_REASON: "評価報告書の再開・取消しの理由",
    VisitText.STATE_REASON: "訪問の状態を戻した理由",
    VisitText.ASSESSMENT_REASON: "提出を取り下げた理由",
}
