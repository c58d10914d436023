"""The backups in the settings: the plan, a copy and a drill at the press of a button, and why one failed."""

from __future__ import annotations

from pathlib import Path

import pytest

from checklist.errors import Unconfirmed
from checklist.jobs import backups
from checklist.model.accounts import SignInWay
from checklist.model.backups import BackupPlan
from checklist.rules.accounts import one_time_codes
from checklist.store import clock, db
from checklist.store.accounts import sessions
from checklist.store.act import operator, viewing
from checklist.store.backups import backup_plans, backup_runs
from checklist.ui import session
from tests.authenticator import Authenticator
from tests.ui import screens
from tests.ui.screens import faults, open_page, press, text
from tests.world import PASSWORD, World

MAKE, DRILL = "バックアップを作成する", "復元できるか確かめる"


@pytest.fixture
def admin(world: World, monkeypatch: pytest.MonkeyPatch) -> World:
    """The administrator is signed in."""
    screens.sign_in(monkeypatch, world.people["admin"].id)
    return world


def test_a_plan_is_made_tried_and_seen_on_the_start_page(admin: World, world_db: Path, tmp_path: Path) -> None:
    (tmp_path / "disk").mkdir()
    screen = open_page("settings")
    assert "バックアップはまだ一度も作成されていません" in text(screen)
    screen.checkbox(key="backups-active").check()
    screen.selectbox(key="backups-hour").select(4)
    screen.number_input(key="backups-daily").set_value(14)
    screen.text_input(key="backups-folder").set_value(str(tmp_path / "disk"))
    screen = press(screen, "バックアップの設定を保存する")
    assert "バックアップの設定を保存しました。毎日4時に作成します。" in text(screen)
    with viewing(operator()) as view:
        assert backup_plans.current(view) == BackupPlan(True, 4, 14, 4, str(tmp_path / "disk"))
    screen = press(screen, MAKE)
    assert "バックアップを作成し、読み戻して確かめました。" in text(screen)
    screen = press(screen, DRILL)
    assert "すべての行とファイルが一致することを確かめました。" in text(screen)
    with viewing(operator()) as view:
        assert [(run.drill, run.good) for run in backup_runs.newest(view)] == [(True, True), (False, True)]
    home = text(open_page("home"))
    assert "最後のバックアップ：" in home
    assert "最後の復元の確認：" in home


def test_a_folder_that_is_not_there_is_told_and_nothing_is_saved(admin: World, tmp_path: Path) -> None:
    screen = open_page("settings")
    screen.checkbox(key="backups-active").check()
    screen.text_input(key="backups-folder").set_value(str(tmp_path / "nowhere"))
    screen = press(screen, "バックアップの設定を保存する")
    assert "バックアップ先のフォルダー：フォルダーがありません。" in faults(screen)
    assert screen.text_input(key="backups-folder").value == str(tmp_path / "nowhere")
    with viewing(operator()) as view:
        assert backup_plans.current(view) == BackupPlan()


def test_what_fails_at_the_press_of_a_button_is_told(admin: World, world_db: Path) -> None:
    screen = press(open_page("settings"), DRILL)
    assert "バックアップはまだ一度も作成されていません。先にバックアップを作成してください。" in faults(screen)
    world_db.with_name("checklist.db.backups").write_text("in the way")
    screen = press(screen, MAKE)
    assert "失敗しました。" in faults(screen)
    assert "バックアップに失敗しました：" in text(open_page("home"))


@pytest.mark.parametrize("way", SignInWay)
def test_whoever_has_an_authenticator_takes_a_copy_of_everything_with_a_new_code(
    way: SignInWay, world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    mine = Authenticator.of(world.people["admin"])
    with db.writing() as connection:
        token = sessions.start(connection, world.people["admin"].id, way=way, factor_at=clock.now())
        who = sessions.require(connection, token)
    with pytest.raises(Unconfirmed):
        backups.make(who, db.default_path())
    monkeypatch.setattr(session, "cookie", lambda: token)
    screen = open_page("settings")
    by_password = way is SignInWay.PASSWORD
    assert ("あなたのパスワード" in [one.label for one in screen.text_input]) is by_password
    tries = [(PASSWORD, "", one_time_codes.WRONG), (PASSWORD, "000000", one_time_codes.WRONG)]
    tries += [("wrong", mine.recovery[1], "パスワードが正しくありません。")] if by_password else []
    for password, code, told in tries:
        if by_password:
            screen.text_input(key="backups-make-password").set_value(password)
        screen.text_input(key="backups-make-password-code").set_value(code)
        screen = press(screen, MAKE)
        assert told in faults(screen), (password, code)
        with viewing(operator()) as view:
            assert backup_runs.newest(view) == [], (password, code)
    if by_password:
        screen.text_input(key="backups-make-password").set_value(PASSWORD)
    screen.text_input(key="backups-make-password-code").set_value(mine.recovery[0])
    assert "バックアップを作成し、読み戻して確かめました。" in text(press(screen, MAKE))
    with viewing(operator()) as view:
        assert [run.good for run in backup_runs.newest(view)] == [True]


@pytest.mark.parametrize("login", ["secretariat", "manager.h01", "evaluator.h02"])
def test_nobody_else_sees_backups_at_home(login: str, world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    screens.sign_in(monkeypatch, world.people[login].id)
    assert "バックアップ" not in text(open_page("home"))
