"""The health of a database: every check is a function in a list and reports faults in words."""

from __future__ import annotations

import shutil
import sqlite3
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from sqlite_utils import Database

from checklist import words
from checklist.errors import Fault, Trouble
from checklist.store import contradictions, database_file, drafts, file_rights, health, kept_facts, links, secret_key
from checklist.store.assessments import answer_vectors
from checklist.store.backups import backup_runs
from checklist.store.closing import seals
from checklist.store.contradictions import Check
from checklist.store.db import file_of, reading, real
from checklist.store.files import files
from checklist.store.migrations import migrations
from checklist.store.migrations.rebuilding import foreign_keys_off
from checklist.store.records import record_rows

LITTLE_SPACE = 500_000_000
"""Bytes on the disk: a busy region writes some megabytes a day, and history, photos and papers are never removed."""
MOST = 20
"""Faults of one kind that are told one by one; the rest is only counted."""


@dataclass(frozen=True)
class Examination:
    """What was found: faults are wrong, remarks are only worth knowing."""

    faults: tuple[Fault, ...]
    remarks: tuple[Fault, ...]
    checks: int


def integrity(db: Database) -> Iterable[Fault]:
    """SQLite's own check of the file."""
    answers = [row[0] for row in db.conn.execute("PRAGMA integrity_check")]
    return [Fault("ファイル", f"構造が壊れています（{answer}）") for answer in answers if answer != "ok"]


def foreign_keys(db: Database) -> Iterable[Fault]:
    """Rows that point to nothing."""
    rows = db.conn.execute("PRAGMA foreign_key_check").fetchall()
    return [Fault(f"{row[0]} {row[1]}", f"参照先（{row[2]}）の行がありません。") for row in rows]


def pending_steps(db: Database) -> Iterable[Fault]:
    """Schema steps that are not yet applied."""
    return [Fault(step.name, "未適用の更新があります。migrate を実行してください。") for step in migrations.pending(db)]


def guards(db: Database) -> Iterable[Fault]:
    """Tables, indexes and triggers that the applied steps made and that are no longer there as they were."""
    applied = {step.name for step in migrations.applied(db)}
    # A step stands on all before it, so one missing between applied ones is no reason to leave it out.
    reached = max(number for number, step in enumerate(migrations._migrations, 1) if step.name in applied)
    # Compared by text: a trigger of the same name with a condition more would pass a check of names.
    found = _schema(db)
    for name, sql in _made_by(reached).items():
        if found.get(name) != sql:
            yield Fault(name, "データの決まりを守る仕組みが失われているか、書き換えられています。")


@cache
def _made_by(steps: int) -> dict[str, str]:
    """The schema that the first so many steps make; making it was measured at 0.2 s, so it is made once."""
    fresh = Database(memory=True)
    with foreign_keys_off(fresh):
        for step in migrations._migrations[:steps]:
            step.fn(fresh)
    made = _schema(fresh)
    fresh.close()
    return made


def _schema(db: Database) -> dict[str, str]:
    rows = db.conn.execute("SELECT name, sql FROM sqlite_schema WHERE sql IS NOT NULL")
    return {row[0]: row[1] for row in rows}


def journal(db: Database) -> Iterable[Fault]:
    """Readers and the writer must not block each other; the file itself says so in its header (2 = WAL)."""
    with open(db.conn.execute("PRAGMA database_list").fetchone()[2], "rb") as file:
        version = file.read(20)[18]
    return [] if version == 2 else [Fault("ファイル", "記録方式がWALではありません。migrate を実行してください。")]


def sealed_hashes(db: Database) -> Iterable[Fault]:
    """Sealed reports whose content is no longer what was sealed, erased personal data left aside."""
    for one in seals.reports(db):
        if not one.intact:
            yield Fault(f"訪問{one.visit_id} 評価報告書 第{one.edition}版", "確定後に内容が書き換えられています。")


def stored_files(db: Database) -> Iterable[Fault]:
    """Photos and documents that are missing or changed: every file is read and its hash computed again."""
    for one in seals.stored(db):
        if one.fault:
            yield Fault(f"ファイル {one.sha256[:12]}", one.fault)


def erased_files(db: Database) -> Iterable[Fault]:
    """Pictures that were erased and are still there."""
    base, needed = files.folder(db), files.referenced(db)
    for row in db.conn.execute("SELECT DISTINCT sha256 FROM photo WHERE erased_at IS NOT NULL"):
        # Another row may need the same picture, and then it stays with reason.
        if row["sha256"] not in needed and files.place(base, row["sha256"]).exists():
            yield Fault(f"ファイル {row['sha256'][:12]}", "消去した写真のファイルが残っています。")


def unneeded_files(db: Database) -> Iterable[Fault]:
    """Files that no row names: left behind when a photo was refused after it had been stored."""
    needed = files.referenced(db)
    for path in files.stored(files.folder(db)):
        if path.name not in needed:
            yield Fault(f"ファイル {path.name[:12]}", "どの記録からも使われていません。")


def free_space(db: Database) -> Iterable[Fault]:
    """A disk that is nearly full: without room nothing is saved."""
    free = shutil.disk_usage(file_of(db).parent).free
    if free < LITTLE_SPACE:
        yield Fault(
            "空き容量", f"ディスクの空きが{free // 1_000_000:,}MBしかありません。古いバックアップなどを移してください。"
        )


def unfinished_copies(db: Database) -> Iterable[Fault]:
    """What a backup, a restore or a migration left behind when it was killed: it holds all that the database holds."""
    for place in drafts.left_behind(file_of(db)):
        yield Fault("下書き", f"途中で終わったバックアップなどの下書きです。次の起動のときに削除します：{place}")


def open_to_others(db: Database) -> Iterable[Fault]:
    """Files that other accounts of the machine could read; they are closed at once."""
    for place in file_rights.close_to_others(file_of(db)):
        yield Fault("権限", f"ほかの利用者も読めたため、所有者のみが読めるようにしました：{place}")


CHECKS: Sequence[Check] = (
    integrity, foreign_keys, pending_steps, guards, journal, *contradictions.CHECKS, record_rows.unlike_history,
    *contradictions.ERASURES, sealed_hashes, links.unbroken, answer_vectors.as_rated, *kept_facts.CHECKS, stored_files,
    erased_files,
)  # fmt: skip
OF_STORED_FILES: Sequence[Check] = (stored_files, erased_files)
"""Those that look beside the database."""
# People change hospitals, and a refused photo leaves its file: usual, and no damage.
REMARKS: Sequence[Check] = (
    contradictions.member_of_evaluator, unneeded_files, free_space, unfinished_copies, open_to_others, backup_runs.remarks, secret_key.remarks,
)  # fmt: skip


def checks_through(head: str | None) -> list[Check]:
    """Every check, and that the chain of records goes through a link that was written down elsewhere, if one was."""
    return [*CHECKS, *([links.through(head)] if head else [])]


def saving(path: Path) -> list[Fault]:
    """What keeps anybody from saving: the same that the server tells; a damage is told by the checks, and where it is."""
    trouble = health.look(path)
    return [Fault("保存", f"{words.TROUBLES_AT_SERVER[trouble]}。")] if trouble not in (None, Trouble.DAMAGE) else []


def examine(path: Path, checks: Sequence[Check] = CHECKS, remarks: Sequence[Check] = REMARKS) -> Examination:
    """Run every check; raises NotFound or Refused if the file is not a database of this program."""
    path = real(path)
    database_file.require_ours(path)
    # Before anything is read: a reader holds up a writer wherever the file has no log.
    faults = saving(path)
    with reading(path) as db:
        faults += [fault for check in checks for fault in _run(check, db)]
        found = [remark for check in remarks for remark in _run(check, db)]
    # One damaged page stops many checks with the same sentence, which is told once.
    return Examination(tuple(dict.fromkeys(faults)), tuple(found), len(checks) + len(remarks))


def _run(check: Check, db: Database) -> list[Fault]:
    """The faults that a check finds, or that it could not be run at all."""
    try:
        found = list(check(db))
    except sqlite3.DatabaseError:
        # The other checks go on: what can still be read of a damaged file is wanted most then.
        return [Fault("ファイル", "読み取れないデータがあるため、検査を完了できません。")]
    rest = len(found) - MOST
    return found if rest <= 0 else [*found[:MOST], Fault("", f"同じ種類の問題がほかに{rest}件あります。")]
