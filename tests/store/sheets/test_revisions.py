"""改訂案 in the store: begun, changed by several editors, taken back step by step, and by nobody else."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from checklist.errors import Forbidden, NotFound, Refused
from checklist.model.accounts import Person, Role
from checklist.model.sheets import RevisionContent, RevisionStep
from checklist.rules.sheets import revising
from checklist.store import db
from checklist.store.accounts import people
from checklist.store.sheets import revision_steps, revisions, sheets
from tests.cycle import who
from tests.store.sheets.revision_scene import NAME, STARTS, acting, ready, started, step
from tests.world import FIRST, PASSWORD_HASH, SECOND, World, by


def colleague(world: World) -> str:
    """A second person of the region's office; their login."""
    with db.writing() as connection:
        someone = Person(0, "second.office", "second.office さん", None, False, frozenset({Role.SECRETARIAT}), True)
        world.people["second.office"] = people.get(
            by(connection), people.add_hashed(by(connection), someone, PASSWORD_HASH)
        )
    return "second.office"


def test_a_draft_is_begun_from_the_newest_version_and_one_at_a_time(world: World) -> None:
    draft = started(world)
    with db.reading() as connection:
        act = by(connection, who(world, "secretariat"))
        one = revisions.get(act, draft)
        assert (one.previous_code, one.number, one.name, one.starts_on) == (SECOND.code, 3, NAME, STARTS)
        assert (one.edition, one.step, one.until, one.by) == (1, RevisionStep.STARTED, None, "secretariat さん")
        assert revisions.content(act, draft) == revising.begin(SECOND)
        assert revisions.listed(act) == [one]
    for code, name, day, fault in (
        (SECOND.code, "第4版", STARTS, "すでにあります"),
        (FIRST.code, "第4版", STARTS, "最新の版（第2版）から"),
    ):
        with acting(world) as act, pytest.raises(Refused, match=fault):
            revisions.start(act, code, name, day)
    with acting(world) as act, pytest.raises(NotFound):
        revisions.start(act, "nowhere", "第4版", STARTS)
    with acting(world) as act:
        revision_steps.discard(act, draft, "別の方針とした")
        assert revisions.start(act, SECOND.code, "第3版の二", STARTS) == draft + 1


@pytest.mark.parametrize(
    ("name", "day", "fault"),
    [
        (" ", STARTS, "版名：1文字以上"),
        ("あ" * 101, STARTS, "版名：1文字以上"),
        (SECOND.name, STARTS, "前の版と異なる名前"),
        ("第3版\u200b", STARTS, "見えない文字"),
        (NAME, date(2025, 3, 31), "適用開始日：前の版"),
        (NAME, date(2201, 4, 1), "適用開始日：前の版"),
    ],
)
def test_a_name_and_a_day_that_no_version_can_have_are_refused(name: str, day: date, fault: str, world: World) -> None:
    with acting(world) as act, pytest.raises(Refused, match=fault):
        revisions.start(act, SECOND.code, name, day)
    with db.reading() as connection:
        assert revisions.listed(by(connection, who(world, "secretariat"))) == []


def test_steps_are_kept_one_after_the_other_and_taken_back_in_turn(world: World) -> None:
    draft = started(world)
    with db.reading() as connection:
        first = revisions.content(by(connection, who(world, "secretariat")), draft)
    done = [
        step(world, draft, "set", "i0", texts={"text": "別の文"}),
        step(world, draft, "split", "i2"),
        step(world, draft, "merge", "i3", other="i4"),
        step(world, draft, "retire", "i1"),
        step(world, draft, "move", "i0", chapter="c1"),
        step(world, draft, "add_chapter"),
        step(world, draft, "move_chapter", "c1", after=""),
    ]
    assert [one.edition for one in done] == list(range(2, 9))
    back = [step(world, draft, "undo") for _ in done]
    assert all(one.saved for one in back)
    for earlier, later in zip([*reversed([one.content for one in done[:-1]]), first], back, strict=True):
        assert bare(earlier) == bare(later.content)
    assert step(world, draft, "undo").message == "元に戻す変更がありません。"
    # What was taken back is not taken back again, and what is done since is.
    step(world, draft, "set", "i0", texts={"text": "もう一度"})
    assert bare(step(world, draft, "undo").content) == bare(first)


def bare(content: RevisionContent) -> RevisionContent:
    """A draft without the editions in which its parts were changed."""
    items = tuple(replace(one, edition=0) for one in content.items)
    return RevisionContent(tuple(replace(one, edition=0) for one in content.chapters), items)


def test_a_step_that_comes_twice_is_made_once_and_one_without_effect_leaves_no_trace(world: World) -> None:
    draft = started(world)
    once = step(world, draft, "add", chapter="c0", after="i0", operation="operation-twice")
    again = step(world, draft, "add", chapter="c0", after="i0", operation="operation-twice")
    assert (once.edition, again.edition, again.saved, again.content) == (2, 2, True, once.content)
    assert step(world, draft, "set", "i1", texts={"place": SECOND.items[1].place}).edition == 2
    with acting(world) as act:
        revision_steps.discard(act, draft, "取りやめ")
    other = started(world)
    assert "別の改訂案" in step(world, other, "retire", "i0", operation="operation-twice").message


def test_two_editors_never_write_over_each_other(world: World) -> None:
    draft, other = started(world), colleague(world)
    assert step(world, draft, "set", "i0", base=1, texts={"text": "先の文"}).saved
    late = step(world, draft, "set", "i0", base=1, login=other, texts={"text": "後の文"})
    assert not late.saved
    assert late.message.startswith("secretariat さんさんが")
    assert "上書きしていません" in late.message
    assert next(item for item in late.content.items if item.key == "i0").texts["text"] == "先の文"
    # Other items, and where things stand, go on beside each other.
    assert step(world, draft, "set", "i1", base=1, login=other, texts={"text": "別の項目"}).saved
    assert step(world, draft, "move", "i0", base=1, login=other, chapter="c1").saved
    # Having read what was written, the second one may change it.
    assert step(world, draft, "set", "i0", login=other, texts={"text": "合わせた文"}).saved
    assert (
        step(world, draft, "undo").message
        == "直前の変更はsecond.office さんさんによるものです。本人のみが元に戻せます。"
    )
    for kind, more in (("split", {}), ("retire", {}), ("relate", {"same": False}), ("merge", {"other": "i2"})):
        assert not step(world, draft, kind, "i0", base=1, **more).saved, kind
    assert not step(world, draft, "merge", "i2", base=1, other="i0").saved
    assert step(world, draft, "set_chapter", "c0", base=1, texts={"name": "体制"}).saved
    assert not step(world, draft, "set_chapter", "c0", base=1, login=other, texts={"name": "組織"}).saved


def test_what_was_taken_back_is_not_written_over_by_who_saw_it_before(world: World) -> None:
    draft, other = started(world), colleague(world)
    step(world, draft, "set_chapter", "c0", texts={"name": "体制"})
    step(world, draft, "set", "i0", texts={"text": "先の文"})
    seen = step(world, draft, "undo").edition - 1
    step(world, draft, "undo")
    assert not step(world, draft, "set", "i0", base=seen, login=other, texts={"text": "後の文"}).saved
    assert not step(world, draft, "set_chapter", "c0", base=seen, login=other, texts={"name": "組織"}).saved


def test_a_draft_that_is_closed_takes_no_step(world: World) -> None:
    draft = ready(world)
    with acting(world) as act:
        revision_steps.discard(act, draft, "取りやめ")
        assert not revisions.may_undo(act, draft)
    assert step(world, draft, "set", "i0", texts={"text": "x"}).message == "この改訂案は破棄のため、変更できません。"
    with acting(world) as act, pytest.raises(Exception, match="kept"):
        act.db.execute("UPDATE sheet_revision SET version = version + 1 WHERE id = ?", [draft])


@pytest.mark.parametrize("login", ["manager.h01", "leader.h01", "evaluator.h02", "admin", "center", "expert"])
def test_a_draft_is_the_offices_alone_until_it_is_opened(login: str, world: World) -> None:
    draft = started(world)
    with acting(world, login) as act:
        assert revisions.listed(act) == []
        for ask in (
            lambda: revisions.get(act, draft),
            lambda: revisions.get(act, 99),
            lambda: revisions.content(act, draft),
            lambda: revisions.start(act, SECOND.code, "第4版", STARTS),
            lambda: revisions.may_undo(act, draft),
            lambda: revision_steps.discard(act, draft, "x"),
            lambda: revision_steps.publish(act, draft, 1),
            lambda: revision_steps.open_for_comment(act, draft, STARTS),
            lambda: revision_steps.describe(act, draft, 1, "x", STARTS),
            lambda: revision_steps.withdraw(act, draft, "x"),
            lambda: revision_steps.close(act, draft),
            lambda: sheets.remove(act, 1),
        ):
            with pytest.raises(Forbidden):
                ask()
    with pytest.raises(Forbidden):
        step(world, draft, "retire", "i0", base=1, login=login)


def test_an_unknown_draft_is_told_to_who_may_know(world: World) -> None:
    with acting(world) as act, pytest.raises(NotFound, match="登録されていません"):
        revisions.get(act, 99)
