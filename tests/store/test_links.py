"""The chain of records: every row is linked, every change is found and named, and an erasure breaks nothing."""

from __future__ import annotations

import hashlib
import json
import sqlite3
import uuid
from contextlib import closing
from functools import partial
from pathlib import Path

import pytest
from sqlite_utils import Database

from checklist.errors import Forbidden, Refused
from checklist.model.accounts import Principal
from checklist.model.assessments import Operation
from checklist.model.closing import Signatory
from checklist.store import backup, chain, db, doctor, links
from checklist.store.act import acting, viewing
from checklist.store.assessments import answers, photos
from checklist.store.chained import SOURCES
from checklist.store.closing import closings, erasures, signatures
from checklist.store.files.picture import Picture
from checklist.store.links import Kind, Verified
from checklist.store.writer import Writer
from tests import cycle
from tests.cycle import who
from tests.store.test_doctor import break_with
from tests.world import CODES, World, by, operator


def verified(path: Path) -> Verified:
    with db.reading(path) as connection:
        return links.verify(connection)


def head(path: Path) -> str:
    with viewing(operator(), path) as view:
        return chain.head(view).link


def is_through(path: Path, link: str) -> bool:
    with db.reading(path) as connection:
        return not list(links.through(link)(connection))


@pytest.fixture
def sealed(world: World, world_db: Path) -> Path:
    """The small world with a sealed report, written in several acts."""
    cycle.sealed(world)
    return world_db


def test_every_row_is_linked_with_the_act_that_wrote_it(sealed: Path) -> None:
    with db.reading(sealed) as connection:
        rows = {one.table: [row[0] for row in connection.execute(f"SELECT id FROM {one.table}")] for one in SOURCES}
        linked = connection.execute("SELECT source, row_id FROM chain ORDER BY position").fetchall()
    assert sorted(map(tuple, linked)) == sorted((table, row) for table, ids in rows.items() for row in ids)
    assert verified(sealed) == Verified(len(linked), bytes.fromhex(head(sealed)), None)


IDENTITY = {"assessment", "finding", "late_answer", "photo", "signature"}
"""Tables of which some columns change later, or whose guard has another name; what never changes of them is linked."""
CHANGES = {
    "assessment": {"state", "submitted_at", "approved_at"},
    "finding": {"photos", "kind", "text", "version", "dropped_at", "updated_at", "person_id", "operation_id"},
    "photo": {"caption", "erased_at", "erased_by", "erase_reason"},
    "report": {"snapshot", "erasures"},
    "signature": {"voided_at", "void_reason"},
}
"""What changes: the history of a finding, the hash of a report, the events of an assessment, the erasure of a photo and
the voiding of a signature are linked instead. By its operation a finding that is sent again is known; it says nothing."""


def test_every_table_whose_rows_are_never_changed_is_linked(empty_db: Path) -> None:
    with db.reading(empty_db) as connection:
        names = [row[0] for row in connection.execute("SELECT name FROM sqlite_schema WHERE type = 'trigger'")]
        tables = {row[0] for row in connection.execute("SELECT name FROM sqlite_schema WHERE type = 'table'")}
    kept = {table for table in tables if {f"{table}_update_kept", f"{table}_delete_kept"} <= set(names)}
    assert {one.table for one in SOURCES} == (kept - {"chain"}) | IDENTITY


def test_every_column_of_a_linked_table_is_hashed_unless_it_may_change(empty_db: Path) -> None:
    with db.reading(empty_db) as connection:
        for one in SOURCES:
            there = {row["name"] for row in connection.execute(f"PRAGMA table_info({one.table})")}
            assert there - set(one.columns) == CHANGES.get(one.table, set()), one.table
            assert (one.columns[0], one.at in one.columns) == ("id", True)


def test_a_link_is_what_anybody_can_compute(world: World, world_db: Path) -> None:
    """Format 1, in the words of the standard library alone: it stands on paper and may never change."""
    cycle.submitted(world)
    with db.reading() as connection:
        first, second = connection.execute("SELECT * FROM chain ORDER BY position LIMIT 2").fetchall()
        entry = connection.execute("SELECT * FROM audit WHERE id = ?", [first["row_id"]]).fetchone()
        row = connection.execute("SELECT * FROM rating_history WHERE id = 1").fetchone()
        of_row = connection.execute(
            "SELECT digest FROM chain WHERE source = 'rating_history' AND row_id = 1"
        ).fetchone()
    names = ("id", "kind", "person_id", "address", "device", "visit_id", "about_id", "detail", "at")
    text = json.dumps(
        ["audit", *(entry[name] for name in names)],
        ensure_ascii=False,
        separators=(",", ":"),
    )
    digest = hashlib.sha256(text.encode()).digest()
    assert first["digest"] == digest
    assert first["link"] == hashlib.sha256(bytes(32) + digest).digest()
    assert second["link"] == hashlib.sha256(first["link"] + second["digest"]).digest()
    comment = hashlib.sha256(row["comment"].encode()).hexdigest()
    values = [*tuple(row)[:5], comment, *tuple(row)[6:]]
    text = json.dumps(["rating_history", *values], ensure_ascii=False, separators=(",", ":"))
    assert of_row["digest"] == hashlib.sha256(text.encode()).digest()


OF_FORMER = tuple(
    one
    for one in SOURCES
    if one.table not in ("photo", "photo_erasure", "signature_void", "bed_count", "practice", "audit_hospital")
)


def test_what_no_chain_held_before_is_linked_behind_what_it_held(
    world: World, world_db: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    break_with(world_db, "DELETE FROM chain")
    with monkeypatch.context() as former:
        asked = ", ".join(
            f"(SELECT max(id) FROM {one.table}), (SELECT max(row_id) FROM chain WHERE source = '{one.table}')"
            for one in OF_FORMER
        )
        former.setattr(links, "SOURCES", OF_FORMER)
        former.setattr(links, "_REACHED", f"SELECT {asked}")
        cycle.submitted(world)
        _photo_and_void(world)
        before = head(world_db)
        assert verified(world_db).broken is None
    with db.writing():
        pass
    assert verified(world_db).broken is None
    assert head(world_db) != before
    assert is_through(world_db, before)


def _photo_and_void(world: World) -> None:
    """A photo that was erased, one that stands, and a signature that was taken back."""
    manager, member = who(world, "manager.h01"), who(world, "evaluator.h02")
    with db.writing() as connection:
        closings.open_meeting(by(connection, member), world.visit)
    agreed = cycle.agreed_of(world, world.visit)
    with db.writing() as connection:
        for _ in range(2):
            picture = Picture(b"\xff\xd8\xff", 60, 40)
            found, _ = photos.add(
                by(connection, member), agreed, "1-01", str(uuid.uuid4()), picture, uuid.uuid4().hex * 2
            )
        erasures.erase_photo(by(connection, member), found.id, "患者が写っている")
        signed = signatures.sign(by(connection, manager), world.visit, Signatory.HOST, "架空 院長")
        signatures.void(by(connection, manager), world.visit, signed, "氏名の誤り")


@pytest.mark.parametrize(
    ("statement", "kind", "word"),
    [
        ("UPDATE photo SET sha256 = printf('%064d', 1) WHERE id = 1", Kind.CHANGED, "写真"),
        ("UPDATE photo SET saved_at = '2026-01-01T00:00:00.000000+00:00' WHERE id = 1", Kind.CHANGED, "写真"),
        ("DELETE FROM photo WHERE id = 1", Kind.MISSING, "写真"),
        ("UPDATE photo_erasure SET reason = '別の理由'", Kind.CHANGED, "写真の消去の記録"),
        ("DELETE FROM photo_erasure", Kind.MISSING, "写真の消去の記録"),
        ("UPDATE signature_void SET reason = '別の理由'", Kind.CHANGED, "署名の取消しの記録"),
        ("DELETE FROM signature_void", Kind.MISSING, "署名の取消しの記録"),
        ("UPDATE bed_count SET beds = 20 WHERE id = 1", Kind.CHANGED, "病床数の記録"),
    ],
)
def test_what_became_of_photos_signatures_and_beds_is_held_as_well(
    world: World, world_db: Path, statement: str, kind: Kind, word: str
) -> None:
    cycle.submitted(world)
    _photo_and_void(world)
    assert verified(world_db).broken is None
    break_with(world_db, statement)
    broken = verified(world_db).broken
    assert broken is not None
    assert (broken.kind, broken.word) == (kind, word)


@pytest.mark.parametrize(
    ("statement", "told"),
    [
        ("UPDATE photo SET erased_at = NULL, erased_by = NULL, erase_reason = NULL WHERE id = 2", "写真2：消去の記録と一致しません。"),
        ("UPDATE signature SET voided_at = NULL, void_reason = NULL", "署名1：取消しの記録と一致しません。"),
        ("UPDATE hospital SET beds = 17 WHERE code = 'H01'", "病院 H01：病床数が、病床数の記録のどれとも一致しません。"),
    ],
)  # fmt: skip
def test_what_may_change_once_is_compared_with_what_the_chain_holds(
    world: World, world_db: Path, statement: str, told: str
) -> None:
    cycle.submitted(world)
    _photo_and_void(world)
    break_with(world_db, statement)
    assert told in [str(fault) for fault in doctor.examine(world_db).faults]


INSERTED = """INSERT INTO rating_history (assessment_id, item_id, version, value, comment, saved_at, person_id, operation_id)
    SELECT assessment_id, item_id, 99, 'A', '', saved_at, person_id, 'x' FROM rating_history LIMIT 1"""
DAMAGES = {
    "an answer with its history": (
        ("UPDATE rating SET value = 'C' WHERE operation_id = (SELECT operation_id FROM rating_history WHERE id = 3)",
         "UPDATE rating_history SET value = 'C' WHERE id = 3"),
        Kind.CHANGED, "評定の履歴", 3,
    ),
    "who answered": (("UPDATE rating_history SET person_id = 1 WHERE id = 2",), Kind.CHANGED, "評定の履歴", 2),
    "a comment": (("UPDATE rating_history SET comment = '別の文' WHERE id = 2",), Kind.CHANGED, "評定の履歴", 2),
    "when it was submitted": (
        ("UPDATE assessment_event SET at = '2026-04-01' WHERE id = 1",), Kind.CHANGED, "評価の提出・承認の記録", 1,
    ),
    "whose assessment it is": (("UPDATE assessment SET hospital_id = 2 WHERE id = 1",), Kind.CHANGED, "評価", 1),
    "a report with its hash": (("UPDATE report SET sha256 = hex(zeroblob(32))",), Kind.CHANGED, "評価報告書", 1),
    "who signed": (("UPDATE signature SET name = '別の人' WHERE id = 2",), Kind.CHANGED, "署名", 2),
    "a row is deleted": (("DELETE FROM rating_history WHERE id = 4",), Kind.MISSING, "評定の履歴", 4),
    "the last row is deleted": (("DELETE FROM report",), Kind.MISSING, "評価報告書", 1),
    "a row is added": ((INSERTED,), Kind.UNLINKED, "評定の履歴", 16),
    "a row is added before the others": (
        (INSERTED, "UPDATE rating_history SET id = -1 WHERE operation_id = 'x'"), Kind.UNLINKED, "評定の履歴", -1,
    ),
}  # fmt: skip


@pytest.mark.parametrize("damage", DAMAGES)
def test_what_was_done_to_which_row_is_named(sealed: Path, damage: str) -> None:
    statements, kind, word, row_id = DAMAGES[damage]
    break_with(sealed, *statements)
    broken = verified(sealed).broken
    assert broken is not None
    assert (broken.kind, broken.word, broken.row_id) == (kind, word, row_id)
    assert str(broken.fault()) in [str(fault) for fault in doctor.examine(sealed).faults]


OF_THE_CHAIN = {
    "a row is deleted with its link": (
        "DELETE FROM rating_history WHERE id = 4",
        "DELETE FROM chain WHERE position = {}",
    ),
    "and what follows is counted anew": (
        "DELETE FROM rating_history WHERE id = 4",
        "DELETE FROM chain WHERE position = {}",
        "UPDATE chain SET position = position - 1 WHERE position > {}",
    ),
    "two links change places": (
        "UPDATE chain SET position = -1 WHERE position = {}",
        "UPDATE chain SET position = position - 1 WHERE position = {} + 1",
        "UPDATE chain SET position = {} + 1 WHERE position = -1",
    ),
    "a digest is rewritten": ("UPDATE chain SET digest = link WHERE position = {}",),
    "a link is rewritten": ("UPDATE chain SET link = digest WHERE position = {}",),
    "a row of no table": ("UPDATE chain SET source = 'person' WHERE position = {}",),
}


@pytest.mark.parametrize("damage", OF_THE_CHAIN)
def test_a_chain_that_was_tampered_with_does_not_hold_from_there_on(sealed: Path, damage: str) -> None:
    with db.reading() as connection:
        place = connection.execute(
            "SELECT position FROM chain WHERE source = 'rating_history' AND row_id = 4"
        ).fetchone()[0]
    break_with(sealed, *(statement.format(place) for statement in OF_THE_CHAIN[damage]))
    found = verified(sealed)
    assert found.broken is not None
    assert (found.broken.kind, found.count) == (Kind.ORDER, place - 1)


def test_without_its_links_every_row_is_one_too_many(sealed: Path) -> None:
    break_with(sealed, "DELETE FROM chain")
    broken = verified(sealed).broken
    assert broken is not None
    assert (broken.kind, broken.position) == (Kind.UNLINKED, 1)


def test_the_fault_tells_table_row_and_time(sealed: Path) -> None:
    break_with(
        sealed,
        "UPDATE rating_history SET value = NULL, saved_at = '2026-11-21T05:32:00.000000+00:00' WHERE id = 2",
    )
    (fault,) = [str(one) for one in doctor.examine(sealed).faults if one.where.startswith("記録の連鎖")]
    assert "件 評定の履歴（番号2、2026年11月21日（土）14:32）：この記録は、登録した後に書き換えられています。" in fault
    break_with(sealed, "UPDATE rating_history SET saved_at = 'きのう' WHERE id = 2")
    assert "評定の履歴（番号2、きのう）" in str(next(iter(doctor.examine(sealed).faults[::-1])))


def written_anew(path: Path, *statements: str) -> None:
    """What somebody with the whole program and the file can do: change the records, and make a chain that holds."""
    break_with(path, *statements)
    break_with(path, "DELETE FROM chain")
    with db.writing(path):
        pass


@pytest.mark.parametrize(
    "statements",
    [
        (
            "UPDATE rating_history SET person_id = 1 WHERE id = 3",
            "UPDATE rating SET person_id = 1 WHERE assessment_id = 1",
        ),
        ("DELETE FROM report_event WHERE id = 1", "DELETE FROM chain WHERE source = 'report_event'"),
    ],
    ids=["rewritten", "the last one cut off"],
)
def test_only_a_link_kept_elsewhere_tells_of_a_chain_made_anew(
    sealed: Path, world: World, statements: tuple[str, ...]
) -> None:
    before = head(sealed)
    with acting(who(world, "evaluator.h02")) as act:
        connection = act.db
        connection.execute(
            "INSERT INTO report_event (report_id, kind, on_date, at, person_id) VALUES (1, 'handed_over', '2026-11-22', ?, 1)",
            [act.stamp],
        )
    after = head(sealed)
    assert is_through(sealed, before)
    assert is_through(sealed, after)
    written_anew(sealed, *statements)
    assert verified(sealed).broken is None
    assert not is_through(sealed, after)


def test_the_first_digits_of_a_link_are_enough(sealed: Path) -> None:
    link = head(sealed)
    assert is_through(sealed, link[:16])
    assert not is_through(sealed, link[:15] + ("0" if link[15] != "0" else "1"))


def test_an_act_that_fails_leaves_no_link(sealed: Path, world: World) -> None:
    before = head(sealed)

    def fail() -> None:
        with acting(who(world, "secretariat")) as act:
            act.db.execute(
                "INSERT INTO visit_event (visit_id, state, at, person_id) VALUES (1, 'x', ?, 1)", [act.stamp]
            )
            raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        fail()
    assert head(sealed) == before
    assert verified(sealed).broken is None


def _record(member: Principal, assessment: int, sent: list[Operation], connection: Database) -> None:
    answers.record(by(connection, member), assessment, sent)


def test_answers_that_are_committed_together_are_linked_with_their_commit(world: World, world_db: Path) -> None:
    writer = Writer(world_db)
    member = who(world, "evaluator.h02")
    sent = [[Operation(str(uuid.uuid4()), code, 0, "A", "")] for code in CODES]
    try:
        for one in sent:
            writer.submit(partial(_record, member, world.visitor_assessment, one))
        with pytest.raises(ZeroDivisionError):
            writer.submit(lambda connection: 1 // 0).result(10)
    finally:
        writer.stop()
    with db.reading() as connection:
        linked = connection.execute("SELECT count(*) FROM chain WHERE source = 'rating_history'").fetchone()[0]
    assert (linked, verified(world_db).broken) == (len(CODES), None)


def test_an_erasure_leaves_the_chain_whole_and_a_wrong_one_does_not(sealed: Path, world: World) -> None:
    before = head(sealed)
    with acting(who(world, "evaluator.h02")) as act:
        found = next(one for one in erasures.comments(act, world.visitor_assessment) if one.item == "1-02")
        erasures.erase(act, found, "患者の氏名")
    assert (verified(sealed).broken, is_through(sealed, before)) == (None, True)
    assert doctor.examine(sealed).faults == ()
    break_with(sealed, "UPDATE erasure SET before_sha256 = after_sha256 WHERE place = 'rating_history'")
    broken = verified(sealed).broken
    assert broken is not None
    assert (broken.kind, broken.word) == (Kind.CHANGED, "評定の履歴")


def test_an_empty_region_has_a_chain_without_links(empty_db: Path) -> None:
    with viewing(operator()) as view:
        assert chain.head(view) == chain.Head(0, "0" * 64, None)
        assert chain.verify(view) == Verified(0, links.START, None)


def test_the_head_is_for_those_who_keep_the_server(sealed: Path, world: World) -> None:
    for ask in (chain.head, chain.verify):
        with viewing(who(world, "admin")) as view:
            ask(view)
        with viewing(who(world, "manager.h01")) as view, pytest.raises(Forbidden):
            ask(view)


def test_no_statement_changes_a_link(sealed: Path) -> None:
    for statement in (
        "UPDATE chain SET link = digest",
        "DELETE FROM chain",
        "INSERT OR REPLACE INTO chain SELECT position, source, row_id, digest, digest FROM chain WHERE position = 1",
        "INSERT INTO chain SELECT position + 1000, 'x', row_id, digest, link FROM chain WHERE position = 1",
    ):
        with closing(sqlite3.connect(sealed)) as raw, pytest.raises(sqlite3.IntegrityError, match="refused: kept"):
            raw.execute(statement)


def test_a_rewritten_copy_is_refused_where_nothing_is_there_to_compare_it_with(sealed: Path, tmp_path: Path) -> None:
    """Until there was a chain, a history that was rewritten consistently could be restored to an empty place."""
    copy, place = tmp_path / "copy.db", tmp_path / "elsewhere" / "region.db"
    backup.backup(sealed, copy)
    link = head(sealed)
    with db.reading(copy) as connection:
        operation = connection.execute("SELECT operation_id FROM rating_history WHERE id = 1").fetchone()[0]
    rewrite = [
        f"UPDATE {table} SET value = 'C' WHERE operation_id = '{operation}'" for table in ("rating", "rating_history")
    ]
    break_with(copy, *rewrite)
    with pytest.raises(Refused, match="評定の履歴（番号1、"):
        backup.restore(copy, place)
    break_with(copy, "DELETE FROM chain")
    with db.writing(copy):
        pass
    with pytest.raises(Refused, match="控えの値"):
        backup.restore(copy, place, link)
    assert not place.exists()
