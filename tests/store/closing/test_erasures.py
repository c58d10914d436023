"""Erasing personal data: gone from answers, history and sealed reports, with tombstone, hash, reason and name left."""

from __future__ import annotations

import hashlib
import sqlite3
import uuid
from contextlib import closing
from pathlib import Path

import pytest

from checklist.errors import Forbidden, NotFound, Refused
from checklist.model.accounts import Principal
from checklist.model.assessments import Operation, Track
from checklist.model.closing import ErasedKind, FindingKind
from checklist.store import db, doctor
from checklist.store.act import acting
from checklist.store.assessments import answers, assessment_rows, assessments
from checklist.store.closing import closing_rows, closings, erasures, findings, sealed_reports
from checklist.store.closing.erasures import Written
from checklist.store.visits import late_answers
from tests import cycle
from tests.cycle import who
from tests.store.test_doctor import break_with
from tests.world import SECOND, World, by

SECRET = "患者 架空ハナコ氏の処方箋で確認した"
STONE = "（個人情報のため削除 2026年11月22日 evaluator.h02 さん）"
HASH = hashlib.sha256(SECRET.encode()).hexdigest()


def comment(world: World, assessment: int = 0, item: str = "1-05", text: str = SECRET) -> Written:
    return Written(ErasedKind.COMMENT, assessment or world.visitor_assessment, item, "", text, True)


def offered(world: World, login: str = "evaluator.h02", assessment: int = 0) -> list[tuple[str, str, bool]]:
    with db.reading() as connection:
        found = erasures.comments(by(connection, who(world, login)), assessment or world.visitor_assessment)
    return [(one.item, one.text, one.stands) for one in found]


def answer(world: World, item: str, version: int, text: str, login: str = "evaluator.h02") -> None:
    with db.writing() as connection:
        sent = Operation(str(uuid.uuid4()), item, version, "B", text)
        assert answers.record(by(connection, who(world, login)), world.visitor_assessment, [sent])[0].status == "saved"


@pytest.fixture
def named(world: World) -> World:
    """A sealed report: a patient is named in the answer to 1-05 and in the finding drafted from it, word for word."""
    answer(world, "1-05", 0, SECRET)
    member, manager = who(world, "evaluator.h02"), who(world, "manager.h01")
    with db.writing() as connection:
        cycle.fill(connection, manager, world.self_assessment, cycle.OWN, "自院の状況")
        assessments.submit(by(connection, manager), world.self_assessment)
        rest = {code: value for code, value in cycle.THEIRS.items() if code != "1-05"}
        cycle.fill(connection, member, world.visitor_assessment, rest, "訪問で確認した状況")
        assessments.submit(by(connection, member), world.visitor_assessment)
        connection.execute("UPDATE visit SET state = 'on_site'")
        connection.execute("INSERT INTO visit_event (visit_id, state, at, person_id) VALUES (1, 'on_site', '2026', 1)")
        closings.open_meeting(by(connection, member), world.visit)
        findings.add(by(connection, member), world.visit, SECOND.code, "1-05", FindingKind.FINDING, SECRET)
    cycle.sign(world, world.visit)
    cycle.seal(world, world.visit)
    return world


def erase(someone: Principal, found: Written, reason: str) -> None:
    """One erasure in an act of its own."""
    with acting(someone) as act:
        erasures.erase(act, found, reason)


def contents(path: Path) -> bytes:
    """Everything that lies on the disk of a database and its log."""
    parts = [path, path.with_name(path.name + "-wal")]
    return b"".join(part.read_bytes() for part in parts if part.exists())


def test_nothing_of_the_text_is_left_anywhere_on_the_disk(named: World, world_db: Path) -> None:
    assert "架空ハナコ".encode() in contents(world_db)
    erase(who(named, "evaluator.h02"), comment(named), "患者名の記載")
    assert "架空ハナコ".encode() not in contents(world_db)


def test_answer_history_finding_and_sealed_report_say_that_something_was_erased(named: World) -> None:
    erase(who(named, "evaluator.h02"), comment(named), "患者名の記載")
    with db.reading() as connection:
        rating = assessment_rows.ratings(connection, named.visitor_assessment)["1-05"]
        history = [row[0] for row in connection.execute("SELECT DISTINCT comment FROM rating_history "
                                                        "JOIN item ON item.id = item_id WHERE code = '1-05' "
                                                        "AND assessment_id = ?", [named.visitor_assessment])]  # fmt: skip
        (finding,) = closing_rows.findings(connection, named.visit)
        sealed = sealed_reports.snapshot(by(connection, who(named, "leader.h01")), named.visit)
    item = next(one for one in sealed.sheets[0].items if one.code == "1-05")
    assert (rating.value, rating.comment, rating.version) == ("B", STONE, 1)
    assert history == [STONE]
    assert finding.text == STONE
    assert item.visitor is not None
    assert item.own is not None
    assert (item.visitor.comment, sealed.findings[0].text) == (STONE, STONE)
    assert item.own.comment == "自院の状況"


def test_the_hash_the_reason_and_the_name_stay(named: World) -> None:
    erase(who(named, "evaluator.h02"), comment(named), " 患者名の記載 ")
    with db.reading() as connection:
        rows = connection.execute("SELECT place, before_sha256, reason FROM erasure ORDER BY id").fetchall()
        (shown,) = erasures.noted(by(connection), [named.visitor_assessment], named.visit)
    assert {(row["place"], row["reason"]) for row in rows} == {
        ("rating_history", "患者名の記載"),
        ("finding_history", "患者名の記載"),
        ("report", "患者名の記載"),
    }
    assert {row["before_sha256"] for row in rows if row["place"] != "report"} == {HASH}
    assert (shown.item, shown.by, shown.reason) == ("1-05", "evaluator.h02 さん", "患者名の記載")


def test_the_report_keeps_the_hash_of_its_sealing_and_every_step_from_it(named: World, world_db: Path) -> None:
    with db.reading() as connection:
        (before,) = closing_rows.editions(connection, named.visit)
    erase(who(named, "evaluator.h02"), comment(named), "患者名の記載")
    erase(who(named, "secretariat"), comment(named, item="1-02", text="訪問で確認した状況"), "患者名")
    with db.reading() as connection:
        (after,) = closing_rows.editions(connection, named.visit)
        text = connection.execute("SELECT snapshot FROM report").fetchone()[0]
    assert after.sha256 == before.sha256
    assert [(one.by, one.reason) for one in after.erasures] == [
        ("evaluator.h02 さん", "患者名の記載"),
        ("secretariat さん", "患者名"),
    ]
    assert after.erasures[-1].sha256 == hashlib.sha256(text.encode()).hexdigest()
    assert doctor.examine(world_db).faults == ()


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE report SET snapshot = replace(snapshot, '架空 院長', '架空 部長')",
        "UPDATE erasure SET before_sha256 = after_sha256 WHERE place = 'report'",
        "DELETE FROM erasure WHERE place = 'report'",
        "UPDATE report SET erasures = 0",
    ],
)
def test_a_byte_that_changed_without_an_erasure_on_record_is_found(
    named: World, world_db: Path, statement: str
) -> None:
    erase(who(named, "evaluator.h02"), comment(named), "患者名の記載")
    break_with(world_db, statement)
    assert "訪問1 評価報告書 第1版：確定後に内容が書き換えられています。" in map(str, doctor.examine(world_db).faults)
    with db.reading() as connection, pytest.raises(Refused, match="一致しません"):
        sealed_reports.snapshot(by(connection, who(named, "leader.h01")), named.visit)


def test_a_text_that_came_back_is_found(named: World, world_db: Path) -> None:
    erase(who(named, "evaluator.h02"), comment(named), "患者名の記載")
    with closing(sqlite3.connect(world_db)) as raw:
        for table in ("rating_history", "finding_history"):
            raw.execute(f"DROP TRIGGER {table}_update_kept")
        raw.execute("UPDATE rating_history SET comment = '戻した文' WHERE comment LIKE '（個人情報%'")
        raw.execute("UPDATE finding_history SET text = '戻した文' WHERE text LIKE '（個人情報%'")
        raw.commit()
    found = [fault.where for fault in doctor.examine(world_db).faults if "削除したはず" in fault.message]
    assert found == ["評価1 項目1-05", "指摘事項1"]


def test_an_earlier_version_is_erased_and_what_was_written_since_stays(world: World) -> None:
    answer(world, "1-01", 0, SECRET)
    answer(world, "1-01", 1, "処方箋で確認した")
    assert offered(world) == [("1-01", "処方箋で確認した", True), ("1-01", SECRET, False)]
    erase(who(world, "evaluator.h02"), comment(world, item="1-01"), "患者名の記載")
    assert offered(world) == [("1-01", "処方箋で確認した", True)]
    with db.reading() as connection:
        rows = connection.execute("SELECT version, comment FROM rating_history ORDER BY version")
        assert [tuple(row) for row in rows] == [(1, STONE), (2, "処方箋で確認した")]
    answer(world, "1-01", 2, "続けて記入できる")


def test_a_late_answer_is_erased_with_the_comment_it_repeats(world: World) -> None:
    cycle.submitted(world)
    member = who(world, "evaluator.h02")
    with db.writing() as connection:
        sent = Operation(str(uuid.uuid4()), "1-05", 1, "C", SECRET)
        late_answers.hand_in(by(connection, member), world.visitor_assessment, [sent])
    with db.reading() as connection:
        found = erasures.comments(by(connection, member), world.visitor_assessment)
    assert [(one.item, one.stands) for one in found if one.late] == [("1-05", False)]
    assert ("1-05", SECRET, False) in offered(world)
    assert SECRET not in [text for _, text, _ in offered(world, "secretariat")]
    erase(member, comment(world), "患者名の記載")
    with db.reading() as connection:
        (late,) = late_answers.of_visit(by(connection, member), world.visit)
    assert late.comment == STONE


def test_an_agreed_comment_is_erased_under_signatures_and_its_value_stays(world: World) -> None:
    agreed = cycle.meeting(world)
    manager = who(world, "manager.h01")
    with db.writing() as connection:
        sent = Operation(str(uuid.uuid4()), "1-02", 0, "B", SECRET)
        answers.record(by(connection, manager), agreed, [sent])
    cycle.sign(world, world.visit)
    erase(manager, comment(world, agreed, "1-02"), "患者名の記載")
    with db.reading() as connection:
        found = assessment_rows.ratings(connection, agreed)["1-02"]
    assert (found.value, found.comment) == ("B", "（個人情報のため削除 2026年11月22日 manager.h01 さん）")


def test_a_wording_of_a_finding_is_erased_where_next_years_report_tells_of_it(named: World) -> None:
    with db.reading() as connection:
        (found,) = erasures.findings_of(by(connection, who(named, "manager.h01")), named.visit)
    assert (found.item, found.text, found.stands) == ("1-05", SECRET, True)
    erase(who(named, "manager.h01"), found, "患者名の記載")
    with db.reading() as connection:
        assert erasures.findings_of(by(connection, who(named, "manager.h01")), named.visit) == []
        sealed = sealed_reports.snapshot(by(connection, who(named, "leader.h01")), named.visit)
        rating = assessment_rows.ratings(connection, named.visitor_assessment)["1-05"]
    assert sealed.findings[0].text.startswith("（個人情報のため削除")
    assert rating.comment == SECRET
    with pytest.raises(NotFound):
        erase(who(named, "manager.h01"), found, "もう一度")


# Written out: who may erase a comment of which track, while it is open and once it is submitted.
@pytest.mark.parametrize(
    ("login", "while_open", "once_submitted"),
    [
        ("manager.h01", "self agreed", "self agreed"),
        ("leader.h01", "", ""),
        ("evaluator.h01", "", ""),
        ("manager.h02", "", ""),
        ("leader.h02", "", ""),
        ("evaluator.h02", "visitor agreed", "visitor agreed"),
        ("second.h02", "visitor agreed", "visitor agreed"),
        ("manager.h04", "", ""),
        ("evaluator.h04", "", ""),
        ("secretariat", "agreed", "self visitor agreed"),
        ("center", "", ""),
        ("admin", "", ""),
    ],
)
def test_who_may_erase_which_comments(world: World, login: str, while_open: str, once_submitted: str) -> None:
    def may(tracks: dict[Track, int]) -> str:
        allowed = []
        for track, assessment in tracks.items():
            try:
                offered(world, login, assessment)
                allowed.append(track.value)
            except Forbidden:
                with pytest.raises(Forbidden):
                    erase(who(world, login), comment(world, assessment), "患者名")
        return " ".join(allowed)

    tracks = {Track.SELF: world.self_assessment, Track.VISITOR: world.visitor_assessment}
    assert may(tracks) == while_open.replace("agreed", "").strip()
    tracks[Track.AGREED] = cycle.meeting(world)
    assert may(tracks) == once_submitted


def test_whoever_does_not_hold_the_meeting_erases_no_finding(named: World) -> None:
    with db.reading() as connection:
        (found,) = erasures.findings_of(by(connection, who(named, "secretariat")), named.visit)
    for login in ("leader.h01", "manager.h02", "leader.h02", "evaluator.h04", "center", "admin"):
        with pytest.raises(Forbidden):
            erase(who(named, login), found, "患者名")


def test_a_reason_is_needed_and_what_is_not_there_is_told(world: World) -> None:
    answer(world, "1-01", 0, SECRET)
    for reason in ("", " 　", "あ" * 501):
        with pytest.raises(Refused, match="削除する理由"):
            erase(who(world, "evaluator.h02"), comment(world, item="1-01"), reason)
    for item, text in (("1-02", SECRET), ("1-01", "別の文"), ("1-01", "")):
        with pytest.raises(NotFound, match="画面を開き直して"):
            erase(who(world, "evaluator.h02"), comment(world, item=item, text=text), "患者名")
    assert offered(world) == [("1-01", SECRET, True)]


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE rating SET comment = '（個人情報のため削除 勝手に）'",
        "UPDATE rating_history SET comment = '（個人情報のため削除 勝手に）'",
        "UPDATE rating_history SET comment = '戻した文' WHERE comment LIKE '（個人情報%'",
        "UPDATE rating SET comment = '戻した文' WHERE comment LIKE '（個人情報%'",
        "UPDATE rating_history SET value = 'A' WHERE comment LIKE '（個人情報%'",
        "UPDATE finding SET text = '戻した文'",
        "UPDATE finding_history SET text = '戻した文'",
        "UPDATE report SET snapshot = snapshot || ' '",
        "UPDATE report SET snapshot = snapshot || ' ', erasures = erasures + 1",
        "UPDATE report SET snapshot = snapshot || ' ', erasures = 1",
        "UPDATE report SET erasures = erasures + 1",
        "UPDATE erasure SET reason = '別の理由'",
        "DELETE FROM erasure",
        "INSERT OR REPLACE INTO erasure SELECT * FROM erasure",
        "INSERT INTO erasure SELECT 99, place, place_id, before_sha256, after_sha256, tombstone, reason, at, person_id "
        "FROM erasure WHERE place = 'rating_history'",
        "INSERT INTO erasure SELECT 99, place, 99, before_sha256, after_sha256, tombstone, reason, at, person_id "
        "FROM erasure WHERE place = 'report'",
    ],
)
def test_no_statement_uses_an_erasure_for_anything_else(named: World, world_db: Path, statement: str) -> None:
    erase(who(named, "evaluator.h02"), comment(named), "患者名の記載")
    with closing(sqlite3.connect(world_db)) as raw, pytest.raises(sqlite3.IntegrityError):
        raw.execute(statement)


def test_after_an_erasure_everything_goes_on_as_before(named: World, world_db: Path) -> None:
    erase(who(named, "evaluator.h02"), comment(named), "患者名の記載")
    with db.writing() as connection:
        sealed_reports.reopen(by(connection, who(named, "evaluator.h02")), named.visit, "文言の誤り")
        assessments.withdraw(by(connection, who(named, "evaluator.h02")), named.visitor_assessment, "文言の誤り")
    answer(named, "1-05", 1, "書き直した所見")
    with db.writing() as connection:
        assessments.submit(by(connection, who(named, "evaluator.h02")), named.visitor_assessment)
    cycle.sign(named, named.visit)
    cycle.seal(named, named.visit)
    with db.reading() as connection:
        items = [
            next(one for one in sealed_reports.snapshot(by(connection, who(named, "leader.h01")), named.visit, edition)
                 .sheets[0].items if one.code == "1-05").visitor
            for edition in (1, 2)
        ]  # fmt: skip
    assert [one.comment for one in items if one] == [STONE, "書き直した所見"]
    assert doctor.examine(world_db).faults == ()
