"""What becomes of a 改訂案: opened to hospitals, published from a day, taken back while unused, given up; all on record."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta

import pytest

from checklist.errors import Forbidden, Refused, Stale
from checklist.imports import sheet_files
from checklist.model.notices import AuditKind
from checklist.model.sheets import Relation, RevisionStep, Stance
from checklist.store import db
from checklist.store.assessments import assessments
from checklist.store.sheets import focus_items, revision_comments, revision_steps, revisions, sheets
from tests.cycle import who
from tests.store.sheets.revision_scene import NAME, STARTS, acting, opened, published, ready, started, step
from tests.world import SECOND, World, by

UNTIL = date(2027, 3, 1)
DETAILS = "SELECT detail FROM audit WHERE kind = ? ORDER BY id"


def codes(world: World) -> list[str]:
    with db.reading() as connection:
        return [line.code for line in sheets.versions(by(connection, who(world, "secretariat")))]


def test_a_published_draft_is_a_version_with_its_descent_and_its_day(world: World) -> None:
    draft = published(world)
    with db.reading() as connection:
        view = by(connection, who(world, "secretariat"))
        one = revisions.get(view, draft)
        version, line = sheets.get(view, "mini-3"), sheets.versions(view)[0]
        assert (one.step, one.version_code) == (RevisionStep.PUBLISHED, "mini-3")
        assert (line.code, line.holds_from, line.from_fiscal_year, line.frozen) == ("mini-3", STARTS, 2027, False)
        assert (version.previous_code, version.number, version.name) == (SECOND.code, 3, NAME)
        relations = {link.item_code: link.relation for link in version.lineage}
        assert relations["1-01"] is Relation.REWORDED
        assert relations["2-03"] is Relation.SAME
        assert version.items[0].text == "指針が最新で公開されている"
        # As a file it is what a file would have been, and is checked without a fault.
        found, faults = sheet_files.check_file(view, sheet_files.read("x.csv", sheet_files.export_csv(version)))
        assert (found, faults) == (version, [])
        details = [row["detail"] for row in connection.execute(DETAILS, [AuditKind.SHEET_CHANGED])]
        assert details == [f"小さな点検表 {NAME}：作成中", f"小さな点検表 {NAME}：公表済み"]
    with acting(world) as act:
        assert revisions.start(act, "mini-3", "第4版", date(2028, 4, 1)) == draft + 1


def test_a_draft_with_faults_or_another_edition_than_was_seen_is_not_published(world: World) -> None:
    draft = started(world)
    for verb in (
        lambda act: revision_steps.publish(act, draft, 1),
        lambda act: revision_steps.open_for_comment(act, draft, UNTIL),
    ):
        with acting(world) as act, pytest.raises(Refused, match=r"法令区分|誤りが2件"):
            verb(act)
    seen = revisions_edition(world, draft)
    step(world, draft, "set", "i4", texts={"law_part": "ア-ロ"})
    with acting(world) as act, pytest.raises(Stale, match="secretariat さんさんが"):
        revision_steps.publish(act, draft, seen)
    with acting(world) as act, pytest.raises(Stale, match="secretariat さんさんが"):
        revision_steps.describe(act, draft, seen, "別の名前", STARTS)
    assert codes(world) == ["mini-2", "mini-1"]


def revisions_edition(world: World, draft: int) -> int:
    with db.reading() as connection:
        return revisions.get(by(connection, who(world, "secretariat")), draft).edition


def test_a_version_that_came_by_file_meanwhile_is_not_replaced(world: World) -> None:
    draft = ready(world)
    with acting(world) as act:
        one = revisions.get(act, draft)
        by_file = replace(revisions.sheet(act, one, revisions.content(act, draft)).version, code="mini-3x")
        sheets.add(act, by_file)
    with acting(world) as act, pytest.raises(Refused, match="版番号3の版はすでに登録されています"):
        revision_steps.publish(act, draft, one.edition)
    assert codes(world) == ["mini-3x", "mini-2", "mini-1"]


def test_a_code_that_another_sheet_has_taken_is_not_given_again(world: World) -> None:
    draft = ready(world)
    with acting(world) as act:
        other = replace(
            SECOND, sheet_code="other", sheet_name="別の点検表", code="mini-3", number=1, previous_code=None
        )
        sheets.add(act, replace(other, lineage=()))
        assert revision_steps.publish(act, draft, revisions.get(act, draft).edition).code == f"mini-3-{draft}"


def test_name_and_day_are_changed_until_it_is_published(world: World) -> None:
    draft = ready(world)
    seen = revisions_edition(world, draft)
    with acting(world) as act:
        revision_steps.describe(act, draft, seen, f" {NAME} ", STARTS)
        assert revisions.get(act, draft).edition == seen
        revision_steps.describe(act, draft, seen, "令和9年度版", date(2027, 10, 1))
        assert revisions.get(act, draft).edition == seen + 1
        version = revision_steps.publish(act, draft, seen + 1)
    assert (version.name, version.from_fiscal_year) == ("令和9年度版", 2027)
    with acting(world) as act:
        assert sheets.versions(act)[0].holds_from == date(2027, 10, 1)
        with pytest.raises(Refused, match="公表済みのため"):
            revision_steps.describe(act, draft, seen + 1, "x", STARTS)


@pytest.mark.parametrize(
    ("until", "fault"),
    [
        (None, "本日以後"),
        (-1, "本日以後"),
        (400, "適用開始日以前"),
    ],
)
def test_comments_are_asked_for_until_a_day_that_makes_sense(until: int | None, fault: str, world: World) -> None:
    draft = ready(world)
    with acting(world) as act, pytest.raises(Refused, match=fault):
        revision_steps.open_for_comment(act, draft, None if until is None else act.today + timedelta(days=until))
    with acting(world) as act:
        with pytest.raises(Refused, match="募集していません"):
            revision_steps.close(act, draft)
        revision_steps.open_for_comment(act, draft, act.today)
        assert revisions.get(act, draft).takes_comments(act.today)
        assert not revisions.get(act, draft).takes_comments(act.today + timedelta(days=1))
        revision_steps.close(act, draft)
        assert (revisions.get(act, draft).step, revisions.get(act, draft).is_open) == (RevisionStep.CLOSED, True)


def test_a_version_is_taken_back_with_a_reason_while_nobody_uses_it(world: World) -> None:
    draft = published(world)
    for reason, fault in (("  ", "入力してください"), ("あ" * 501, "500文字以内")):
        with acting(world) as act, pytest.raises(Refused, match=fault):
            revision_steps.withdraw(act, draft, reason)
    with acting(world) as act:
        revision_steps.withdraw(act, draft, " 項目の誤り ")
        one = revisions.get(act, draft)
        assert (one.step, one.reason, one.is_open) == (RevisionStep.WITHDRAWN, "項目の誤り", True)
    assert codes(world) == ["mini-2", "mini-1"]
    with db.reading() as connection:
        for table in ("item", "chapter"):
            assert connection.execute(f"SELECT count(*) AS n FROM {table} WHERE version_id > 2").fetchone()["n"] == 0
        last = [row["detail"] for row in connection.execute(DETAILS, [AuditKind.SHEET_CHANGED])][-1]
    assert last == f"小さな点検表 {NAME}：公表を取下げ（項目の誤り）"
    with acting(world) as act, pytest.raises(Refused, match="公表した改訂案のみ"):
        revision_steps.withdraw(act, draft, "もう一度")
    # It is a draft again, which can be mended and published anew.
    assert step(world, draft, "set", "i1", texts={"text": "修正した文"}).saved
    with acting(world) as act:
        revision_steps.publish(act, draft, revisions.get(act, draft).edition)
    assert codes(world) == ["mini-3", "mini-2", "mini-1"]


def test_a_version_in_use_is_never_taken_back(world: World) -> None:
    draft = published(world)
    with acting(world) as act:
        focus_items.choose(act, 2027, "mini-3", ["1-01"])
    with acting(world) as act, pytest.raises(Refused, match="重点項目を選定したため"):
        revision_steps.withdraw(act, draft, "誤り")
    with acting(world) as act:
        next_draft = revisions.start(act, "mini-3", "第4版", date(2028, 4, 1))
        act.db.execute("DELETE FROM focus_choice")
    with acting(world) as act, pytest.raises(Refused, match="次の改訂案を作成したため"):
        revision_steps.withdraw(act, draft, "誤り")
    with acting(world, "manager.h03") as act:
        assessments.start_self(act, 2027, "mini-3")
    with acting(world) as act, pytest.raises(Refused, match="使用を開始したため"):
        revision_steps.withdraw(act, draft, "誤り")
    with acting(world) as act, pytest.raises(Exception, match="frozen_version"):
        sheets.remove(act, sheets.version_id(act, "mini-3"))
    with acting(world) as act:
        assert [one.id for one in revisions.listed(act)] == [next_draft, draft]


def test_a_draft_is_given_up_with_a_reason_and_stays_readable(world: World) -> None:
    draft = opened(world)
    with acting(world) as act, pytest.raises(Refused, match="入力してください"):
        revision_steps.discard(act, draft, "")
    with acting(world) as act:
        revision_steps.discard(act, draft, "意見を受けて作り直す")
    for verb in (
        lambda act: revision_steps.discard(act, draft, "x"),
        lambda act: revision_steps.open_for_comment(act, draft, UNTIL),
        lambda act: revision_steps.publish(act, draft, 4),
        lambda act: revision_steps.close(act, draft),
    ):
        with acting(world) as act, pytest.raises(Refused, match="破棄のため"):
            verb(act)
    with acting(world, "manager.h02") as act:
        one = revisions.get(act, draft)
        assert (one.reason, len(revisions.content(act, draft).items)) == ("意見を受けて作り直す", 6)


def say(
    world: World, draft: int, login: str, item: str = "", stance: Stance = Stance.AGREES, text: str = "",
    seen: int = 4,
) -> None:  # fmt: skip
    with acting(world, login) as act:
        revision_comments.say(act, draft, item, stance, text, seen)


def test_managers_agree_or_remark_and_the_last_word_counts(world: World) -> None:
    draft, ids = opened(world), world.hospitals
    say(world, draft, "manager.h01")
    say(world, draft, "manager.h02", "i0", Stance.REMARKS, " 例がほしい ")
    say(world, draft, "manager.h02", "", Stance.REMARKS, "再検討を")
    say(world, draft, "manager.h02", "", Stance.AGREES, "修正を確認した", seen=99)
    with acting(world) as act:
        assert list(revision_comments.asked(act, draft)) == list(ids.values())
        every = revision_comments.history(act, draft)
        last = revision_comments.standing(every)
        assert len(every) == 4
        assert {key: (one.stance.value, one.text, one.edition) for key, one in last.items()} == {
            (ids["H01"], ""): ("agrees", "", 4),
            (ids["H02"], "i0"): ("remarks", "例がほしい", 4),
            (ids["H02"], ""): ("agrees", "修正を確認した", 4),
        }
    # A hospital reads its own words and nobody else's.
    for login, count in (("manager.h01", 1), ("leader.h02", 3), ("manager.h03", 0)):
        with acting(world, login) as act:
            assert len(revision_comments.history(act, draft)) == count, login


@pytest.mark.parametrize(
    ("login", "item", "stance", "text", "fault"),
    [
        ("manager.h01", "i9", Stance.AGREES, "", "この改訂案にない項目"),
        ("manager.h01", "", Stance.REMARKS, " \u200b", "意見を入力してください"),
        ("manager.h01", "", Stance.REMARKS, "あ" * 2001, "2,000文字以内"),
        ("leader.h01", "", Stance.AGREES, "", "権限"),
        ("evaluator.h02", "", Stance.AGREES, "", "権限"),
        ("secretariat", "", Stance.AGREES, "", "権限"),
        ("center", "", Stance.AGREES, "", "権限"),
        ("admin", "", Stance.AGREES, "", "権限"),
    ],
)
def test_what_nobody_can_say_is_refused(
    login: str, item: str, stance: Stance, text: str, fault: str, world: World
) -> None:
    draft = opened(world)
    with pytest.raises((Refused, Forbidden), match=fault):
        say(world, draft, login, item, stance, text)
    with acting(world) as act:
        assert revision_comments.history(act, draft) == []


def test_comments_end_with_their_day_and_are_asked_of_those_who_have_filed(world: World) -> None:
    draft = opened(world)
    with acting(world, "manager.h01") as act, pytest.raises(Refused, match="終了しました"):
        revision_comments.say(replace(act, today=UNTIL + timedelta(days=1)), draft, "", Stance.AGREES, "", 4)
    with acting(world) as act:
        act.db.execute("DELETE FROM filing WHERE hospital_id = ?", [world.hospitals["H03"]])
        assert world.hospitals["H03"] not in revision_comments.asked(act, draft)
    with pytest.raises(Refused, match="求められていません"):
        say(world, draft, "manager.h03")
    with acting(world) as act:
        revision_steps.close(act, draft)
    with pytest.raises(Refused, match="終了しました"):
        say(world, draft, "manager.h01")
    with acting(world, "manager.h01") as act, pytest.raises(Exception, match="kept"):
        act.db.execute(
            """INSERT INTO revision_comment (revision_id, hospital_id, item_key, stance, text, edition, at, person_id)
               VALUES (?, 1, '', 'agrees', '', 1, '', 1)""",
            [draft],
        )
