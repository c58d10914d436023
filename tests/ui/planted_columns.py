"""A mark in every text column of every table, as the schema has them: whatever anybody could have typed anywhere."""

from __future__ import annotations

import re
import sqlite3
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from checklist.model import center
from checklist.model.fields import columns
from checklist.model.records import KINDS

DAY, MOMENT = "2026-11-11", "2026-11-11T01:02:03.000000+00:00"
CLOSED: tuple[tuple[str, object], ...] = (
    (r"\.(at|\w+_at|expires_at|blocked_until)$", MOMENT),
    (r"\.(\w+_on|\w+_date|valid_(from|to|until)|period_(from|to)|(demand|term)_(from|until)|(apply|access|opinions)_until|since|safety_since)$", DAY),
    (r"sha256$|token_hash$|\.made_from$", "a" * 64), (r"^visit_hours\.began$", "09:30"), (r"^visit_hours\.ended$", "16:00"),
    (r"^(chapter_handover\.chapter_code|phrase_choice\.item_code)$", ""),
    (r"\.(password_hash|operation_id|login|code|media_type)$", "x"),
    (r"\.(versions|items|lacking|methods|more_departments|conference_holidays)$", "[]"),
    (r"^(report\.snapshot|(record_history|year_plan)\.content)$", "{}"), (r"^hospital\.closed_days$", "8/1-8/31"),
    (r"^(rating|rating_history|late_answer|scale_value)\.value$", "A"),
    (r"^mapping_choice\.subject$", "sheet"), (r"^mapping_choice\.shape$", "a" * 64), (r"^mapping_choice\.roles$", "{}"),
    (r"^answer_vector\.letters$", ""), (r"^edition\.answers$", "[]"), (r"^edition\.(audience|kind)$", "region"), (r"^visit_event\.state$", "planned"), (r"^signature\.side$", "host"), (r"^filing_partner\.direction$", "visits"),
    (r"^late_decision\.kind$", "declined"), (r"^evidence_document\.kind$", "organisation"),
    (r"^record_history\.kind$", "conference"), (r"^finding_history\.kind$", "finding"), (r"^addon_class\.addon$", "safety"),
    (r"^case_history\.content$", "{}"), (r"^case_(history|draft)\.(kind|content)$", "{}"), (r"^case_message\.kind$", "advice"),
    (r"^case_search\.folded$", "x"), (r"^option_edition\.options$", "[]"), (r"^center_contact\.started$", "10:30"),
    (r"^case_transfer\.consent_by$", "self"), (r"^case_transfer\.consent_way$", "phone"), (r"^case_transfer\.answer_by$", DAY),
    (r"^transfer_event\.kind$", "answered"), (r"^case_opening\.until$", DAY), (r"^(retention_end\.case_ids|public_edition\.tables)$", "[]"),
    (r"^guideline_edition\.articles$", "[]"), (r"^information_read\.kind$", "safety_information"), (r"^topic_(edition|wish)\.topics$", "[]"), (r"^learning_draft\.kind$", "training_session"),
    (r"^learning_draft\.ground$", '{"source": "chapter", "topic": "drug", "code": "6", "label": "6", "fiscal_year": 2025, "sheet": "mini", "value": 80.0, "unit": "％", "of": 5, "of_unit": "病院", "as_of": "2026-04-01"}'),
    (r"^learning_effect\.content$", '{"before": 2023, "after": 2025, "sheet": "mini", "items": [], "attended": null, "others": null, "splits": [], "listed": [], "reason": "x"}'),
    (r"^(question_edition|questionnaire)\.purpose$", "after"), (r"^question_edition\.questions$", "[]"),
    (r"^questionnaire\.token$", "a" * 22), (r"^questionnaire_answer\.content$", "{}"),
    (r"^council_observer\.way$", "applied"), (r"^council_draw\.seed$", "a" * 64), (r"^council_draw\.(entrants|drawn)$", "[]"),
    (r"^council_paper\.kind$", "council"), (r"^council_paper\.period$", "fy2024"), (r"^council_paper\.figures$", ""), (r"^council_paper\.file$", "pdf"),
    (r"^council_paper\.as_of$", MOMENT), (r"^survey_edition\.answers$", "{}"), (r"^own_question_edition\.questions$", "[]"),
    (r"^sheet_revision\.content$", '{"chapters": [], "items": []}'), (r"^revision_change\.before$", '{"order": [], "chapters": [], "items": []}'),
    (r"^revision_change\.kind$", "undo"), (r"^revision_event\.step$", "started"), (r"^revision_event\.until$", DAY), (r"^sheet_version\.holds_from$", DAY), (r"^revision_event\.version_code$", "mini-3"),
    (r"^revision_comment\.(item_key|stance)$", "agrees"),
    (r"^rule_correction\.rule_set$", "r08"), (r"^rule_correction\.field$", "text"),
    (r"^(rule_correction|settlement)\.requirement$", "safety-1.system-a"),
    (r"^backup_run\.place$", "/backups/checklist-20261111-010203"), (r"^chain\.source$", "finding"), (r"\.(strokes|photos)$", "[]"),
    (r"^date_poll\.state$", "open"), (r"^(date_offer|visit_day)\.part$", "whole"), (r"\.begins$", ""), (r"^date_answer\.value$", "yes"),
    (r"^mail\.state$", "sent"), (r"^notification\.kind$", "due"),
    (r"^(mail|notification)\.(thread|stage|what|href|message_id|subject|body|fault)$", "x"),
    # The smallest picture there is.
    (r"^name_sign_picture\.picture$", "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAQAAAC1HAwCAAAAC0lEQVR42mNk+A8AAQUBAScY42YAAAAASUVORK5CYII="),
    (r"^second_factor_rule\.roles$", "[]"), (r"^second_factor\.secret$", ""), (r"^recovery_code\.code_hash$", "a" * 64),
    (r"^notification_round\.day$", DAY), (r"^mail_plan\.security$", "none"), (r"^sign_in_provider\.(issuer|client_id|client_secret|claim|label)$", "email"), (r"^identity\.(issuer|subject)$", "x"), (r"^session\.way$", "password"), (r"^notification_choice\.kinds$", "[]"),
    (r"^erasure\.tombstone$", "（個人情報のため削除 2026年11月11日 事務局）"), (r"^_sqlite_migrations\.", "x"),
)  # fmt: skip
"""Columns that hold no free text, and what may stand in them; whoever adds a text column is asked which it is."""
OF_LISTS = {"channel": "phone", "kind": "complaint", "subject": "1"}
"""A code of the shipped lists; where none has to be chosen, none."""
KEYS = {"follow_up": "visit_id", "rating": "assessment_id", "session": "person_id"}
"""What tells the rows apart of a table without numbers of its own."""
TAKEN_BACK = {"withdraw_reason": "withdrawn", "void_reason": "voided", "erase_reason": "erased"}
"""A reason, and what else is set with it."""


@dataclass(frozen=True)
class Column:
    """A column as the schema has it; `refers` names the table whose rows it points to."""

    table: str
    name: str
    kind: str
    required: bool
    refers: str

    @property
    def place(self) -> str:
        """Table and name."""
        return f"{self.table}.{self.name}"

    @property
    def closed(self) -> object:
        """What may stand in it, None for a text that anybody may type."""
        kinds = {kind.TABLE: kind for kind in (*KINDS.values(), *center.KINDS.values())}
        if self.table in kinds:
            found = {one.name: one for one in columns(kinds[self.table])}
            if self.name in found and found[self.name].choices:
                return next(iter(found[self.name].choices))
            if self.name in found and found[self.name].listed:
                return OF_LISTS.get(found[self.name].listed, "")
        return next((value for pattern, value in CLOSED if re.search(pattern, self.place)), None)

    @property
    def is_free(self) -> bool:
        """Whether anybody may type a text into it."""
        return self.kind == "TEXT" and not self.refers and self.closed is None


def schema(db: sqlite3.Connection) -> dict[str, list[Column]]:
    """Every table with its columns."""
    tables = [name for (name,) in db.execute("SELECT name FROM sqlite_master WHERE type = 'table' ORDER BY name")]
    found = {}
    for table in tables:
        keys = {row[3]: row[2] for row in db.execute(f'PRAGMA foreign_key_list("{table}")')}
        found[table] = [
            Column(table, name, kind, bool(required), keys.get(name, ""))
            for _, name, kind, required, _, _ in db.execute(f'PRAGMA table_info("{table}")')
        ]
    return found


def plant(db: sqlite3.Connection, mark: str, ids: Mapping[str, int]) -> set[str]:
    """Put 《table.column》, the row's number and the mark into every free column of every row, or of a new one if there is none.

    What is private belongs to the hospital and the person in `ids`. Gives the places that hold a mark.
    """
    for (name,) in db.execute("SELECT name FROM sqlite_master WHERE type = 'trigger'").fetchall():
        db.execute(f'DROP TRIGGER "{name}"')
    # Two rows that are alike but for what is planted: one of them is taken back.
    for (name,) in db.execute("SELECT name FROM sqlite_master WHERE sql LIKE 'CREATE UNIQUE INDEX%'").fetchall():
        db.execute(f'DROP INDEX "{name}"')
    db.execute("PRAGMA foreign_keys = OFF")
    db.execute("PRAGMA ignore_check_constraints = ON")
    tables = schema(db)
    for name, found in tables.items():
        if any(one.is_free for one in found) and not db.execute(f'SELECT 1 FROM "{name}"').fetchone():
            values = {one.name: _sample(db, one, ids) for one in found if one.required and one.name != "id"}
            slots = ", ".join("?" * len(values))
            names = ", ".join(f'"{one}"' for one in values)
            for _ in range(2):
                db.execute(f'INSERT OR IGNORE INTO "{name}" ({names}) VALUES ({slots})', list(values.values()))
    return set(_marked(db, tables, mark, ids))


def _marked(
    db: sqlite3.Connection, tables: Mapping[str, list[Column]], mark: str, ids: Mapping[str, int]
) -> Iterator[str]:
    for one in (one for found in tables.values() for one in found if one.is_free):
        # A row that is taken back is one of several: the first stays as it is.
        where = f'rowid > (SELECT min(rowid) FROM "{one.table}")' if one.name in TAKEN_BACK else "1"
        row = KEYS.get(one.table, "rowid")
        db.execute(f'UPDATE "{one.table}" SET "{one.name}" = ? || {row} || ? WHERE {where}', [f"《{one.place}》", mark])
        for other in tables[one.table]:
            if one.name in TAKEN_BACK and other.name.startswith(TAKEN_BACK[one.name]):
                value = ids["person"] if other.name.endswith("_by") else MOMENT
                db.execute(f'UPDATE "{one.table}" SET "{other.name}" = ? WHERE {where}', [value])
        if db.execute(f'SELECT 1 FROM "{one.table}" WHERE "{one.name}" LIKE ?', [f"《{one.place}》%"]).fetchone():
            yield one.place


def _sample(db: sqlite3.Connection, one: Column, ids: Mapping[str, int]) -> object:
    if one.refers in ids:
        return ids[one.refers]
    if one.refers:
        key = next(row[1] for row in db.execute(f'PRAGMA table_info("{one.refers}")') if row[5])
        found = db.execute(f'SELECT min("{key}") FROM "{one.refers}"').fetchone()
        return 1 if found[0] is None else found[0]
    if one.kind == "TEXT":
        return "" if one.closed is None else one.closed
    return 1
