"""Words for the closing meeting."""

from __future__ import annotations

from checklist.model.closing import FindingKind, Signatory

FINDING_KINDS = {FindingKind.FINDING: "指摘事項", FindingKind.GOOD_PRACTICE: "好事例"}
SIGNATORIES = {Signatory.HOST: "受審病院", Signatory.EVALUATOR: "訪問側"}
UNAGREED = "未合意"
