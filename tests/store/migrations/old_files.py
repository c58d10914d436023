"""Database files as they were at every earlier step, with content in every table that was there then."""

from __future__ import annotations

import hashlib
import shutil
from collections.abc import Callable
from contextlib import closing
from heapq import merge
from pathlib import Path

from sqlite_utils import Database

from checklist.demo import opening
from checklist.demo.region import Wish
from checklist.model import center
from checklist.model.fields import columns
from checklist.model.records import KINDS
from checklist.store import db, links
from checklist.store.chained import SOURCES
from checklist.store.files import files
from checklist.store.migrations import STEPS, migrations

NAMES = [step.__name__.rpartition(".")[2] for step in STEPS]
EACH_UNTIL = "m037_mail"
"""Until then every step has its file; from there on only the last one of a program in use."""
IN_USE = ["m004_closing", "m008_filing", "m018_focus_items", "m028_chain", EACH_UNTIL, "m060_audit", "m068_outreach_position"]
"""Steps after which a program in use stopped somewhere; whoever begins after another has landed puts it here."""
LANDED = [*NAMES[: NAMES.index(EACH_UNTIL) + 1], *IN_USE[IN_USE.index(EACH_UNTIL) + 1 :]]
WISH = Wish(hospitals=6, years=2, seed=7)
STONE = "（個人情報のため削除 2026年11月22日 架空 花子）"
AT = "2026-11-20T01:00:00.000000+00:00"
HASH = hashlib.sha256(b"token").hexdigest()
PICTURE = b"a picture that takes no room"
PICTURE_HASH = hashlib.sha256(PICTURE).hexdigest()

# What the invented region leaves empty.
REST = f"""
INSERT INTO name_sign (hospital_id, sign, text, at, person_id) VALUES (1, char(57344), '斎', '{AT}', 1);
INSERT INTO name_sign_picture (name_sign_id, picture, at, person_id) VALUES (1, 'AAAA', '{AT}', 1);
INSERT INTO edition (audience, kind, sheet_id, fiscal_year, addon_class, minimum, margin, answers, at)
    VALUES ('region', 'rated', 1, 2025, 1, 5, 1, '[]', '{AT}');
INSERT INTO login_failure VALUES ('somebody', 2, '{AT}');
INSERT INTO filing_event (filing_id, kind, on_date, receipt_number, note, at, person_id)
    VALUES (1, 'filed', '2026-04-01', '', '', '{AT}', 1);
INSERT INTO member_chapter SELECT s.visit_id, m.person_id, s.version_id, c.code FROM visit_sheet s
    JOIN visit_member m USING (visit_id) JOIN chapter c USING (version_id) LIMIT 1;
INSERT INTO visit_pass (visit_id, person_id, token_hash, created_at, created_by, expires_at)
    SELECT visit_id, person_id, '{HASH}', '{AT}', person_id, '{AT}' FROM visit_member LIMIT 1;
INSERT INTO session (token_hash, person_id, created_at, last_seen_at, expires_at, pass_id)
    VALUES ('token', 1, '{AT}', '{AT}', '{AT}', 1);
INSERT INTO sign_in_provider (active, issuer, client_id, client_secret, claim, label, at, person_id)
    VALUES (0, 'https://login.example.jp', 'anzen', '', 'email', 'ログイン', '{AT}', 1);
INSERT INTO identity (issuer, subject, at, person_id) VALUES ('https://login.example.jp', 'subject', '{AT}', 1);
INSERT INTO second_factor (person_id, secret, at, confirmed_at, last_step, ended_at, ended_by)
    VALUES (1, '', '{AT}', '{AT}', 59, '{AT}', 1);
INSERT INTO recovery_code (factor_id, code_hash, at, used_at) SELECT max(id), '{HASH}', '{AT}', '{AT}' FROM second_factor;
INSERT INTO second_factor_rule (roles, since, at, person_id) VALUES ('["admin"]', '2026-11-20', '{AT}', 1);
INSERT INTO invitation (invited_id, token_hash, expires_at, at, person_id, revoked_at, revoked_by)
    VALUES (2, '{HASH}', '{AT}', '{AT}', 1, '{AT}', 1);
INSERT INTO visit_paper (visit_id, name, sha256, media_type, bytes, at, person_id)
    SELECT 1, 'paper.jpg', '{PICTURE_HASH}', media_type, bytes, '{AT}', 1 FROM photo LIMIT 1;
INSERT INTO plan_evidence (plan_id, name, sha256, media_type, bytes, at, person_id)
    SELECT 1, 'photo.jpg', '{PICTURE_HASH}', media_type, bytes, '{AT}', 1 FROM photo LIMIT 1;
INSERT INTO late_answer (assessment_id, item_id, value, comment, base_version, operation_id, handed_in_at, person_id)
    SELECT r.assessment_id, r.item_id, r.value, '患者の氏名', 1, 'late', '{AT}', r.person_id FROM rating r
    JOIN assessment a ON a.id = r.assessment_id WHERE a.track = 'visitor' AND r.value = 'A' LIMIT 1;
INSERT INTO visit_paper_day (visit_id, evaluated_on, handed_over_on, at, person_id)
    VALUES (1, '2026-04-02', '2026-04-20', '{AT}', 1);
INSERT INTO rule_correction (rule_set, requirement, field, value, valid_from, confirmed_by, confirmed_on, source, at, person_id)
    VALUES ('r08', 'safety-1', 'points', '160', '2026-06-01', '架空 花子', '2026-11-20', '告示', '{AT}', 1);
INSERT INTO settlement (hospital_id, requirement, settled_on, settled_by, reason, document, valid_until, at, person_id)
    VALUES (1, 'safety-1.system-f', '2026-11-20', '架空 花子', '掲示を確認した', '掲示物の写真', '2027-03-31', '{AT}', 1);
INSERT INTO backup_plan (active, hour, daily, weekly, folder, at, person_id) VALUES (1, 2, 7, 4, '', '{AT}', 1);
INSERT INTO backup_run (drill, started_at, ended_at, place, fault) VALUES (0, '{AT}', '{AT}', '/backups/checklist-20261120-100000', '');
INSERT INTO reopening_seen (report_id, at, person_id) SELECT id, '{AT}', 1 FROM report LIMIT 1;
INSERT INTO late_decision (late_answer_id, kind, reason, at, person_id) VALUES (1, 'declined', '提出後', '{AT}', 1);
INSERT INTO chapter_handover (visit_id, version_id, chapter_code, to_person_id, at, person_id)
    SELECT c.visit_id, c.version_id, c.chapter_code, p.id, '{AT}', c.person_id FROM member_chapter c
    JOIN person p ON p.id <> c.person_id LIMIT 1;
INSERT INTO guideline_edition (name, since, articles, at, person_id) VALUES ('改正', '2026-04-01', '[]', '{AT}', 1);
INSERT INTO information_read (kind, record_id, hospital_id, at, person_id) VALUES ('case_extract', 1, 1, '{AT}', 1);
INSERT INTO topic_edition (name, since, topics, at, person_id) VALUES ('新しいテーマ', '2026-04-01', '[]', '{AT}', 1);
INSERT INTO topic_wish (hospital_id, fiscal_year, topics, at, person_id) VALUES (1, 2026, '["drug"]', '{AT}', 1);
INSERT INTO learning_draft (kind, record_id, ground, at, person_id) VALUES ('training_session', 1, '{{}}', '{AT}', 1);
INSERT INTO learning_effect (draft_id, content, at) SELECT id, '{{}}', '{AT}' FROM learning_draft LIMIT 1;
INSERT INTO mail_plan (active, host, port, security, login, password, sender, at, person_id)
    VALUES (0, 'smtp.example.jp', 587, 'starttls', '', '', 'anzen@example.jp', '{AT}', 1);
INSERT INTO notification_choice (mail, hour, kinds, at, person_id) VALUES (1, 7, '["due"]', '{AT}', 1);
INSERT INTO notification_round VALUES (1, '2026-11-20');
INSERT INTO mail (person_id, address, subject, body, message_id, state, tries, next_at, fault, at)
    VALUES (1, 'a@example.jp', 'お知らせ 1件', '', '<1@example.jp>', 'sent', 0, '{AT}', '', '{AT}');
INSERT INTO notification (person_id, kind, thread, stage, what, href, at) VALUES (1, 'due', 'due', '3', '期限', '/overdue', '{AT}');
INSERT INTO center_support (held_on, kind, centre, content, result, version, updated_at, person_id)
    VALUES ('2026-11-20', '8', '東部', '助言', '', 1, '{AT}', 1);
INSERT INTO date_poll (visit_id, state, version, updated_at, person_id) VALUES (1, 'withdrawn', 2, '{AT}', 1);
INSERT INTO date_offer (poll_id, on_date, part, begins, at, person_id)
    SELECT max(id), '2026-11-27', 'morning', '09:30', '{AT}', 1 FROM date_poll;
INSERT INTO date_answer (offer_id, value, version, updated_at, person_id) SELECT max(id), 'maybe', 1, '{AT}', 1 FROM date_offer;
INSERT INTO calendar_feed (token_hash, at, person_id) VALUES ('{HASH}', '{AT}', 1);
INSERT INTO council_paper_removal (paper_id, reason, at, person_id) SELECT max(id), '議題の変更', '{AT}', 1 FROM council_paper;
INSERT INTO council_draw (meeting_id, seats, seed, entrants, drawn, at, person_id)
    SELECT max(id), 1, '{HASH}', '[1, 2]', '[2]', '{AT}', 1 FROM council_meeting;
INSERT INTO case_draft VALUES (1, '{{}}', '{AT}');
INSERT INTO retention_end (case_ids, at, person_id) VALUES ('[]', '{AT}', 1);
INSERT INTO report_paper (report_id, made_from, sha256, bytes, at) SELECT id, '{HASH}', '{PICTURE_HASH}', 28, '{AT}' FROM report LIMIT 1;
INSERT INTO travel_time (hospital_id, other_id, minutes, at, person_id) VALUES (1, 2, 45, '{AT}', 1);
INSERT INTO offer_withdrawal (offer_id, reason, at, person_id) SELECT min(id), '人数の誤り', '{AT}', 1 FROM attendance_offer;
INSERT INTO phrase_choice (sheet_id, item_code, texts, at, person_id) VALUES (NULL, '', '記録を確認した。', '{AT}', 1);
INSERT INTO mapping_choice (subject, hospital_id, shape, roles, at, person_id) VALUES ('sheet', NULL, '{HASH}', '{{}}', '{AT}', 1);
"""

ERASED = f"""
INSERT INTO erasure (place, place_id, before_sha256, after_sha256, tombstone, reason, at, person_id)
    VALUES (?, ?, ?, ?, '{STONE}', '患者の氏名', '{AT}', 1)
"""

TAKEN_BACK = f"""
INSERT INTO photo (assessment_id, item_id, sha256, media_type, bytes, width, height, operation_id, person_id, saved_at,
    erased_at, erased_by, erase_reason) SELECT assessment_id, item_id, '{PICTURE_HASH}', media_type, bytes, width, height,
    'erased', person_id, '{AT}', '{AT}', 1, '患者が写っている' FROM photo LIMIT 1;
INSERT INTO photo_erasure (photo_id, reason, at, person_id)
    SELECT id, erase_reason, erased_at, erased_by FROM photo WHERE operation_id = 'erased';
INSERT INTO signature (visit_id, edition, side, name, person_id, at, voided_at, void_reason)
    SELECT visit_id, edition, side, name, person_id, '{AT}', '{AT}', '氏名の誤り' FROM signature LIMIT 1;
INSERT INTO signature_void (signature_id, reason, at)
    SELECT id, void_reason, voided_at FROM signature WHERE voided_at IS NOT NULL;
"""
NOT_YET_SEALED = """
DELETE FROM rating WHERE assessment_id IN (SELECT id FROM assessment WHERE track = 'agreed');
DELETE FROM rating_history WHERE assessment_id IN (SELECT id FROM assessment WHERE track = 'agreed');
DELETE FROM assessment_event WHERE assessment_id IN (SELECT id FROM assessment WHERE track = 'agreed');
DELETE FROM assessment WHERE track = 'agreed';
UPDATE assessment SET state = 'submitted' WHERE state = 'sealed';
"""
"""Before there were closing meetings."""


def build(folder: Path, wish: Wish = WISH) -> tuple[Path, Path]:
    """The region of today with something in every table, as it was before anything was erased, and after."""
    before, after = folder / "before.db", folder / "after.db"
    opening.open_or_build(before, wish)
    files.put(files.folder_beside(before), PICTURE)
    with db.writing(before) as connection:
        connection.executescript(REST)
        # After the report is sealed no trigger lets anybody take a signature back or a photo in.
        _without_triggers(connection, lambda: connection.executescript(TAKEN_BACK))
    db.empty_log(before)
    shutil.copy(before, after)
    shutil.copytree(files.folder_beside(before), files.folder_beside(after))
    with db.writing(after) as connection:
        _erase(connection)
    return before, after


def _erase(connection: Database) -> None:
    """Erase a late answer, and the number of a sealed report out of what was sealed."""
    late = connection.execute("SELECT id, comment FROM late_answer").fetchone()
    connection.execute(ERASED, ["late_answer", late["id"], _digest(late["comment"]), _digest(STONE)])
    connection.execute("UPDATE late_answer SET comment = ?", [STONE])
    report = connection.execute("SELECT id, document_number, snapshot FROM report").fetchone()
    text = report["snapshot"].replace(report["document_number"], STONE)
    connection.execute(ERASED, ["report", report["id"], _digest(report["snapshot"]), _digest(text)])
    connection.execute("UPDATE report SET snapshot = ?, erasures = 1 WHERE id = ?", [text, report["id"]])


def _digest(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()


def older(source: tuple[Path, Path], target: Path, stop: str) -> None:
    """A file to which the step `stop` and what follows were never applied, with the rows that it could hold."""
    full = source[NAMES.index(stop) > NAMES.index("m006_late_answers")]
    shutil.copytree(files.folder_beside(full), files.folder_beside(target))
    with closing(db.connect(target)) as connection:
        migrations.apply(connection, stop_before=stop)
        connection.enable_wal()
        connection.conn.execute("PRAGMA foreign_keys = OFF")
        connection.conn.execute("ATTACH ? AS full", [str(full)])
        with connection.atomic():
            _without_triggers(connection, lambda: _copy(connection, stop))


NEWER = {
    "m022_infection_filings": {
        "filing": "addon <> 'infection'",
        "filing_partner": "direction <> 'infection'",
    },
    "m053_passed_cases": {"role": "role <> 'expert'"},
    "m065_sheet_revisions": {"audit": "kind <> 'sheet_changed'"},
}
"""Step -> table -> which of its rows a file could hold before that step."""


GONE = {("hospital", "shares_with_center"), ("training_session", "again_from")}
"""What a step has taken away, and why is written there: nothing of it is to survive."""


def _copy(connection: Database, stop: str) -> None:
    held: dict[str, str] = {}
    for step, conditions in NEWER.items():
        held |= conditions if NAMES.index(stop) <= NAMES.index(step) else {}
    for table in tables(connection):
        names = columns_of(connection, table)
        if names == ["code"]:
            # A list of codes is what the steps until then have put into it.
            continue
        told = ", ".join(f'"{name}"' for name in names)
        connection.execute(f"DELETE FROM {table}")
        connection.execute(
            f"INSERT INTO main.{table} ({told}) SELECT {told} FROM full.{table} WHERE {held.get(table, '1')}"
        )
    for kind in (one for one in (*KINDS.values(), *center.KINDS.values()) if one.TABLE in tables(connection)):
        # A line of history knows nothing of a column that was added later.
        for name in {one.name for one in columns(kind)} - set(columns_of(connection, kind.TABLE)):
            connection.execute(
                f"UPDATE {kind.HISTORY} SET content = json_remove(content, '$.{name}') WHERE kind = ?", [kind.KIND]
            )
    if "case_search" in tables(connection):
        connection.execute("INSERT INTO case_index (case_index) VALUES ('rebuild')")
    if "closing" not in tables(connection):
        connection.executescript(NOT_YET_SEALED)
    _link(connection)


def _link(connection: Database) -> None:
    """The chain as the program of that day made it, of the tables that it linked."""
    known = set(tables(connection))
    if "chain" in known:
        # The links of today stand for rows that a file could not hold before.
        connection.execute("DELETE FROM chain")
        linked = [one for one in SOURCES if one.table in known and (one.table != "photo" or "photo_erasure" in known)]
        rows = merge(*(one.rows(connection) for one in linked), key=lambda row: row.at)
        connection.conn.executemany(links._INSERT, list(links._links(connection, rows)))


def _without_triggers(connection: Database, do: Callable[[], object]) -> None:
    query = "SELECT name, sql FROM main.sqlite_schema WHERE type = 'trigger' ORDER BY rowid"
    triggers = connection.execute(query).fetchall()
    for name, _ in triggers:
        connection.execute(f"DROP TRIGGER {name}")
    do()
    for _, sql in triggers:
        connection.execute(sql)


def tables(connection: Database) -> list[str]:
    """The tables of ours; not those in which SQLite keeps an index of words."""
    found = [row["name"] for row in connection.execute("PRAGMA main.table_list") if row["type"] == "table"]
    return sorted(name for name in found if not name.startswith(("sqlite_", "_sqlite_")))


def columns_of(connection: Database, table: str) -> list[str]:
    """The columns of a table that no later step takes away."""
    found = [row["name"] for row in connection.execute(f"PRAGMA main.table_info({table})")]
    return [name for name in found if (table, name) not in GONE]


def dump(path: Path, columns: dict[str, list[str]] | None = None) -> dict[str, list[tuple[object, ...]]]:
    """Every row of every table, or of these tables and columns, in order."""
    with db.reading(path) as connection:
        wanted = columns or {table: columns_of(connection, table) for table in tables(connection)}
        found: dict[str, list[tuple[object, ...]]] = {}
        for table, names in wanted.items():
            listed = ", ".join(f'"{name}"' for name in names)
            found[table] = [tuple(row) for row in connection.execute(f"SELECT {listed} FROM {table} ORDER BY {listed}")]
        return found
