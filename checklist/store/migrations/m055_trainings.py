"""Trainings to their end: questionnaires without sign-in, who attended, and what a hospital takes into its own records."""

from __future__ import annotations

from sqlite_utils import Database

from checklist.store.migrations.keeping import DAY, KEPT, keep, record_table
from checklist.store.migrations.rebuilding import rewrite_trigger

_KINDS = {
    "attendance": "training_id:count held_on:day hospital_code facility way profession employment people:count",
    "reopening": "training_id:count held_on:day closes_on:day asked_by note:long",
    "viewing_turn": "held_on:day started ended course staff agreed_by impression:long",
}
_KEY = """
CREATE UNIQUE INDEX attendance_by_key ON attendance ("training_id", "hospital_code", "facility", "way", "profession", "employment") WHERE withdrawn_at IS NULL;
"""

_QUESTIONNAIRES = f"""
CREATE TABLE question_edition (
    id INTEGER PRIMARY KEY,
    purpose TEXT NOT NULL,
    name TEXT NOT NULL CHECK (length(trim(name)) > 0 AND length(name) <= 100),
    questions TEXT NOT NULL CHECK (json_valid(questions)),
    at TEXT NOT NULL,
    person_id INTEGER NOT NULL REFERENCES person (id)
) STRICT;
CREATE TABLE questionnaire (
    id INTEGER PRIMARY KEY,
    training_id INTEGER NOT NULL REFERENCES training_session (id),
    purpose TEXT NOT NULL,
    token TEXT NOT NULL UNIQUE CHECK (length(token) >= 20),
    edition INTEGER NOT NULL CHECK (edition >= 0),
    at TEXT NOT NULL,
    person_id INTEGER NOT NULL REFERENCES person (id),
    UNIQUE (training_id, purpose)
) STRICT;
CREATE TABLE questionnaire_window (
    id INTEGER PRIMARY KEY,
    questionnaire_id INTEGER NOT NULL REFERENCES questionnaire (id),
    opens_on TEXT NOT NULL CHECK (opens_on {DAY}),
    closes_on TEXT NOT NULL CHECK (closes_on {DAY} AND closes_on >= opens_on),
    at TEXT NOT NULL,
    person_id INTEGER NOT NULL REFERENCES person (id)
) STRICT;
CREATE INDEX questionnaire_window_by_questionnaire ON questionnaire_window (questionnaire_id);
CREATE TABLE questionnaire_answer (
    id INTEGER PRIMARY KEY,
    questionnaire_id INTEGER NOT NULL REFERENCES questionnaire (id),
    operation_id TEXT NOT NULL UNIQUE,
    content TEXT NOT NULL CHECK (json_valid(content)),
    answered_on TEXT NOT NULL CHECK (answered_on {DAY})
) STRICT;
CREATE INDEX questionnaire_answer_by_questionnaire ON questionnaire_answer (questionnaire_id);
"""
# Only what was put on record as erased may change, and of it only what was answered. Not in the chain, whose links would
# keep the moment of each answer for ever: nobody is to be found by when they answered.
_ANSWERS = f"""
CREATE TRIGGER questionnaire_answer_fixed BEFORE UPDATE ON questionnaire_answer WHEN NOT (
    NEW.content IS NOT OLD.content AND NEW.id IS OLD.id AND NEW.questionnaire_id IS OLD.questionnaire_id
    AND NEW.operation_id IS OLD.operation_id AND NEW.answered_on IS OLD.answered_on AND EXISTS (
        SELECT 1 FROM erasure e WHERE e.place = 'questionnaire_answer' AND e.place_id = OLD.id
        AND instr(NEW.content, e.tombstone) > 0))
BEGIN SELECT RAISE(ABORT, '{KEPT}'); END;
INSERT INTO erasure_place (code) VALUES ('questionnaire_answer');
"""

_OFFERS = f"""
CREATE TABLE attendance_offer (
    id INTEGER PRIMARY KEY,
    training_id INTEGER NOT NULL REFERENCES training_session (id),
    hospital_id INTEGER NOT NULL REFERENCES hospital (id),
    title TEXT NOT NULL CHECK (length(trim(title)) BETWEEN 1 AND 200),
    held_on TEXT NOT NULL CHECK (held_on {DAY}),
    attended INTEGER NOT NULL CHECK (attended >= 0),
    viewed INTEGER NOT NULL CHECK (viewed >= 0 AND attended + viewed > 0),
    at TEXT NOT NULL,
    person_id INTEGER NOT NULL REFERENCES person (id)
) STRICT;
CREATE INDEX attendance_offer_by_hospital ON attendance_offer (hospital_id);
CREATE INDEX attendance_offer_by_training ON attendance_offer (training_id);
CREATE TABLE offer_answer (
    id INTEGER PRIMARY KEY,
    offer_id INTEGER NOT NULL UNIQUE REFERENCES attendance_offer (id),
    record_id INTEGER UNIQUE REFERENCES staff_training (id),
    reason TEXT NOT NULL CHECK (length(reason) <= 500 AND (length(trim(reason)) > 0) = (record_id IS NULL)),
    at TEXT NOT NULL,
    person_id INTEGER NOT NULL REFERENCES person (id)
) STRICT;
CREATE TABLE offer_withdrawal (
    id INTEGER PRIMARY KEY,
    offer_id INTEGER NOT NULL UNIQUE REFERENCES attendance_offer (id),
    reason TEXT NOT NULL CHECK (length(trim(reason)) > 0 AND length(reason) <= 500),
    at TEXT NOT NULL,
    person_id INTEGER NOT NULL REFERENCES person (id)
) STRICT;
CREATE TRIGGER attendance_offer_insert BEFORE INSERT ON attendance_offer BEGIN
    SELECT RAISE(ABORT, 'refused: offered_twice') WHERE EXISTS (SELECT 1 FROM attendance_offer o
        WHERE o.training_id = NEW.training_id AND o.hospital_id = NEW.hospital_id
        AND NOT EXISTS (SELECT 1 FROM offer_withdrawal w WHERE w.offer_id = o.id)
        AND NOT EXISTS (SELECT 1 FROM offer_answer a WHERE a.offer_id = o.id AND a.record_id IS NULL));
END;
CREATE TRIGGER offer_answer_insert BEFORE INSERT ON offer_answer BEGIN
    SELECT RAISE(ABORT, 'refused: offer_withdrawn') WHERE EXISTS (
        SELECT 1 FROM offer_withdrawal w WHERE w.offer_id = NEW.offer_id);
    SELECT RAISE(ABORT, 'refused: accepted_twice') WHERE NEW.record_id IS NOT NULL AND EXISTS (
        SELECT 1 FROM attendance_offer o JOIN attendance_offer own ON own.id = NEW.offer_id
            AND own.training_id = o.training_id AND own.hospital_id = o.hospital_id
        JOIN offer_answer a ON a.offer_id = o.id JOIN staff_training t ON t.id = a.record_id AND t.withdrawn_at IS NULL);
END;
"""

_FIXED = ("id", "version", "updated_at", "person_id", "withdrawn_at")


def _erased(db: Database, table: str) -> str:
    """The update that is an erasure: no new version, and what the line of history with this version says by then."""
    same = " AND ".join(f'NEW."{name}" IS OLD."{name}"' for name in _FIXED)
    texts = " AND ".join(
        f"""(NEW."{name}" IS OLD."{name}" OR NEW."{name}" IS h.content ->> '$.{name}')"""
        for name in sorted(name for name in db.table(table).columns_dict if name not in _FIXED)
    )
    return f"""{same}
    AND EXISTS (SELECT 1 FROM record_history h JOIN erasure e ON e.place = 'record_history' AND e.place_id = h.id
        WHERE h.kind = '{table}' AND h.record_id = OLD.id AND h.version = OLD.version AND {texts})"""


def _records(db: Database) -> None:
    for table, fields in _KINDS.items():
        db.executescript(record_table(table, table, "record_history", "held_on", "", fields))
        begins = f"BEFORE UPDATE ON {table} "
        rewrite_trigger(db, f"{table}_update", {f"{begins}BEGIN": f"{begins}WHEN NOT ({_erased(db, table)})\nBEGIN"})
        begins, again = f"AFTER UPDATE ON {table} ", "NEW.version = OLD.version"
        rewrite_trigger(db, f"{table}_updated", {f"{begins}BEGIN": f"{begins}WHEN NOT ({again})\nBEGIN"})
    db.executescript(_KEY)


def apply(db: Database) -> None:
    """Create the tables; what was asked, offered and answered stays, and what names somebody can be erased."""
    _records(db)
    db.executescript(_QUESTIONNAIRES + _ANSWERS + _OFFERS)
    kept = (
        "question_edition",
        "questionnaire",
        "questionnaire_window",
        "attendance_offer",
        "offer_answer",
        "offer_withdrawal",
    )
    db.executescript(keep(kept, ("questionnaire_answer",), (*kept, "questionnaire_answer")))
    note = "WHEN 'progress_note' THEN EXISTS (SELECT 1 FROM progress_note WHERE id = NEW.place_id)"
    there = """
        WHEN 'questionnaire_answer' THEN EXISTS (SELECT 1 FROM questionnaire_answer WHERE id = NEW.place_id)"""
    # Of one answer several texts may have to go, one after the other.
    several = {"'follow_up', ": "'follow_up', 'questionnaire_answer', "}
    rewrite_trigger(db, "erasure_insert", {note: f"{note}{there}", **several})
