"""操作の記録 on the screen: what is there, what is not, and how the start page tells of the sign-in before."""

from __future__ import annotations

import pytest

from checklist.model.notices import AuditKind
from checklist.store import clock, db
from checklist.store.act import Whence, acting
from checklist.store.notices import audit
from tests.ui import screens
from tests.ui.screens import open_page
from tests.ui.test_empty_region import shown
from tests.world import World, principal


def test_where_nothing_was_done_the_page_says_what_would_stand_there(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    with db.writing() as connection:
        for table in ("audit_hospital", "audit"):
            connection.execute(f"DROP TRIGGER {table}_delete_kept")
            connection.execute(f"DELETE FROM {table}")
    screens.sign_in(monkeypatch, world.people["leader.h04"].id)
    found = shown(open_page("audit"))
    assert "この期間の記録はありません ログイン、ファイルの出力、権限や設定の変更などが、ここに並びます。" in found


@pytest.mark.parametrize(
    ("failures", "told"),
    [
        (0, "接続元：192.0.2.7 操作の記録へ"),
        (
            2,
            "その後、このログインIDでログインの失敗が2回ありました。心当たりがない場合は、パスワードを変更してください。",
        ),
    ],
)
def test_the_start_page_tells_of_the_sign_in_before(
    failures: int, told: str, world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    me = world.people["manager.h01"]
    screens.sign_in(monkeypatch, me.id)
    assert "前回のログイン" not in shown(open_page("home"))
    with db.writing() as connection:
        for succeeded in (True, *[False] * failures, True):
            audit.note_sign_in(connection, clock.now(), me.id, Whence("192.0.2.7", "端末"), succeeded)
    found = shown(open_page("home"))
    assert "前回のログイン：" in found
    assert told in found


def test_a_page_that_is_refused_is_written_down_once_however_often_it_is_drawn(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    screens.sign_in(monkeypatch, world.people["leader.h01"].id)
    open_page("accounts").run().run()
    with acting(principal(world.people["admin"])) as act:
        today = clock.day_of(act.at)
        found = [one.detail for one in audit.entries(act, today, today) if one.kind is AuditKind.REFUSED]
    assert found == ["画面 /accounts"]
