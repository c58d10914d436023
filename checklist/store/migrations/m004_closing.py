"""Tables and triggers for what follows a visit: closing meeting, sealed report, improvement plans."""

from __future__ import annotations

from sqlite_utils import Database

from checklist.store.migrations.m003_visit_day import KEPT, keep

_DATE = "GLOB '[0-9][0-9][0-9][0-9]-[0-9][0-9]-[0-9][0-9]'"
_HASH = "CHECK (length(sha256) = 64)"

_ON_SITE = "(SELECT state FROM visit WHERE id = {row}.visit_id) IS NOT 'on_site'"
_SIGNED = "EXISTS (SELECT 1 FROM signature WHERE visit_id = {row}.visit_id AND voided_at IS NULL)"
_SEALED = "not_open: 講評の記録は、訪問中の訪問でだけ変更できます。確定した報告書は変更できません。"
_HAS_SIGNED = "not_open: 署名が済んでいるため、変更できません。変更するには署名を取り消してください。"


def _closing_lock(row: str) -> str:
    """The lines of a trigger that close the record of the closing meeting outside of it."""
    return f"""SELECT RAISE(ABORT, '{_SEALED}') WHERE {_ON_SITE.format(row=row)};
    SELECT RAISE(ABORT, '{_HAS_SIGNED}') WHERE {_SIGNED.format(row=row)};"""


def _signed_lock(verb: str, row: str) -> str:
    """The trigger that keeps signed agreed values; only the value that both sides share is written in at sealing."""
    # CROSS JOIN fixes the order: without statistics the planner starts from every rating of that item in the region.
    return f"""CREATE TRIGGER agreed_{verb.lower()}_signed BEFORE {verb} ON rating WHEN EXISTS (
    SELECT 1 FROM assessment a JOIN visit_sheet s ON s.id = a.visit_sheet_id
    JOIN signature g ON g.visit_id = s.visit_id AND g.voided_at IS NULL
    WHERE a.id = {row}.assessment_id AND a.track = 'agreed')
BEGIN
    SELECT RAISE(ABORT, '{_HAS_SIGNED}') WHERE NEW.operation_id NOT LIKE 'common-%' OR NOT EXISTS (
        SELECT 1 FROM assessment a CROSS JOIN visit_sheet s ON s.id = a.visit_sheet_id
        CROSS JOIN assessment v ON v.visit_sheet_id = s.id AND v.track = 'visitor'
        CROSS JOIN rating theirs ON theirs.assessment_id = v.id AND theirs.item_id = {row}.item_id
        CROSS JOIN rating own ON own.assessment_id = s.self_assessment_id AND own.item_id = {row}.item_id
        WHERE a.id = {row}.assessment_id AND theirs.value = NEW.value AND own.value = NEW.value);
END;"""


CLOSING = f"""
CREATE TABLE closing (
    visit_id INTEGER PRIMARY KEY REFERENCES visit (id),
    remarks TEXT NOT NULL DEFAULT '' CHECK (length(remarks) <= 20000),
    version INTEGER NOT NULL CHECK (version >= 1),
    opened_at TEXT NOT NULL,
    updated_at TEXT NOT NULL,
    person_id INTEGER NOT NULL REFERENCES person (id)
) STRICT;
CREATE TABLE finding (
    id INTEGER PRIMARY KEY,
    visit_id INTEGER NOT NULL REFERENCES visit (id),
    item_id INTEGER NOT NULL REFERENCES item (id),
    kind TEXT NOT NULL CHECK (kind IN ('finding', 'good_practice')),
    text TEXT NOT NULL CHECK (length(trim(text)) > 0 AND length(text) <= 2000),
    version INTEGER NOT NULL CHECK (version >= 1),
    dropped_at TEXT,
    created_at TEXT NOT NULL,
    updated_at TEXT NOT NULL,
    person_id INTEGER NOT NULL REFERENCES person (id)
) STRICT;
CREATE INDEX finding_by_visit ON finding (visit_id);
CREATE TABLE finding_history (
    id INTEGER PRIMARY KEY,
    finding_id INTEGER NOT NULL REFERENCES finding (id),
    version INTEGER NOT NULL,
    kind TEXT NOT NULL,
    text TEXT NOT NULL,
    dropped_at TEXT,
    at TEXT NOT NULL,
    person_id INTEGER NOT NULL REFERENCES person (id),
    UNIQUE (finding_id, version)
) STRICT;
CREATE TABLE signature (
    id INTEGER PRIMARY KEY,
    visit_id INTEGER NOT NULL REFERENCES visit (id),
    edition INTEGER NOT NULL CHECK (edition >= 1),
    side TEXT NOT NULL CHECK (side IN ('host', 'evaluator')),
    name TEXT NOT NULL CHECK (length(trim(name)) > 0 AND length(name) <= 100),
    person_id INTEGER NOT NULL REFERENCES person (id),
    at TEXT NOT NULL,
    voided_at TEXT,
    void_reason TEXT,
    CHECK ((voided_at IS NULL) = (void_reason IS NULL))
) STRICT;
CREATE UNIQUE INDEX signature_one_of_side ON signature (visit_id, edition, side) WHERE voided_at IS NULL;

CREATE TRIGGER closing_insert BEFORE INSERT ON closing BEGIN
    {_closing_lock("NEW")}
    SELECT RAISE(ABORT, '{KEPT}') WHERE EXISTS (SELECT 1 FROM closing WHERE visit_id = NEW.visit_id);
END;
CREATE TRIGGER closing_update BEFORE UPDATE ON closing BEGIN
    {_closing_lock("OLD")}
    SELECT RAISE(ABORT, '{KEPT}') WHERE NEW.visit_id <> OLD.visit_id OR NEW.version <> OLD.version + 1;
END;
CREATE TRIGGER finding_insert BEFORE INSERT ON finding BEGIN
    {_closing_lock("NEW")}
    SELECT RAISE(ABORT, 'refused: この訪問の点検表にない項目です。') WHERE NOT EXISTS (
        SELECT 1 FROM item JOIN visit_sheet USING (version_id)
        WHERE item.id = NEW.item_id AND visit_sheet.visit_id = NEW.visit_id);
    SELECT RAISE(ABORT, '{KEPT}') WHERE NEW.version <> 1 OR EXISTS (SELECT 1 FROM finding WHERE id = NEW.id);
END;
CREATE TRIGGER finding_update BEFORE UPDATE ON finding BEGIN
    {_closing_lock("OLD")}
    SELECT RAISE(ABORT, '{KEPT}') WHERE NEW.id <> OLD.id OR NEW.visit_id <> OLD.visit_id
        OR NEW.item_id <> OLD.item_id OR NEW.version <> OLD.version + 1;
END;
CREATE TRIGGER finding_inserted AFTER INSERT ON finding BEGIN
    INSERT INTO finding_history (finding_id, version, kind, text, dropped_at, at, person_id)
        VALUES (NEW.id, NEW.version, NEW.kind, NEW.text, NEW.dropped_at, NEW.updated_at, NEW.person_id);
END;
CREATE TRIGGER finding_updated AFTER UPDATE ON finding BEGIN
    INSERT INTO finding_history (finding_id, version, kind, text, dropped_at, at, person_id)
        VALUES (NEW.id, NEW.version, NEW.kind, NEW.text, NEW.dropped_at, NEW.updated_at, NEW.person_id);
END;
CREATE TRIGGER finding_history_insert BEFORE INSERT ON finding_history BEGIN
    SELECT RAISE(ABORT, '{KEPT}') WHERE NOT EXISTS (
            SELECT 1 FROM finding WHERE id = NEW.finding_id AND version = NEW.version)
        OR EXISTS (SELECT 1 FROM finding_history WHERE id = NEW.id
            OR (finding_id = NEW.finding_id AND version = NEW.version));
END;
CREATE TRIGGER signature_insert BEFORE INSERT ON signature BEGIN
    SELECT RAISE(ABORT, '{_SEALED}') WHERE {_ON_SITE.format(row="NEW")};
    SELECT RAISE(ABORT, 'refused: この版には署名できません。') WHERE NEW.edition <>
        1 + (SELECT count(*) FROM report WHERE visit_id = NEW.visit_id);
    SELECT RAISE(ABORT, '{KEPT}') WHERE NEW.voided_at IS NOT NULL OR EXISTS (
        SELECT 1 FROM signature WHERE id = NEW.id);
    SELECT RAISE(ABORT, 'refused: この側の署名はすでに済んでいます。') WHERE EXISTS (SELECT 1 FROM signature
        WHERE visit_id = NEW.visit_id AND edition = NEW.edition AND side = NEW.side AND voided_at IS NULL);
END;
CREATE TRIGGER signature_update BEFORE UPDATE ON signature BEGIN
    SELECT RAISE(ABORT, '{KEPT}') WHERE OLD.voided_at IS NOT NULL OR NEW.voided_at IS NULL OR NEW.id <> OLD.id
        OR NEW.visit_id <> OLD.visit_id OR NEW.edition <> OLD.edition OR NEW.side <> OLD.side
        OR NEW.name <> OLD.name OR NEW.person_id <> OLD.person_id OR NEW.at <> OLD.at;
    SELECT RAISE(ABORT, 'refused: 確定した報告書の署名は、報告書を再開するまで取り消せません。') WHERE EXISTS (
        SELECT 1 FROM report WHERE visit_id = OLD.visit_id AND edition = OLD.edition AND NOT EXISTS (
            SELECT 1 FROM report_event WHERE report_id = report.id AND kind = 'reopened'));
END;
{_signed_lock("INSERT", "NEW")}
{_signed_lock("UPDATE", "OLD")}
"""

# A sealed assessment gets one way back, to submitted, and only while every edition of its report is reopened.
REPORT = f"""
CREATE TABLE report (
    id INTEGER PRIMARY KEY,
    visit_id INTEGER NOT NULL REFERENCES visit (id),
    edition INTEGER NOT NULL CHECK (edition >= 1),
    document_number TEXT NOT NULL CHECK (length(trim(document_number)) > 0),
    addressee TEXT NOT NULL CHECK (length(trim(addressee)) > 0),
    snapshot TEXT NOT NULL,
    sha256 TEXT NOT NULL {_HASH},
    sealed_at TEXT NOT NULL,
    sealed_by INTEGER NOT NULL REFERENCES person (id),
    UNIQUE (visit_id, edition)
) STRICT;
CREATE TABLE report_event (
    id INTEGER PRIMARY KEY,
    report_id INTEGER NOT NULL REFERENCES report (id),
    kind TEXT NOT NULL CHECK (kind IN ('handed_over', 'acknowledged', 'reopened')),
    on_date TEXT NOT NULL CHECK (on_date {_DATE}),
    reason TEXT NOT NULL DEFAULT '',
    at TEXT NOT NULL,
    person_id INTEGER NOT NULL REFERENCES person (id),
    CHECK (kind <> 'reopened' OR length(trim(reason)) > 0),
    UNIQUE (report_id, kind)
) STRICT;
CREATE TRIGGER report_insert BEFORE INSERT ON report BEGIN
    SELECT RAISE(ABORT, '{KEPT}') WHERE EXISTS (
        SELECT 1 FROM report WHERE id = NEW.id OR (visit_id = NEW.visit_id AND edition = NEW.edition));
    SELECT RAISE(ABORT, 'refused: 受審病院と訪問側の両方の署名がそろっていません。') WHERE (
        SELECT count(*) FROM signature
        WHERE visit_id = NEW.visit_id AND edition = NEW.edition AND voided_at IS NULL) <> 2;
    SELECT RAISE(ABORT, 'refused: 報告書は順に確定します。先の版を再開してください。')
        WHERE NEW.edition <> 1 + (SELECT count(*) FROM report WHERE visit_id = NEW.visit_id) OR EXISTS (
            SELECT 1 FROM report old WHERE old.visit_id = NEW.visit_id AND NOT EXISTS (
                SELECT 1 FROM report_event WHERE report_id = old.id AND kind = 'reopened'));
    SELECT RAISE(ABORT, 'refused: 訪問評価がまだ提出されていません。') WHERE EXISTS (
        SELECT 1 FROM assessment JOIN visit_sheet ON visit_sheet.id = visit_sheet_id
        WHERE visit_id = NEW.visit_id AND track = 'visitor' AND state = 'open');
END;
CREATE TRIGGER report_event_insert BEFORE INSERT ON report_event BEGIN
    SELECT RAISE(ABORT, '{KEPT}') WHERE EXISTS (
        SELECT 1 FROM report_event WHERE id = NEW.id OR (report_id = NEW.report_id AND kind = NEW.kind));
    SELECT RAISE(ABORT, 'refused: 再開した版の報告書には記録できません。') WHERE EXISTS (
        SELECT 1 FROM report_event WHERE report_id = NEW.report_id AND kind = 'reopened');
END;

DROP TRIGGER IF EXISTS assessment_update;
CREATE TRIGGER assessment_update BEFORE UPDATE ON assessment BEGIN
    SELECT RAISE(ABORT, '{KEPT}') WHERE NEW.id <> OLD.id OR NEW.track <> OLD.track
        OR NEW.version_id <> OLD.version_id OR NEW.hospital_id <> OLD.hospital_id
        OR NEW.fiscal_year <> OLD.fiscal_year OR NEW.edition <> OLD.edition
        OR NEW.visit_sheet_id IS NOT OLD.visit_sheet_id OR NEW.created_at <> OLD.created_at;
    SELECT RAISE(ABORT, 'not_open: 確定した評価は変更できません。') WHERE OLD.state = 'sealed' AND NOT (
        NEW.state = 'submitted' AND NEW.submitted_at IS OLD.submitted_at AND NEW.approved_at IS OLD.approved_at
        AND EXISTS (SELECT 1 FROM report JOIN visit_sheet USING (visit_id)
            WHERE visit_sheet.id = OLD.visit_sheet_id)
        AND NOT EXISTS (SELECT 1 FROM report JOIN visit_sheet USING (visit_id)
            WHERE visit_sheet.id = OLD.visit_sheet_id AND NOT EXISTS (
                SELECT 1 FROM report_event WHERE report_id = report.id AND kind = 'reopened')));
    SELECT RAISE(ABORT, 'refused: 提出の取り下げには理由が必要です。')
        WHERE OLD.state = 'submitted' AND NEW.state = 'open' AND NOT EXISTS (
            SELECT 1 FROM assessment_event WHERE assessment_id = OLD.id AND kind = 'withdrawn'
                AND at >= OLD.submitted_at);
END;
"""

IMPROVEMENT = f"""
CREATE TABLE improvement_plan (
    id INTEGER PRIMARY KEY,
    finding_id INTEGER NOT NULL UNIQUE REFERENCES finding (id),
    action TEXT NOT NULL CHECK (length(action) <= 2000),
    person_in_charge TEXT NOT NULL CHECK (length(person_in_charge) <= 100),
    due_on TEXT CHECK (due_on {_DATE}),
    completed_on TEXT CHECK (completed_on {_DATE}),
    checked_on TEXT CHECK (checked_on {_DATE}),
    checked_by TEXT NOT NULL DEFAULT '' CHECK (length(checked_by) <= 100),
    version INTEGER NOT NULL CHECK (version >= 1),
    created_at TEXT NOT NULL,
    updated_at TEXT NOT NULL,
    person_id INTEGER NOT NULL REFERENCES person (id),
    CHECK (checked_on IS NULL OR completed_on IS NOT NULL),
    CHECK ((checked_on IS NULL) = (checked_by = ''))
) STRICT;
CREATE TABLE progress_note (
    id INTEGER PRIMARY KEY,
    plan_id INTEGER NOT NULL REFERENCES improvement_plan (id),
    text TEXT NOT NULL CHECK (length(trim(text)) > 0 AND length(text) <= 2000),
    at TEXT NOT NULL,
    person_id INTEGER NOT NULL REFERENCES person (id)
) STRICT;
CREATE INDEX progress_note_by_plan ON progress_note (plan_id);
CREATE TABLE plan_evidence (
    id INTEGER PRIMARY KEY,
    plan_id INTEGER NOT NULL REFERENCES improvement_plan (id),
    name TEXT NOT NULL CHECK (length(trim(name)) > 0),
    sha256 TEXT NOT NULL {_HASH},
    media_type TEXT NOT NULL,
    bytes INTEGER NOT NULL CHECK (bytes > 0),
    at TEXT NOT NULL,
    person_id INTEGER NOT NULL REFERENCES person (id)
) STRICT;
CREATE INDEX plan_evidence_by_plan ON plan_evidence (plan_id);
CREATE TABLE follow_up (
    finding_id INTEGER NOT NULL REFERENCES finding (id),
    visit_id INTEGER NOT NULL REFERENCES visit (id),
    mark TEXT NOT NULL CHECK (mark IN ('resolved', 'continued', 'recurred')),
    comment TEXT NOT NULL DEFAULT '' CHECK (length(comment) <= 2000),
    at TEXT NOT NULL,
    person_id INTEGER NOT NULL REFERENCES person (id),
    PRIMARY KEY (finding_id, visit_id)
) STRICT, WITHOUT ROWID;
CREATE TRIGGER plan_insert BEFORE INSERT ON improvement_plan BEGIN
    SELECT RAISE(ABORT, 'refused: 改善計画は、確定した報告書の指摘事項について作成します。') WHERE NOT EXISTS (
        SELECT 1 FROM finding JOIN report USING (visit_id)
        WHERE finding.id = NEW.finding_id AND kind = 'finding' AND dropped_at IS NULL);
    SELECT RAISE(ABORT, '{KEPT}') WHERE NEW.version <> 1 OR EXISTS (
        SELECT 1 FROM improvement_plan WHERE id = NEW.id OR finding_id = NEW.finding_id);
END;
CREATE TRIGGER plan_update BEFORE UPDATE ON improvement_plan BEGIN
    SELECT RAISE(ABORT, '{KEPT}') WHERE NEW.id <> OLD.id OR NEW.finding_id <> OLD.finding_id
        OR NEW.created_at <> OLD.created_at OR NEW.version <> OLD.version + 1;
END;
CREATE TRIGGER follow_up_insert BEFORE INSERT ON follow_up BEGIN
    SELECT RAISE(ABORT, 'refused: この病院への以前の訪問の指摘事項ではありません。') WHERE NOT EXISTS (
        SELECT 1 FROM finding JOIN visit past ON past.id = finding.visit_id
        JOIN visit now ON now.id = NEW.visit_id AND now.host_id = past.host_id AND now.id <> past.id
        WHERE finding.id = NEW.finding_id AND finding.kind = 'finding');
    SELECT RAISE(ABORT, 'not_open: 報告済みの訪問のため、記録を変更できません。') WHERE (
        SELECT state FROM visit WHERE id = NEW.visit_id) NOT IN ('planned', 'agreed', 'ready', 'on_site');
END;
CREATE TRIGGER follow_up_update BEFORE UPDATE ON follow_up BEGIN
    SELECT RAISE(ABORT, '{KEPT}') WHERE NEW.finding_id <> OLD.finding_id OR NEW.visit_id <> OLD.visit_id;
    SELECT RAISE(ABORT, 'not_open: 報告済みの訪問のため、記録を変更できません。') WHERE (
        SELECT state FROM visit WHERE id = OLD.visit_id) NOT IN ('planned', 'agreed', 'ready', 'on_site');
END;
"""


def apply(db: Database) -> None:
    """Create the tables and their triggers."""
    append_only = ("finding_history", "report", "report_event", "progress_note", "plan_evidence")
    never_deleted = ("closing", "finding", "signature", "improvement_plan", "follow_up")
    kept = keep(append_only, never_deleted, ("progress_note", "plan_evidence"))
    for script in (CLOSING, REPORT, IMPROVEMENT, kept):
        db.executescript(script)
