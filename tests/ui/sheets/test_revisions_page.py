"""The page of the 改訂案: begun, opened to hospitals, commented, published, taken back, given up; and what others see."""

from __future__ import annotations

from datetime import date

import pytest
from streamlit.testing.v1 import AppTest

from checklist.model.sheets import RevisionStep, Stance
from checklist.readings import agenda, assessment_page, revisions_page, visit_offer, year_plan
from checklist.store import db
from checklist.store.act import Act
from checklist.store.sheets import revision_comments, revision_steps, revisions, sheets
from tests.cycle import who
from tests.store.sheets.revision_scene import NAME, acting, opened, published, ready, started, step
from tests.ui import screens
from tests.ui.screens import faults, open_page, press, text
from tests.world import World, by

UNTIL = date(2027, 3, 1)


def page(world: World, monkeypatch: pytest.MonkeyPatch, login: str = "secretariat", **address: object) -> AppTest:
    screens.sign_in(monkeypatch, world.people[login].id)
    screen = open_page("revisions", **address)
    assert not screen.exception
    return screen


def fill(screen: AppTest, label: str, value: str) -> None:
    next(one for one in (*screen.text_input, *screen.text_area) if one.label == label).set_value(value)


def current(world: World, draft: int) -> RevisionStep:
    with acting(world) as act:
        return revisions.get(act, draft).step


def test_a_draft_is_begun_on_the_page_and_faults_keep_what_was_typed(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    screen = page(world, monkeypatch)
    assert "改訂案はありません" in text(screen)
    fill(screen, "改訂案の版名", NAME)
    for day, fault in (
        ("", "適用開始日：入力してください"),
        ("いつか", "日付として読み取れません"),
        ("2020/4/1", "前の版の適用開始"),
    ):
        fill(screen, "適用開始日", day)
        press(screen, "改訂案を作成する")
        assert fault in faults(screen), day
    fill(screen, "適用開始日", "令和9年4月1日")
    press(screen, "改訂案を作成する")
    assert "改訂案を作成しました。" in text(screen)
    assert screen.query_params["revision"] == "1"
    assert current(world, 1) is RevisionStep.STARTED
    listed = page(world, monkeypatch)
    assert all(word in text(listed) for word in ("小さな点検表", NAME, "作成中", "編集する", "2027年4月1日"))
    # One draft of a sheet at a time.
    assert not [one for one in listed.button if one.label == "改訂案を作成する"]


def test_the_parts_lead_from_what_changes_to_the_published_version_and_back(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    draft = started(world)
    screen = page(world, monkeypatch, revision=draft, part="changes")
    assert "前版との違いはありません" in text(screen)
    screen = page(world, monkeypatch, revision=draft, part="publish")
    assert "誤りが2件あるため、公表できません" in faults(screen)
    fill(screen, "意見の期限", "2027/3/1")
    press(screen, "意見の募集を始める")
    assert "誤りが2件あります" in faults(screen)
    for key, part in (("i4", "ア-ロ"), ("i3", "ア-ハ")):
        step(world, draft, "set", key, texts={"law_part": part})
    changes = text(page(world, monkeypatch, revision=draft, part="changes"))
    assert all(
        word in changes
        for word in ("法令区分：イ → ア-ロ", "同一", "6項目中6項目で比較できます", "改訂案の全項目をExcelで保存")
    )
    screen = page(world, monkeypatch, revision=draft, part="publish")
    fill(screen, "版名", "令和9年度版")
    press(screen, "名前と適用開始日を保存する")
    assert "版の名前と適用開始日を保存しました。" in text(screen)
    fill(screen, "意見の期限", "2026/11/1")
    press(screen, "意見の募集を始める")
    assert "本日以後の日付" in faults(screen)
    fill(screen, "意見の期限", "2027/3/1")
    press(screen, "意見の募集を始める")
    assert current(world, draft) is RevisionStep.OPENED
    press(screen, "募集を終了する")
    assert current(world, draft) is RevisionStep.CLOSED
    assert "対象の4病院のうち、0病院が全体への意見を回答しました。" in text(screen)
    # Nothing is published by a slip of the finger, nor what somebody else has changed since it was read.
    assert next(one for one in screen.button if one.label == "公表する").disabled
    screen.checkbox[0].check().run()
    step(world, draft, "set", "i1", texts={"purpose": "ほかの人の変更"})
    screen.checkbox[0].check().run()
    press(screen, "公表する")
    assert "令和9年度版を公表しました。" in text(screen)
    assert current(world, draft) is RevisionStep.PUBLISHED
    assert "公表した版を見る" in text(screen)
    press(screen, "公表を取り下げる")
    assert "理由：入力してください" in faults(screen)
    fill(screen, "理由", "項目の誤り")
    press(screen, "公表を取り下げる")
    assert current(world, draft) is RevisionStep.WITHDRAWN
    screen = page(world, monkeypatch, revision=draft, part="publish")
    fill(screen, "理由", "作り直す")
    press(screen, "改訂案を破棄する")
    assert "作り直す" in text(page(world, monkeypatch, revision=draft, part="publish"))
    assert current(world, draft) is RevisionStep.DISCARDED


def test_a_manager_reads_the_draft_and_says_what_the_hospital_thinks(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    draft = opened(world)
    screen = page(world, monkeypatch, "manager.h02")
    assert "全体への意見が未回答" in text(screen)
    assert "内容を見る" in text(screen)
    screen = page(world, monkeypatch, "manager.h02", revision=draft, part="publish")
    assert "指針が最新で公開されている" in text(screen)
    assert not [one for one in screen.button if "公表" in one.label]
    screen = page(world, monkeypatch, "manager.h02", revision=draft, part="comments")
    screen.radio[0].set_value(Stance.REMARKS)
    press(screen, "全体への意見を保存する")
    assert "「意見あり」のときは、意見を入力してください" in faults(screen)
    screen.radio[0].set_value(Stance.AGREES)
    press(screen, "全体への意見を保存する")
    assert "意見を保存しました。" in text(screen)
    screen.selectbox[0].set_value("i0").run()
    assert "指針が最新である" in text(screen)
    screen.radio[1].set_value(Stance.REMARKS)
    screen.text_area[1].set_value("<b>例</b>がほしい")
    press(screen, "項目への意見を保存する")
    told = text(screen)
    assert "&lt;b&gt;例&lt;/b&gt;がほしい" in told
    assert "全体への意見が未回答" not in text(page(world, monkeypatch, "manager.h02"))
    # The editors see who has answered and who not; another hospital sees neither.
    theirs = text(page(world, monkeypatch, revision=draft, part="comments"))
    assert theirs.count("未回答") == 3
    assert "架空市民病院" in theirs
    other = text(page(world, monkeypatch, "manager.h01", revision=draft, part="comments"))
    assert "がほしい" not in other
    leader = page(world, monkeypatch, "leader.h02", revision=draft, part="comments")
    assert "がほしい" in text(leader)
    assert not leader.text_area
    with acting(world) as act:
        revision_steps.close(act, draft)
    closed = page(world, monkeypatch, "manager.h03", revision=draft, part="comments")
    assert "意見の募集は終了しました。" in text(closed)
    assert not closed.text_area


@pytest.mark.parametrize(("login", "number"), [("manager.h01", 1), ("manager.h01", 99), ("secretariat", 99)])
def test_a_draft_that_one_may_not_open_says_so(
    login: str, number: int, world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    started(world)
    screen = page(world, monkeypatch, login, revision=number)
    assert "この改訂案は開けません" in text(screen)
    assert NAME not in text(screen)


def tasks(world: World, login: str) -> list[str]:
    with db.reading() as connection:
        view = by(connection, who(world, login))
        return [one.title for one in agenda.tasks(view, view.today) if "改訂案" in one.title]


def test_the_start_page_tells_managers_to_answer_and_the_office_to_go_on(world: World) -> None:
    draft = opened(world)
    assert tasks(world, "manager.h01") == ["点検表の改訂案に意見を回答する"]
    assert tasks(world, "leader.h01") == tasks(world, "secretariat") == []
    with acting(world, "manager.h01") as act:
        revision_comments.say(act, draft, "", Stance.AGREES, "", 4)
    assert tasks(world, "manager.h01") == []
    with acting(world) as act:
        assert [one.id for one in revisions_page.waiting(by(act.db, who(world, "manager.h02")))] == [draft]
        revisions.event(act, draft, RevisionStep.OPENED, date(2026, 1, 1))
    assert tasks(world, "secretariat") == ["点検表の改訂案を公表するか、改める"]
    assert tasks(world, "manager.h02") == []


def offered(act: Act, year: int, day: date | None) -> list[str]:
    return visit_offer.read(act).usual(year, day)


def test_visits_plans_and_self_assessments_take_the_version_that_holds(world: World) -> None:
    draft = published(world)
    with acting(world) as act:
        assert offered(act, 2026, None) == ["mini-2"]
        assert offered(act, 2027, None) == ["mini-3"]
        assert offered(act, 2027, date(2027, 3, 31)) == ["mini-2"]
        assert offered(act, 2024, None) == ["mini-1"]
        assert offered(act, 2020, None) == []
        assert list(year_plan.read(act, 2026).sheets) == ["mini-2"]
        assert list(year_plan.read(act, 2027).sheets) == ["mini-3"]
    with acting(world, "manager.h01") as act:
        assert [one.code for one in assessment_page.listed(act).versions] == ["mini-2", "mini-3", "mini-1"]
    with acting(world) as act:
        revision_steps.withdraw(act, draft, "誤り")
        assert list(year_plan.read(act, 2027).sheets) == ["mini-2"]
        assert [one.code for one in sheets.versions(act)] == ["mini-2", "mini-1"]


def test_the_list_of_versions_says_from_which_day_a_version_holds(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    draft = ready(world)
    with acting(world) as act:
        revision_steps.describe(act, draft, 4, NAME, date(2027, 10, 1))
        revision_steps.publish(act, draft, 5)
    screens.sign_in(monkeypatch, world.people["secretariat"].id)
    told = text(open_page("sheets"))
    assert "2027年10月1日" in told
    assert "2025年度" in told
    assert "次の版の改訂案を作成する" in told
