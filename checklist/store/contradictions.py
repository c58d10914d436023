"""Rows that contradict each other: each check is one question to the database, with its sentence for whoever it finds."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence

from sqlite_utils import Database

from checklist.errors import Fault

Check = Callable[[Database], Iterable[Fault]]


def _rows(sql: str, message: str) -> Check:
    """A check whose query gives (where, …) for every fault."""

    def check(db: Database) -> Iterable[Fault]:
        rows = [tuple(row) for row in db.conn.execute(sql)]
        return [Fault(f"評価{row[0]} 項目{row[1]}" if len(row) > 1 else row[0], message) for row in rows]

    check.__doc__ = message
    return check


latest_in_history = _rows(
    """SELECT r.assessment_id, i.code FROM rating r JOIN item i ON i.id = r.item_id
       LEFT JOIN rating_history h ON h.assessment_id = r.assessment_id AND h.item_id = r.item_id
           AND h.version = r.version
       WHERE h.id IS NULL OR h.value IS NOT r.value OR h.comment <> r.comment OR h.saved_at <> r.saved_at
           OR h.person_id <> r.person_id OR h.operation_id <> r.operation_id""",
    "評定が履歴の最後の記録と一致しません。",
)
rating_for_history = _rows(
    """SELECT h.assessment_id, i.code FROM rating_history h JOIN item i ON i.id = h.item_id
       LEFT JOIN rating r ON r.assessment_id = h.assessment_id AND r.item_id = h.item_id
       WHERE r.version IS NULL OR r.version < h.version GROUP BY 1, 2""",
    "履歴にある評定が失われています。",
)
unbroken_history = _rows(
    """SELECT h.assessment_id, i.code FROM rating_history h JOIN item i ON i.id = h.item_id
       GROUP BY h.assessment_id, h.item_id HAVING min(h.version) <> 1 OR max(h.version) <> count(*)""",
    "履歴の版が1から順にそろっていません。",
)
item_of_version = _rows(
    """SELECT r.assessment_id, i.code FROM rating r JOIN item i ON i.id = r.item_id
       JOIN assessment a ON a.id = r.assessment_id WHERE a.version_id <> i.version_id""",
    "この評価の点検表にない項目の評定があります。",
)
value_of_scale = _rows(
    """SELECT r.assessment_id, i.code FROM rating r JOIN item i ON i.id = r.item_id
       JOIN assessment a ON a.id = r.assessment_id JOIN sheet_version v ON v.id = a.version_id
       WHERE r.value IS NOT NULL
           AND NOT EXISTS (SELECT 1 FROM scale_value s WHERE s.scale = v.scale AND s.value = r.value)""",
    "評価尺度にない評定です。",
)
frozen_when_used = _rows(
    """SELECT '点検表 ' || code FROM sheet_version WHERE frozen_at IS NULL AND id IN
           (SELECT version_id FROM assessment UNION SELECT version_id FROM visit_sheet)""",
    "使用中の版が固定されていません。",
)
submission_noted = _rows(
    """SELECT '評価' || a.id FROM assessment a WHERE a.state <> 'open' AND NOT EXISTS (
           SELECT 1 FROM assessment_event e WHERE e.assessment_id = a.id AND e.kind = 'submitted')""",
    "提出済みですが、提出の記録がありません。",
)
state_noted = _rows(
    """SELECT '訪問' || v.id FROM visit v WHERE v.state <> coalesce(
           (SELECT state FROM visit_event e WHERE e.visit_id = v.id ORDER BY e.id DESC LIMIT 1), '')""",
    "状態が最後の記録と一致しません。",
)
sheet_of_visit = _rows(
    """SELECT '評価' || a.id FROM assessment a JOIN visit_sheet s ON s.id = a.visit_sheet_id
       JOIN visit v ON v.id = s.visit_id
       WHERE a.version_id <> s.version_id OR a.hospital_id <> v.host_id OR a.fiscal_year <> v.fiscal_year""",
    "訪問の点検表・病院・年度と一致しません。",
)
member_of_evaluator = _rows(
    """SELECT '訪問' || m.visit_id || ' ' || p.login FROM visit_member m JOIN person p ON p.id = m.person_id
       JOIN visit v ON v.id = m.visit_id
       WHERE v.state NOT IN ('closed', 'cancelled') AND NOT EXISTS (SELECT 1 FROM visit_hospital h
           WHERE h.visit_id = m.visit_id AND h.hospital_id = p.hospital_id)""",
    "訪問評価者が訪問側の病院に所属していません（異動の可能性）。",
)
seal_has_report = _rows(
    """SELECT '評価' || a.id FROM assessment a JOIN visit_sheet s ON s.id = a.visit_sheet_id
       WHERE a.state = 'sealed' AND NOT EXISTS (SELECT 1 FROM report r WHERE r.visit_id = s.visit_id
           AND NOT EXISTS (SELECT 1 FROM report_event e WHERE e.report_id = r.id AND e.kind = 'reopened'))""",
    "確定した評価ですが、評価報告書がありません。",
)
report_locks = _rows(
    """SELECT '訪問' || r.visit_id FROM report r JOIN visit_sheet s ON s.visit_id = r.visit_id
       JOIN assessment a ON a.visit_sheet_id = s.id WHERE a.state <> 'sealed' AND NOT EXISTS (
           SELECT 1 FROM report_event e WHERE e.report_id = r.id AND e.kind = 'reopened')""",
    "評価報告書が確定していますが、評価が確定していません。",
)
finding_in_history = _rows(
    """SELECT '指摘事項' || f.id FROM finding f LEFT JOIN finding_history h
           ON h.finding_id = f.id AND h.version = f.version
       WHERE h.id IS NULL OR h.text <> f.text OR h.kind <> f.kind OR h.dropped_at IS NOT f.dropped_at""",
    "指摘事項が履歴の最後の記録と一致しません。",
)
erased_comments = _rows(
    """SELECT t.assessment_id, i.code FROM (
           SELECT e.tombstone, h.comment, h.assessment_id, h.item_id FROM erasure e
           JOIN rating_history h ON e.place = 'rating_history' AND h.id = e.place_id
           UNION ALL SELECT e.tombstone, l.comment, l.assessment_id, l.item_id FROM erasure e
           JOIN late_answer l ON e.place = 'late_answer' AND l.id = e.place_id) t
       JOIN item i ON i.id = t.item_id WHERE t.comment <> t.tombstone""",
    "削除したはずの個人情報の欄に、別の文があります。",
)
erased_findings = _rows(
    """SELECT '指摘事項' || h.finding_id FROM erasure e JOIN finding_history h
           ON e.place = 'finding_history' AND h.id = e.place_id WHERE h.text <> e.tombstone""",
    "削除したはずの個人情報の欄に、別の文があります。",
)

CHECKS: Sequence[Check] = (
    latest_in_history, rating_for_history, unbroken_history, item_of_version, value_of_scale, frozen_when_used,
    submission_noted, state_noted, sheet_of_visit, seal_has_report, report_locks, finding_in_history,
)  # fmt: skip
ERASURES: Sequence[Check] = (erased_comments, erased_findings)
"""Those that ask whether what was erased is gone."""
