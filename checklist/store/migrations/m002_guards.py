"""Triggers that keep the promises on every path: frozen sheets, locked assessments, append-only history."""

from __future__ import annotations

from sqlite_utils import Database

FROZEN = "refused: 使用を開始した点検表の版は変更できません。新しい版を作成してください。"
LOCKED = "not_open: この評価は提出済みのため、変更できません。"
KEPT = "refused: 記録は削除・変更できません。"

# In the database and not in Python, so that no import, script or later program gets round it. The values of the scales
# stand in a table for that: a trigger cannot ask Python.
RATING = f"""
CREATE TRIGGER rating_insert BEFORE INSERT ON rating BEGIN
    SELECT RAISE(ABORT, '{LOCKED}')
        WHERE (SELECT state FROM assessment WHERE id = NEW.assessment_id) IS NOT 'open';
    SELECT RAISE(ABORT, 'refused: この点検表にない項目です。') WHERE NOT EXISTS (
        SELECT 1 FROM item JOIN assessment ON assessment.version_id = item.version_id
        WHERE item.id = NEW.item_id AND assessment.id = NEW.assessment_id);
    SELECT RAISE(ABORT, 'refused: この点検表では使えない評定です。') WHERE NEW.value IS NOT NULL AND NOT EXISTS (
        SELECT 1 FROM assessment
        JOIN sheet_version ON sheet_version.id = assessment.version_id
        JOIN scale_value ON scale_value.scale = sheet_version.scale
        WHERE assessment.id = NEW.assessment_id AND scale_value.value = NEW.value);
    SELECT RAISE(ABORT, 'refused: 最初の回答の版は1です。') WHERE NEW.version <> 1;
    SELECT RAISE(ABORT, '{KEPT}') WHERE EXISTS (
        SELECT 1 FROM rating WHERE assessment_id = NEW.assessment_id AND item_id = NEW.item_id);
END;
CREATE TRIGGER rating_update BEFORE UPDATE ON rating BEGIN
    SELECT RAISE(ABORT, '{LOCKED}')
        WHERE (SELECT state FROM assessment WHERE id = OLD.assessment_id) IS NOT 'open';
    SELECT RAISE(ABORT, '{KEPT}')
        WHERE NEW.assessment_id <> OLD.assessment_id OR NEW.item_id <> OLD.item_id;
    SELECT RAISE(ABORT, 'refused: 回答の版は1つずつ進みます。') WHERE NEW.version <> OLD.version + 1;
    SELECT RAISE(ABORT, 'refused: この点検表では使えない評定です。') WHERE NEW.value IS NOT NULL AND NOT EXISTS (
        SELECT 1 FROM assessment
        JOIN sheet_version ON sheet_version.id = assessment.version_id
        JOIN scale_value ON scale_value.scale = sheet_version.scale
        WHERE assessment.id = NEW.assessment_id AND scale_value.value = NEW.value);
END;
CREATE TRIGGER rating_delete BEFORE DELETE ON rating BEGIN SELECT RAISE(ABORT, '{KEPT}'); END;
CREATE TRIGGER rating_inserted AFTER INSERT ON rating BEGIN
    INSERT INTO rating_history (assessment_id, item_id, version, value, comment, saved_at, person_id, operation_id,
        tapped_at) VALUES (NEW.assessment_id, NEW.item_id, NEW.version, NEW.value, NEW.comment, NEW.saved_at,
        NEW.person_id, NEW.operation_id, NEW.tapped_at);
END;
CREATE TRIGGER rating_updated AFTER UPDATE ON rating BEGIN
    INSERT INTO rating_history (assessment_id, item_id, version, value, comment, saved_at, person_id, operation_id,
        tapped_at) VALUES (NEW.assessment_id, NEW.item_id, NEW.version, NEW.value, NEW.comment, NEW.saved_at,
        NEW.person_id, NEW.operation_id, NEW.tapped_at);
END;
CREATE TRIGGER history_insert BEFORE INSERT ON rating_history BEGIN
    SELECT RAISE(ABORT, '{KEPT}') WHERE NOT EXISTS (
        SELECT 1 FROM rating WHERE assessment_id = NEW.assessment_id AND item_id = NEW.item_id
            AND version = NEW.version AND operation_id = NEW.operation_id);
    SELECT RAISE(ABORT, '{KEPT}') WHERE EXISTS (
        SELECT 1 FROM rating_history WHERE id = NEW.id OR operation_id = NEW.operation_id
            OR (assessment_id = NEW.assessment_id AND item_id = NEW.item_id AND version = NEW.version));
END;
"""

# Whatever uses a version first freezes it, not a command that could be forgotten. A visit_sheet has no moment of its
# own: its trigger takes SQLite's clock, in the form of the program, so that text order stays time order.
ASSESSMENT = f"""
CREATE TRIGGER assessment_freezes_version AFTER INSERT ON assessment BEGIN
    UPDATE sheet_version SET frozen_at = NEW.created_at WHERE id = NEW.version_id AND frozen_at IS NULL;
END;
CREATE TRIGGER visit_sheet_freezes_version AFTER INSERT ON visit_sheet BEGIN
    UPDATE sheet_version SET frozen_at = strftime('%Y-%m-%dT%H:%M:%f000+00:00', 'now')
        WHERE id = NEW.version_id AND frozen_at IS NULL;
END;
CREATE TRIGGER assessment_update BEFORE UPDATE ON assessment BEGIN
    SELECT RAISE(ABORT, '{KEPT}') WHERE NEW.id <> OLD.id OR NEW.track <> OLD.track
        OR NEW.version_id <> OLD.version_id OR NEW.hospital_id <> OLD.hospital_id
        OR NEW.fiscal_year <> OLD.fiscal_year OR NEW.edition <> OLD.edition
        OR NEW.visit_sheet_id IS NOT OLD.visit_sheet_id OR NEW.created_at <> OLD.created_at;
    SELECT RAISE(ABORT, 'not_open: 確定した評価は変更できません。') WHERE OLD.state = 'sealed';
    SELECT RAISE(ABORT, 'refused: 提出の取り下げには理由が必要です。')
        WHERE OLD.state = 'submitted' AND NEW.state = 'open' AND NOT EXISTS (
            SELECT 1 FROM assessment_event WHERE assessment_id = OLD.id AND kind = 'withdrawn'
                AND at >= OLD.submitted_at);
END;
"""

_FROZEN_ITEM = """(SELECT frozen_at FROM sheet_version WHERE id = {version}) IS NOT NULL"""


def _frozen_parts() -> str:
    """Triggers for chapter, item and lineage of a version that is in use."""
    parts = []
    for table in ("chapter", "item"):
        for verb, row in (("INSERT", "NEW"), ("UPDATE", "OLD"), ("DELETE", "OLD")):
            condition = _FROZEN_ITEM.format(version=f"{row}.version_id")
            parts.append((f"{table}_{verb.lower()}_frozen", f"{verb} ON {table}", condition))
    for verb, row in (("INSERT", "NEW"), ("UPDATE", "OLD"), ("DELETE", "OLD")):
        condition = _FROZEN_ITEM.format(version=f"(SELECT version_id FROM item WHERE id = {row}.item_id)")
        parts.append((f"lineage_{verb.lower()}_frozen", f"{verb} ON lineage", condition))
    parts.append(("version_delete_frozen", "DELETE ON sheet_version", "OLD.frozen_at IS NOT NULL"))
    # Its own `frozen_at` included: nobody thaws a version by the back door.
    parts.append(("version_update_frozen", "UPDATE ON sheet_version", "OLD.frozen_at IS NOT NULL"))
    return "\n".join(
        f"CREATE TRIGGER {name} BEFORE {event} BEGIN SELECT RAISE(ABORT, '{FROZEN}') WHERE {condition}; END;"
        for name, event, condition in parts
    )


def _kept_tables() -> str:
    """Triggers for tables whose rows are never deleted or replaced, and for logs that are never changed either."""
    never_deleted = ("hospital", "person", "visit", "visit_sheet", "assessment")
    append_only = ("rating_history", "assessment_event", "visit_event")
    pairs = [(table, verb) for table in append_only for verb in ("UPDATE", "DELETE")]
    pairs += [(table, "DELETE") for table in never_deleted]
    kept = [
        f"CREATE TRIGGER {table}_{verb.lower()}_kept BEFORE {verb} ON {table} BEGIN SELECT RAISE(ABORT, '{KEPT}'); END;"
        for table, verb in pairs
    ]
    # INSERT OR REPLACE deletes without firing DELETE triggers, so a second row with a known id is refused here.
    kept += [
        f"CREATE TRIGGER {table}_replace_kept BEFORE INSERT ON {table} BEGIN SELECT RAISE(ABORT, '{KEPT}') "
        f"WHERE EXISTS (SELECT 1 FROM {table} WHERE id = NEW.id); END;"
        for table in (*never_deleted, "assessment_event", "visit_event", "sheet_version", "chapter", "item")
    ]
    return "\n".join(kept)


VISIT = """
CREATE TRIGGER visit_hospital_is_not_host BEFORE INSERT ON visit_hospital BEGIN
    SELECT RAISE(ABORT, 'refused: 受審病院自身を訪問側にすることはできません。')
        WHERE NEW.hospital_id = (SELECT host_id FROM visit WHERE id = NEW.visit_id);
END;
CREATE TRIGGER visit_member_is_evaluator BEFORE INSERT ON visit_member BEGIN
    SELECT RAISE(ABORT, 'refused: 訪問評価者は訪問側の病院に所属する人に限ります。') WHERE NOT EXISTS (
        SELECT 1 FROM person JOIN visit_hospital USING (hospital_id)
        WHERE person.id = NEW.person_id AND visit_hospital.visit_id = NEW.visit_id);
END;
CREATE TRIGGER visit_host_stays BEFORE UPDATE OF host_id, fiscal_year ON visit BEGIN
    SELECT RAISE(ABORT, 'refused: 受審病院と年度は変更できません。訪問を中止して作り直してください。')
        WHERE NEW.host_id <> OLD.host_id OR NEW.fiscal_year <> OLD.fiscal_year;
END;
"""


def apply(db: Database) -> None:
    """Create the triggers."""
    for script in (RATING, ASSESSMENT, _frozen_parts(), _kept_tables(), VISIT):
        db.executescript(script)
