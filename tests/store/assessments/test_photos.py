"""Photos at an item: kept once, 20 at most, only while the assessment is open, and erased with a tombstone."""

from __future__ import annotations

import sqlite3
import uuid
from contextlib import closing
from dataclasses import replace
from pathlib import Path

import pytest

from checklist.errors import Forbidden, NotFound, NotOpen, Refused
from checklist.model.accounts import Principal
from checklist.store import db
from checklist.store.act import acting
from checklist.store.assessments import assessments, photos
from checklist.store.assessments.photos import Photo
from checklist.store.closing import erasures
from checklist.store.files import files, picture
from tests import cycle
from tests.cycle import who
from tests.pictures import jpeg
from tests.world import World, by


def take(
    world: World,
    item: str = "1-01",
    key: str = "",
    login: str = "evaluator.h02",
    colour: str = "teal",
    caption: str = "",
) -> tuple[Photo, bool]:
    shrunk = picture.shrink(jpeg(colour=colour))
    sha256 = files.put(files.folder_beside(db.default_path()), shrunk.content)
    with db.writing() as connection:
        return photos.add(
            by(connection, who(world, login)), world.visitor_assessment, item, key or str(uuid.uuid4()), shrunk, sha256,
            "2026-11-25T10:00:00+09:00", caption,
        )  # fmt: skip


def erase(someone: Principal, photo_id: int, reason: str) -> None:
    """One erasure in an act of its own."""
    with acting(someone) as act:
        erasures.erase_photo(act, photo_id, reason)


def count(world: World) -> int:
    with db.reading() as connection:
        return sum(
            map(
                len,
                photos.of_assessment(by(connection, who(world, "evaluator.h02")), world.visitor_assessment).values(),
            )
        )


def test_a_photo_comes_back_as_it_was_kept(world: World) -> None:
    found, new = take(world)
    assert (new, found.item, found.saved_by) == (True, "1-01", "evaluator.h02 さん")
    with db.reading() as connection:
        assert (
            photos.content(
                by(connection, who(world, "second.h02")),
                photos.read(by(connection, who(world, "second.h02")), found.id),
            )[:2]
            == b"\xff\xd8"
        )


def test_a_photo_sent_again_is_kept_once(world: World) -> None:
    key = str(uuid.uuid4())
    first, _ = take(world, key=key)
    again, new = take(world, key=key.upper())
    assert (again.id, new, count(world)) == (first.id, False, 1)


def test_a_photo_sent_again_after_the_closing_is_told_as_kept_and_a_new_one_refused(world: World) -> None:
    key = str(uuid.uuid4())
    take(world, key=key)
    with db.writing() as connection:
        assessments.submit(by(connection, who(world, "evaluator.h02")), world.visitor_assessment, "終了")
    assert take(world, key=key)[1] is False
    with pytest.raises(NotOpen, match="写真を追加できません"):
        take(world)
    assert count(world) == 1


@pytest.mark.parametrize(("item", "login"), [("1-02", "evaluator.h02"), ("1-01", "second.h02")])
def test_a_number_of_another_photo_is_refused(world: World, item: str, login: str) -> None:
    key = str(uuid.uuid4())
    take(world, key=key)
    with pytest.raises(Refused, match="別の写真"):
        take(world, item, key, login)


def test_an_item_takes_20_photos_and_an_erased_one_makes_room(world: World) -> None:
    kept = [take(world)[0] for _ in range(20)]
    with pytest.raises(Refused, match="20枚まで"):
        take(world)
    take(world, "1-02")
    erase(who(world, "evaluator.h02"), kept[0].id, "患者の顔が写っていたため")
    take(world)
    assert count(world) == 21


NEW_KEY = "6c1f6a4e-3a55-4d0b-9a52-1a2b3c4d5e6f"


@pytest.mark.parametrize(("item", "key"), [("9-99", NEW_KEY), ("1-03", NEW_KEY), ("1-01", "x")])
def test_an_unknown_item_or_a_malformed_number_is_refused(world: World, item: str, key: str) -> None:
    with pytest.raises(Refused):
        take(world, item, key)
    with db.reading() as connection, pytest.raises(Refused):
        photos.require_room(by(connection, who(world, "evaluator.h02")), world.visitor_assessment, item, key)


@pytest.mark.parametrize("login", ["manager.h01", "manager.h02", "leader.h02", "secretariat", "evaluator.h04", "admin"])
def test_only_who_may_answer_adds_photos(world: World, login: str) -> None:
    with pytest.raises(Forbidden):
        take(world, login=login)


@pytest.mark.parametrize(
    ("login", "before", "after"),
    [
        ("evaluator.h02", True, True),
        ("manager.h02", True, True),
        ("manager.h01", False, True),
        ("leader.h01", False, True),
        ("secretariat", False, True),
        ("evaluator.h01", False, False),
        ("manager.h04", False, False),
        ("center", False, False),
        ("admin", False, False),
    ],
)
def test_a_photo_is_read_by_whoever_reads_its_assessment(world: World, login: str, before: bool, after: bool) -> None:
    found, _ = take(world)

    def reads() -> bool:
        try:
            with db.reading() as connection:
                photos.read(by(connection, who(world, login)), found.id)
        except Forbidden:
            return False
        return True

    assert reads() is before
    with db.writing() as connection:
        assessments.submit(by(connection, who(world, "evaluator.h02")), world.visitor_assessment, "終了")
    assert reads() is after


def test_an_erased_photo_leaves_its_tombstone_and_no_picture(world: World, world_db: Path) -> None:
    found, _ = take(world, caption="３号室の患者名")
    assert found.caption == "３号室の患者名"
    kept = files.place(files.folder_beside(world_db), found.sha256)
    assert kept.exists()
    with pytest.raises(Refused, match="理由"):
        erase(who(world, "evaluator.h02"), found.id, " ")
    with pytest.raises(Forbidden):
        erase(who(world, "manager.h01"), found.id, "患者の顔")
    erase(who(world, "evaluator.h02"), found.id, "患者の顔が写っていたため")
    assert not kept.exists()
    assert count(world) == 0
    with db.reading() as connection:
        with pytest.raises(NotFound, match="消去"):
            photos.read(by(connection, who(world, "evaluator.h02")), found.id)
        row = connection.execute("SELECT sha256, erase_reason, erased_by, caption FROM photo").fetchone()
    assert tuple(row) == (found.sha256, "患者の顔が写っていたため", world.people["evaluator.h02"].id, "")
    said = "３号室の患者名".encode()
    assert not any(said in path.read_bytes() for path in world_db.parent.glob(f"{world_db.name}*") if path.is_file())


def test_whoever_took_a_photo_with_a_pass_erases_it_while_the_sheet_is_open(world: World) -> None:
    """Nothing else is erased with a pass, and nothing once the sheet was submitted."""
    mine, other, later = take(world)[0], take(world, login="second.h02")[0], take(world)[0]
    lent = replace(who(world, "evaluator.h02"), visit_scope=world.visit)
    with pytest.raises(Forbidden):
        erase(lent, other.id, "患者の顔")
    erase(lent, mine.id, "患者の顔")
    with db.writing() as connection:
        assessments.submit(by(connection, who(world, "evaluator.h02")), world.visitor_assessment, "終了")
    with pytest.raises(Forbidden):
        erase(lent, later.id, "患者の顔")
    assert count(world) == 2


def test_the_same_picture_at_another_item_survives_the_erasure(world: World, world_db: Path) -> None:
    first, second = take(world)[0], take(world, "1-02")[0]
    assert first.sha256 == second.sha256
    erase(who(world, "evaluator.h02"), first.id, "誤って撮影")
    assert files.place(files.folder_beside(world_db), second.sha256).exists()


def test_a_photo_of_a_patient_is_erased_by_members_or_secretariat_even_after_sealing(world: World) -> None:
    """Not by those who may only read it: it may be proof against the host."""
    found, _ = take(world)
    cycle.sealed(world)
    for login in ("leader.h01", "manager.h01", "manager.h02", "leader.h02"):
        with pytest.raises(Forbidden):
            erase(who(world, login), found.id, "患者の顔")
    erase(who(world, "secretariat"), found.id, "患者の顔が写っていたため")
    assert count(world) == 0


@pytest.mark.parametrize(
    "statement",
    [
        "DELETE FROM photo",
        "UPDATE photo SET sha256 = replace(sha256, '1', '2')",
        "UPDATE photo SET erased_at = 'x', erased_by = 1",
        "UPDATE photo SET erased_at = 'x', erased_by = 1, erase_reason = ' '",
        "UPDATE photo SET caption = 'x'",
        "UPDATE photo SET caption = 'x', erased_at = 'x', erased_by = 1, erase_reason = 'x'",
        "UPDATE photo SET item_id = 7, erased_at = 'x', erased_by = 1, erase_reason = 'x'",
        "INSERT OR REPLACE INTO photo SELECT * FROM photo",
    ],
)
def test_no_statement_makes_a_photo_vanish(world: World, world_db: Path, statement: str) -> None:
    take(world)
    with closing(sqlite3.connect(world_db)) as raw, pytest.raises(sqlite3.IntegrityError):
        raw.execute(statement)
