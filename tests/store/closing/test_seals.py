"""Sealed reports and stored files checked again: every changed byte is found, and only those who may ask are told."""

from __future__ import annotations

import uuid
from pathlib import Path

import pytest

from checklist.errors import Forbidden
from checklist.store import db
from checklist.store.assessments import photos
from checklist.store.closing import seals
from checklist.store.closing.seals import CheckedReport, Count
from checklist.store.files import files, picture
from tests import cycle
from tests.cycle import who
from tests.pictures import jpeg
from tests.store.test_doctor import break_with
from tests.world import World, by


def everything(world: World) -> tuple[Count, Count]:
    """What the administrator is told: reports, then files."""
    with db.reading() as connection:
        return seals.everything(by(connection, who(world, "admin")))


def one_byte(byte: str) -> str:
    """Put this byte at the hundredth place of every snapshot."""
    content = "CAST(snapshot AS BLOB)"
    return f"UPDATE report SET snapshot = CAST(substr({content}, 1, 99) || x'{byte}' || substr({content}, 101) AS TEXT)"


@pytest.mark.parametrize("byte", ["7e", "ff"])
def test_one_changed_byte_of_a_sealed_report_is_found(world: World, world_db: Path, byte: str) -> None:
    """Also one after which the report is no text any more."""
    cycle.sealed(world)
    with db.reading() as connection:
        assert seals.of_visit(by(connection, who(world, "leader.h01")), world.visit) == [
            CheckedReport(world.visit, 1, intact=True)
        ]
    assert everything(world) == (Count(1, 0), Count(0, 0))
    break_with(world_db, one_byte(byte))
    with db.reading() as connection:
        assert seals.of_visit(by(connection, who(world, "leader.h01")), world.visit) == [
            CheckedReport(world.visit, 1, intact=False)
        ]
    assert everything(world) == (Count(1, 1), Count(0, 0))


def test_a_stored_file_that_is_changed_or_missing_is_counted(world: World, world_db: Path) -> None:
    with db.writing() as connection:
        for colour in ("red", "blue"):
            shrunk = picture.shrink(jpeg(40, 30, colour))
            sha256 = files.put(files.folder(connection), shrunk.content)
            key = str(uuid.uuid4())
            photos.add(
                by(connection, who(world, "evaluator.h02")), world.visitor_assessment, "1-01", key, shrunk, sha256
            )
    assert everything(world) == (Count(0, 0), Count(2, 0))
    first, second = files.stored(files.folder_beside(world_db))
    first.write_bytes(first.read_bytes() + b"x")
    assert everything(world) == (Count(0, 0), Count(2, 1))
    second.unlink()
    assert everything(world) == (Count(0, 0), Count(2, 2))


def test_only_readers_of_the_report_and_the_administrator_may_ask(world: World) -> None:
    cycle.sealed(world)
    with db.reading() as connection:
        for login in ("manager.h04", "evaluator.h01", "center", "admin"):
            with pytest.raises(Forbidden):
                seals.of_visit(by(connection, who(world, login)), world.visit)
        for login in ("secretariat", "manager.h01", "center"):
            with pytest.raises(Forbidden):
                seals.everything(by(connection, who(world, login)))
