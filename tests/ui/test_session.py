"""Who is signed in, and what a page shows to anybody else."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path

import pytest

from checklist.errors import NotSignedIn
from checklist.model.accounts import Role
from checklist.rules.grants import PAGES as GRANTED_PAGES
from checklist.store import clock, db
from checklist.store.accounts import people, sessions
from checklist.ui import session
from checklist.words.pages import PAGES
from tests.ui import screens
from tests.world import World, by


def test_the_principal_is_looked_up_from_the_cookie(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    screens.sign_in(monkeypatch, world.people["manager.h01"].id)
    assert session.principal().login == "manager.h01"


@pytest.mark.parametrize("token", [None, "", "unknown"])
def test_without_a_living_session_nobody_is_signed_in(
    token: str | None, world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(session, "cookie", lambda: token)
    with pytest.raises(NotSignedIn):
        session.principal()


def test_a_run_by_itself_keeps_no_session_alive(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    """Fragments run every few seconds without anybody; what people do is noted by the gate."""
    token = screens.sign_in(monkeypatch, world.people["manager.h01"].id)
    old = clock.to_text(clock.now() - timedelta(minutes=20))
    with db.writing() as connection:
        connection.execute("UPDATE session SET last_seen_at = ?", [old])
    session.principal()
    with db.reading() as connection:
        found = sessions.find(connection, token)
    assert found is not None
    assert found.last_seen_at == clock.from_text(old)


@pytest.mark.parametrize("page", PAGES)
def test_a_page_without_frame_and_session_shows_nothing_but_the_notice(
    page: str, world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(session, "cookie", lambda: None)
    screen = screens.alone(page)
    assert not screen.exception
    assert [element.type for element in screen.main] == ["main", "warning", "html"]
    assert "ログインしていないか" in screen.warning[0].value
    back = "%2F" if page == "home" else f"%2F{page}"
    link = f'<a class="button" href="/login?next={back}">ログインの画面へ</a>'
    assert screen.get("html")[0].proto.body == session.KEPT + link


@pytest.mark.parametrize("page", PAGES)
def test_every_page_file_guards_itself_against_those_without_the_role(
    page: str, empty_db: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    screens.sign_in(monkeypatch, screens.lone_person(screens.ROLES["center"]))
    screen = screens.alone(page)
    refused = bool(screen.warning) and "権限がありません" in screen.warning[0].value
    assert refused == (Role.CENTER_STAFF not in GRANTED_PAGES[page])


def test_an_open_page_closes_when_the_session_ends(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    token = screens.sign_in(monkeypatch, world.people["manager.h01"].id)
    screen = screens.open_page("visits")
    assert "架空市民病院" in screens.text(screen)
    with db.writing() as connection:
        sessions.end(connection, token)
    screen.run()
    assert "架空市民病院" not in screens.text(screen)
    assert "もう一度ログインしてください" in screen.warning[0].value


def test_a_role_taken_away_closes_the_page_at_once(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    screens.sign_in(monkeypatch, world.people["admin"].id)
    screen = screens.open_page("accounts")
    assert screen.title[0].value == "アカウント"
    with db.writing() as connection:
        connection.execute("UPDATE role SET role = 'secretariat' WHERE person_id = ?", [world.people["admin"].id])
    assert not screen.run().title


def test_a_message_is_told_until_there_was_time_to_read_it(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    screens.sign_in(monkeypatch, world.people["admin"].id)
    screen = screens.open_page("settings")
    screen.text_input(key="settings-name").set_value("別の地域")
    screens.press(screen, "設定を保存する")
    assert [found.value for found in screen.success] == ["設定を保存しました。"]
    # A run that follows at once, as that of a component which reports, takes nothing away.
    assert [found.value for found in screen.run().success] == ["設定を保存しました。"]
    monkeypatch.setattr(session, "READ_WITHIN", 0.0)
    assert not screen.run().success


def test_an_inactive_person_is_not_signed_in(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    screens.sign_in(monkeypatch, world.people["leader.h01"].id)
    with db.writing() as connection:
        connection.execute("UPDATE person SET active = 0 WHERE login = 'leader.h01'")
        assert not people.get(by(connection), world.people["leader.h01"].id).active
    with pytest.raises(NotSignedIn):
        session.principal()


def test_what_was_just_read_is_fresh_once() -> None:
    read = session.Fresh(("a", 1))
    assert [read.first(), read.first(), read.first()] == [True, False, False]
    assert read.value == ("a", 1)
