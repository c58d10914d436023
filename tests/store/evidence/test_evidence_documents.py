"""Evidence documents: only their own hospital sees them, only its manager adds them, and none is ever lost."""

from __future__ import annotations

import sqlite3
from datetime import date
from pathlib import Path

import pytest

from checklist.errors import Forbidden, NotFound, Refused
from checklist.rules.evidence.evidence_days import DocumentFields
from checklist.store import backup, db, doctor
from checklist.store.evidence import evidence_documents
from checklist.store.files import attachment, files
from tests.attached_files import pdf
from tests.cycle import who
from tests.world import HOST, World, by

MINUTES = DocumentFields(
    "minutes", " 医療安全管理対策委員会 議事録 ", date(2026, 5, 20), date(2026, 4, 1), date(2026, 4, 30), "4月分"
)


def add(
    world: World, login: str = "manager.h01", fields: DocumentFields = MINUTES, name: str = "議事録.pdf",
    content: bytes | None = None,
) -> int:  # fmt: skip
    with db.writing() as connection:
        host = world.hospitals[HOST]
        return evidence_documents.add(
            by(connection, who(world, login)), host, fields, attachment.check(name, content or pdf())
        )


def test_a_document_is_kept_with_its_hash_and_what_it_proves(world: World) -> None:
    document = add(world)
    with db.reading() as connection:
        (found,) = evidence_documents.of_hospital(by(connection, who(world, "leader.h01")), world.hospitals[HOST])
        file, content = evidence_documents.file(by(connection, who(world, "leader.h01")), document)
    assert (found.fact.kind, found.fact.title, found.note) == ("minutes", "医療安全管理対策委員会 議事録", "4月分")
    assert (found.fact.period_from, found.fact.period_to) == (date(2026, 4, 1), date(2026, 4, 30))
    assert (file.sha256, found.size) == (files.digest(content), len(content))
    assert (file.name, file.by, content) == ("議事録.pdf", "manager.h01 さん", pdf())


# Written out: who reads and who writes the documents of H01.
@pytest.mark.parametrize(
    ("login", "reads", "writes"),
    [
        ("manager.h01", True, True),
        ("leader.h01", True, False),
        ("evaluator.h01", False, False),
        ("manager.h02", False, False),
        ("leader.h02", False, False),
        ("evaluator.h02", False, False),
        ("secretariat", False, False),
        ("center", False, False),
        ("admin", False, False),
    ],
)
def test_only_the_own_hospital_reads_and_only_its_manager_writes(
    login: str, reads: bool, writes: bool, world: World
) -> None:
    document = add(world)
    with db.reading() as connection:
        person, host = who(world, login), world.hospitals[HOST]
        if reads:
            assert len(evidence_documents.of_hospital(by(connection, person), host)) == 1
            assert evidence_documents.file(by(connection, person), document)[1] == pdf()
        else:
            with pytest.raises(Forbidden):
                evidence_documents.of_hospital(by(connection, person), host)
            with pytest.raises(Forbidden):
                evidence_documents.file(by(connection, person), document)
    if writes:
        assert add(world, login)
    else:
        with pytest.raises(Forbidden):
            add(world, login)
        with pytest.raises(Forbidden), db.writing() as connection:
            evidence_documents.withdraw(by(connection, person), document, "誤り")


@pytest.mark.parametrize(
    ("fields", "name", "content"),
    [
        (DocumentFields("minutes", "", date(2026, 5, 20)), "議事録.pdf", pdf()),
        (DocumentFields("minutes", "題", date(2027, 5, 20)), "議事録.pdf", pdf()),
        (MINUTES, "議事録.pdf", pdf(password="x")),
        (MINUTES, "議事録.exe", pdf()),
    ],
)
def test_what_cannot_be_kept_is_refused_and_changes_nothing(
    fields: DocumentFields, name: str, content: bytes, world: World
) -> None:
    with pytest.raises(Refused):
        add(world, fields=fields, name=name, content=content)
    with db.reading() as connection:
        assert evidence_documents.facts_until(connection, date(2026, 11, 22)) == {}


def test_a_withdrawn_document_proves_nothing_and_stays_with_its_reason(world: World) -> None:
    document, manager = add(world), who(world, "manager.h01")
    for reason in ("", "  ", "長" * 201):
        with pytest.raises(Refused), db.writing() as connection:
            evidence_documents.withdraw(by(connection, manager), document, reason)
    with db.writing() as connection:
        evidence_documents.withdraw(by(connection, manager), document, " 別の月の議事録だった ")
    with pytest.raises(NotFound), db.writing() as connection:
        evidence_documents.withdraw(by(connection, manager), document, "もう一度")
    with db.reading() as connection:
        (found,) = evidence_documents.of_hospital(by(connection, manager), world.hospitals[HOST])
        assert evidence_documents.facts_until(connection, date(2026, 11, 22)) == {}
        assert evidence_documents.until(by(connection, manager), world.hospitals[HOST], date(2026, 11, 22)) == []
        assert evidence_documents.file(by(connection, manager), document)[1] == pdf()
    assert found.withdraw_reason == "別の月の議事録だった"


def test_what_counts_on_a_day_knows_nothing_dated_later(world: World) -> None:
    first, later = add(world), add(world, fields=DocumentFields("notice_photo", "掲示", date(2026, 6, 1)))
    host = world.hospitals[HOST]
    with db.reading() as connection:
        for day, expected in (
            (date(2026, 5, 19), []),
            (date(2026, 5, 20), [first]),
            (date(2026, 6, 1), [first, later]),
        ):
            found = evidence_documents.facts_until(connection, day, host).get(host, ())
            assert [one.id for one in found] == expected, day
        assert evidence_documents.facts_until(connection, date(2026, 6, 1), world.hospitals["H02"]) == {}


@pytest.mark.parametrize(
    "sql",
    [
        "DELETE FROM evidence_document",
        "UPDATE evidence_document SET title = '別の題'",
        "UPDATE evidence_document SET sha256 = '" + "0" * 64 + "', withdrawn_at = 'x', withdraw_reason = 'x', withdrawn_by = 1",
        "INSERT OR REPLACE INTO evidence_document SELECT * FROM evidence_document",
    ],
)  # fmt: skip
def test_no_statement_gets_round_what_was_stored(sql: str, world: World) -> None:
    add(world)
    with pytest.raises(Refused), db.writing() as connection:
        connection.execute(sql)
    raw = sqlite3.connect(db.default_path())
    with pytest.raises(sqlite3.IntegrityError):
        raw.execute(sql)
    raw.close()


def test_backup_restore_and_examination_cover_the_documents(world: World, world_db: Path) -> None:
    add(world)
    sha256, copy = files.digest(pdf()), world_db.with_name("copy.db")
    backup.backup(world_db, copy)
    files.place(files.folder_beside(world_db), sha256).unlink()
    assert any(sha256[:12] in str(fault) for fault in doctor.examine(world_db).faults)
    backup.restore(copy, world_db)
    assert doctor.examine(world_db).faults == ()
