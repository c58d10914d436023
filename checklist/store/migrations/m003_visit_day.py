"""Tables and triggers for the day of the visit: the record of the agreement, passes, photos."""

from __future__ import annotations

from collections.abc import Sequence

from sqlite_utils import Database

KEPT = "refused: 記録は削除・変更できません。"
_DATE = "GLOB '[0-9][0-9][0-9][0-9]-[0-9][0-9]-[0-9][0-9]'"
_HASH = "CHECK (length(sha256) = 64)"

VISIT = f"""
ALTER TABLE region ADD COLUMN agreement_days INTEGER NOT NULL DEFAULT 60 CHECK (agreement_days BETWEEN 0 AND 366);
ALTER TABLE region ADD COLUMN self_days INTEGER NOT NULL DEFAULT 14 CHECK (self_days BETWEEN 0 AND 366);
ALTER TABLE region ADD COLUMN report_days INTEGER NOT NULL DEFAULT 28 CHECK (report_days BETWEEN 0 AND 366);
ALTER TABLE region ADD COLUMN acknowledge_days INTEGER NOT NULL DEFAULT 14
    CHECK (acknowledge_days BETWEEN 0 AND 366);
ALTER TABLE region ADD COLUMN plan_days INTEGER NOT NULL DEFAULT 30 CHECK (plan_days BETWEEN 0 AND 366);

CREATE TABLE visit_agreement (
    id INTEGER PRIMARY KEY,
    visit_id INTEGER NOT NULL REFERENCES visit (id),
    agreed_on TEXT NOT NULL CHECK (agreed_on {_DATE}),
    participants TEXT NOT NULL CHECK (length(trim(participants)) > 0),
    versions TEXT NOT NULL,
    method TEXT NOT NULL CHECK (method IN ('on_site', 'online', 'paper')),
    note TEXT NOT NULL DEFAULT '',
    at TEXT NOT NULL,
    person_id INTEGER NOT NULL REFERENCES person (id)
) STRICT;
CREATE INDEX visit_agreement_by_visit ON visit_agreement (visit_id);

CREATE TABLE visit_paper (
    id INTEGER PRIMARY KEY,
    visit_id INTEGER NOT NULL REFERENCES visit (id),
    name TEXT NOT NULL CHECK (length(trim(name)) > 0),
    sha256 TEXT NOT NULL {_HASH},
    media_type TEXT NOT NULL,
    bytes INTEGER NOT NULL CHECK (bytes > 0),
    at TEXT NOT NULL,
    person_id INTEGER NOT NULL REFERENCES person (id)
) STRICT;
CREATE INDEX visit_paper_by_visit ON visit_paper (visit_id);

CREATE TABLE member_chapter (
    visit_id INTEGER NOT NULL REFERENCES visit (id),
    person_id INTEGER NOT NULL REFERENCES person (id),
    version_id INTEGER NOT NULL,
    chapter_code TEXT NOT NULL,
    PRIMARY KEY (visit_id, person_id, version_id, chapter_code),
    FOREIGN KEY (visit_id, version_id) REFERENCES visit_sheet (visit_id, version_id),
    FOREIGN KEY (version_id, chapter_code) REFERENCES chapter (version_id, code)
) STRICT, WITHOUT ROWID;
CREATE TRIGGER member_chapter_of_member BEFORE INSERT ON member_chapter BEGIN
    SELECT RAISE(ABORT, 'refused: 章を担当できるのは、この訪問の訪問評価者だけです。') WHERE NOT EXISTS (
        SELECT 1 FROM visit_member WHERE visit_id = NEW.visit_id AND person_id = NEW.person_id);
END;
"""

# Once only and never back, by trigger: two tablets that open one link at once are told apart here.
PASS = f"""
CREATE TABLE visit_pass (
    id INTEGER PRIMARY KEY,
    visit_id INTEGER NOT NULL REFERENCES visit (id),
    person_id INTEGER NOT NULL REFERENCES person (id),
    token_hash TEXT NOT NULL UNIQUE CHECK (length(token_hash) = 64),
    created_at TEXT NOT NULL,
    created_by INTEGER NOT NULL REFERENCES person (id),
    expires_at TEXT NOT NULL,
    opened_at TEXT,
    revoked_at TEXT,
    revoked_by INTEGER REFERENCES person (id)
) STRICT;
CREATE INDEX visit_pass_by_visit ON visit_pass (visit_id);
ALTER TABLE session ADD COLUMN pass_id INTEGER REFERENCES visit_pass (id);
CREATE TRIGGER visit_pass_for_member BEFORE INSERT ON visit_pass BEGIN
    SELECT RAISE(ABORT, 'refused: 訪問パスは、この訪問の訪問評価者にだけ発行できます。') WHERE NOT EXISTS (
        SELECT 1 FROM visit_member WHERE visit_id = NEW.visit_id AND person_id = NEW.person_id);
END;
CREATE TRIGGER visit_pass_update BEFORE UPDATE ON visit_pass BEGIN
    SELECT RAISE(ABORT, '{KEPT}') WHERE NEW.id <> OLD.id OR NEW.visit_id <> OLD.visit_id
        OR NEW.person_id <> OLD.person_id OR NEW.token_hash <> OLD.token_hash OR NEW.created_at <> OLD.created_at
        OR NEW.created_by <> OLD.created_by OR NEW.expires_at <> OLD.expires_at;
    SELECT RAISE(ABORT, 'refused: この訪問パスはすでに使用されています。')
        WHERE OLD.opened_at IS NOT NULL AND NEW.opened_at IS NOT OLD.opened_at;
    SELECT RAISE(ABORT, 'refused: 取り消した訪問パスは元に戻せません。')
        WHERE OLD.revoked_at IS NOT NULL
            AND (NEW.revoked_at IS NOT OLD.revoked_at OR NEW.opened_at IS NOT OLD.opened_at);
END;
"""

PHOTO = f"""
CREATE TABLE photo (
    id INTEGER PRIMARY KEY,
    assessment_id INTEGER NOT NULL REFERENCES assessment (id),
    item_id INTEGER NOT NULL REFERENCES item (id),
    sha256 TEXT NOT NULL {_HASH},
    media_type TEXT NOT NULL CHECK (media_type = 'image/jpeg'),
    bytes INTEGER NOT NULL CHECK (bytes > 0),
    width INTEGER NOT NULL CHECK (width > 0),
    height INTEGER NOT NULL CHECK (height > 0),
    operation_id TEXT NOT NULL UNIQUE,
    person_id INTEGER NOT NULL REFERENCES person (id),
    taken_at TEXT,
    saved_at TEXT NOT NULL,
    erased_at TEXT,
    erased_by INTEGER REFERENCES person (id),
    erase_reason TEXT,
    CHECK ((erased_at IS NULL) = (erased_by IS NULL)),
    CHECK ((erased_at IS NULL) = (erase_reason IS NULL)),
    CHECK (erase_reason IS NULL OR length(trim(erase_reason)) > 0)
) STRICT;
CREATE INDEX photo_by_item ON photo (assessment_id, item_id);
CREATE INDEX photo_by_hash ON photo (sha256);
CREATE TRIGGER photo_insert BEFORE INSERT ON photo BEGIN
    SELECT RAISE(ABORT, 'not_open: この評価は提出済みのため、写真を追加できません。')
        WHERE (SELECT state FROM assessment WHERE id = NEW.assessment_id) IS NOT 'open';
    SELECT RAISE(ABORT, 'refused: この点検表にない項目です。') WHERE NOT EXISTS (
        SELECT 1 FROM item JOIN assessment ON assessment.version_id = item.version_id
        WHERE item.id = NEW.item_id AND assessment.id = NEW.assessment_id);
    SELECT RAISE(ABORT, 'refused: 写真は1項目につき20枚までです。') WHERE (
        SELECT count(*) FROM photo WHERE assessment_id = NEW.assessment_id AND item_id = NEW.item_id
            AND erased_at IS NULL) >= 20;
    SELECT RAISE(ABORT, '{KEPT}') WHERE EXISTS (
        SELECT 1 FROM photo WHERE id = NEW.id OR operation_id = NEW.operation_id);
END;
CREATE TRIGGER photo_update BEFORE UPDATE ON photo BEGIN
    SELECT RAISE(ABORT, '{KEPT}') WHERE OLD.erased_at IS NOT NULL OR NEW.erased_at IS NULL
        OR NEW.id <> OLD.id OR NEW.assessment_id <> OLD.assessment_id OR NEW.item_id <> OLD.item_id
        OR NEW.sha256 <> OLD.sha256 OR NEW.bytes <> OLD.bytes OR NEW.width <> OLD.width OR NEW.height <> OLD.height
        OR NEW.operation_id <> OLD.operation_id OR NEW.person_id <> OLD.person_id
        OR NEW.taken_at IS NOT OLD.taken_at OR NEW.saved_at <> OLD.saved_at;
END;
"""


def keep(append_only: Sequence[str], never_deleted: Sequence[str], never_replaced: Sequence[str]) -> str:
    """Triggers for tables whose rows are never deleted, and for those that are never changed or replaced either."""
    pairs = [(table, verb) for table in append_only for verb in ("UPDATE", "DELETE")]
    pairs += [(table, "DELETE") for table in never_deleted]
    kept = [
        f"CREATE TRIGGER {table}_{verb.lower()}_kept BEFORE {verb} ON {table} BEGIN SELECT RAISE(ABORT, '{KEPT}'); END;"
        for table, verb in pairs
    ]
    kept += [
        f"CREATE TRIGGER {table}_replace_kept BEFORE INSERT ON {table} BEGIN SELECT RAISE(ABORT, '{KEPT}') "
        f"WHERE EXISTS (SELECT 1 FROM {table} WHERE id = NEW.id); END;"
        for table in never_replaced
    ]
    return "\n".join(kept)


def apply(db: Database) -> None:
    """Create the tables and their triggers."""
    papers = ("visit_agreement", "visit_paper")
    for script in (VISIT, PASS, PHOTO, keep(papers, ("visit_pass", "photo"), (*papers, "visit_pass"))):
        db.executescript(script)
