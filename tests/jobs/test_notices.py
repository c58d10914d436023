"""Everybody is told once what there is to tell, on the screen and by a real mail server, whatever becomes of it on the way."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pytest

from checklist import __main__ as program
from checklist.errors import Forbidden, Refused
from checklist.jobs import notices as job
from checklist.jobs import smtp
from checklist.model.notices import Mail, MailPlan, MailSecurity, MailState, NotificationChoice, NotificationKind
from checklist.model.visits import VisitState
from checklist.readings import mail_agenda
from checklist.rules.notices import stages
from checklist.store import clock, db, drafts
from checklist.store.accounts import people
from checklist.store.act import acting, operator, viewing
from checklist.store.notices import mail_plans, mails, notices
from checklist.store.visits import visit_steps, visits
from tests import cycle, mail_server
from tests.cycle import who
from tests.mail_server import Mailboxes
from tests.world import World, by

MORNING = datetime(2026, 11, 21, 22, 30, tzinfo=UTC)
"""Half past seven in Tokyo, on the day on which the small world stands."""
PEOPLE = ("secretariat", "manager.h01", "leader.h01", "manager.h02", "evaluator.h02")


@pytest.fixture(autouse=True)
def morning(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(clock, "now", lambda: MORNING)


@pytest.fixture
def server() -> Iterator[tuple[int, Mailboxes]]:
    with mail_server.running() as found:
        yield found


def plan_for(port: int, active: bool = True) -> MailPlan:
    return MailPlan(active, "127.0.0.1", port, MailSecurity.NONE, "", "", "anzen@example.jp")


def turn_on(world: World, port: int) -> None:
    with acting(who(world, "admin")) as act:
        mail_plans.save(act, plan_for(port))
        for login in PEOPLE:
            people.change(by(act.db), replace(people.by_login(by(act.db), login), mail=f"{login}@example.jp"))


def told(world: World, login: str) -> list[str]:
    with viewing(who(world, login)) as view:
        return [one.what for one in notices.own(view)]


def outbox() -> list[Mail]:
    with viewing(operator()) as view:
        return mails.recent(view)


def run() -> job.Round:
    return job.run(db.default_path())


def move_visit(world: World, day: date) -> None:
    with acting(who(world, "secretariat")) as act:
        visits.change(act, replace(visits.get(act, world.visit), visit_date=day))


def tomorrow(monkeypatch: pytest.MonkeyPatch, days: int = 1) -> None:
    at = MORNING + timedelta(days=days)
    monkeypatch.setattr(clock, "now", lambda: at)
    monkeypatch.setenv("CHECKLIST_TODAY", clock.day_of(at).isoformat())


def test_everybody_of_both_sides_is_told_of_a_visit_once_and_nobody_else(world: World) -> None:
    move_visit(world, date(2026, 12, 20))
    assert run().told >= 4
    for login in PEOPLE:
        assert [one for one in told(world, login) if "2026年12月20日（日）" in one and "訪問の日程" in one], login
    assert told(world, "manager.h03") == told(world, "center") == []
    assert run().told == 0


def test_a_moved_day_is_told_as_a_change_and_a_cancelled_one_as_cancelled(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    move_visit(world, date(2026, 12, 20))
    run()
    move_visit(world, date(2026, 12, 22))
    tomorrow(monkeypatch)
    run()
    assert told(world, "evaluator.h02")[0].startswith("訪問の日程の変更：")
    with acting(who(world, "secretariat")) as act:
        visit_steps.move(act, world.visit, VisitState.CANCELLED)
    tomorrow(monkeypatch, 2)
    run()
    assert told(world, "evaluator.h02")[0].startswith("訪問の中止：")
    assert len([one for one in told(world, "evaluator.h02") if one.startswith("訪問の")]) == 3


def test_a_day_that_comes_near_is_told_at_each_stage_once(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    move_visit(world, date(2026, 12, 15))
    found = []
    for days in range(30):
        tomorrow(monkeypatch, days)
        run()
    found = [one.partition("：")[0] for one in told(world, "evaluator.h02") if "訪問の実施" in one]
    assert found == ["期限超過", "期限まで3日以内", "期限まで14日以内"]


@pytest.mark.parametrize(
    ("left", "stage"), [(15, None), (14, "14"), (4, "14"), (3, "3"), (0, "3"), (-1, "late"), (-400, "late")]
)
def test_stages_begin_on_their_day(left: int, stage: str | None) -> None:
    today = date(2026, 11, 22)
    assert stages.of_day(today + timedelta(days=left), today) == stage


def test_nobody_is_told_before_their_hour(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    move_visit(world, date(2026, 12, 20))
    with acting(who(world, "manager.h01")) as act:
        notices.choose(act, NotificationChoice(hour=9))
    run()
    assert told(world, "manager.h02")
    assert told(world, "manager.h01") == []
    monkeypatch.setattr(clock, "now", lambda: MORNING + timedelta(hours=2))
    run()
    assert told(world, "manager.h01")


def test_one_mail_a_day_holds_what_and_where_and_no_rating_and_no_name(
    world: World, server: tuple[int, Mailboxes], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("CHECKLIST_URL", "https://anzen.example.jp")
    port, boxes = server
    move_visit(world, date(2026, 11, 30))
    turn_on(world, port)
    done = run()
    assert (done.sent, done.unsent) == (len(PEOPLE), 0)
    assert sorted(address for address, _ in boxes.arrived) == sorted(f"{one}@example.jp" for one in PEOPLE)
    assert len(set(boxes.numbers())) == len(PEOPLE)
    message = dict(boxes.arrived)["manager.h01@example.jp"]
    assert message["From"].addresses[0].addr_spec == "anzen@example.jp"
    assert message["Subject"].startswith("【医療安全 相互チェック】お知らせ ")
    assert message["Auto-Submitted"] == "auto-generated"
    body = message.get_content()
    assert f"https://anzen.example.jp/visits?visit={world.visit}" in body
    assert "2026年11月30日（月）" in body
    for person in world.people.values():
        assert person.name not in body
    with viewing(who(world, "admin")) as view:
        assert {one.body for one in mails.recent(view)} == {""}
    assert {one.state for one in outbox()} == {MailState.SENT}
    assert run() == job.Round(0, 0, 0)


def test_what_somebody_does_not_want_by_mail_stands_on_the_screen_alone(
    world: World, server: tuple[int, Mailboxes]
) -> None:
    port, boxes = server
    move_visit(world, date(2026, 11, 30))
    turn_on(world, port)
    with acting(who(world, "manager.h01")) as act:
        notices.choose(act, NotificationChoice(mail=False))
    with acting(who(world, "manager.h02")) as act:
        notices.choose(act, NotificationChoice(kinds=(NotificationKind.REPORT,)))
    run()
    assert {address.partition("@")[0] for address, _ in boxes.arrived} == set(PEOPLE) - {"manager.h01", "manager.h02"}
    assert told(world, "manager.h01")
    assert told(world, "manager.h02")


def test_a_report_handed_over_is_told_to_the_host_alone(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    cycle.sealed(world)
    cycle.handed_over(world)
    run()
    assert [one for one in told(world, "manager.h01") if one.startswith("評価報告書の手交：")]
    assert not [one for one in told(world, "manager.h02") if one.startswith("評価報告書の手交：")]


def test_a_server_that_is_down_loses_nothing_and_is_told_to_the_administrator(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    port = mail_server.free_port()
    move_visit(world, date(2026, 11, 30))
    turn_on(world, port)
    assert run().sent == 0
    waits = outbox()
    assert {(one.state, one.tries) for one in waits} == {(MailState.WAITING, 1)}
    assert {one.next_at for one in waits} == {MORNING + timedelta(minutes=5)}
    with viewing(who(world, "admin")) as view:
        (task,) = mail_agenda.tasks(view)
    assert task.title == f"メールを送信できません（{len(waits)}通）"
    assert "接続を拒否されました" in task.detail
    # Not before its time, and then with a longer pause.
    assert run() == job.Round(0, 0, 0)
    monkeypatch.setattr(clock, "now", lambda: MORNING + timedelta(minutes=6))
    run()
    assert {(one.tries, one.next_at) for one in outbox()} == {(2, MORNING + timedelta(minutes=21))}
    with mail_server.running(port) as (_, boxes):
        monkeypatch.setattr(clock, "now", lambda: MORNING + timedelta(minutes=30))
        assert run().sent == len(waits)
        assert sorted(boxes.numbers()) == sorted(one.message_id for one in waits)
    with viewing(who(world, "admin")) as view:
        assert mail_agenda.tasks(view) == []


def test_a_refused_address_fails_alone_and_is_told(world: World, server: tuple[int, Mailboxes]) -> None:
    port, boxes = server
    boxes.refused = {"leader.h01@example.jp": "550 no such user", "manager.h02@example.jp": "450 mailbox busy"}
    move_visit(world, date(2026, 11, 30))
    turn_on(world, port)
    done = run()
    assert (done.sent, done.unsent) == (len(PEOPLE) - 2, 2)
    found = {one.address.partition("@")[0]: one for one in outbox()}
    assert found["leader.h01"].state is MailState.FAILED
    assert "550 no such user" in found["leader.h01"].fault
    assert (found["manager.h02"].state, found["manager.h02"].tries) == (MailState.WAITING, 1)
    with viewing(who(world, "admin")) as view:
        titles = [one.title for one in mail_agenda.tasks(view)]
    assert titles == ["メールを送信できません（1通）", "届かなかったメールがあります（1通）"]
    with viewing(who(world, "manager.h01")) as view:
        assert mail_agenda.tasks(view) == []


def test_an_address_that_reads_as_two_reaches_nobody_else_and_holds_up_no_other_mail(
    world: World, server: tuple[int, Mailboxes]
) -> None:
    """One of these stood first in the outbox, and every round ended with it."""
    port, boxes = server
    boxes.refused = {"x,chief@example.jp": "553 no such form"}
    move_visit(world, date(2026, 11, 30))
    turn_on(world, port)
    with acting(operator()) as act:
        for login, mail in (("secretariat", "x,chief@example.jp"), ("leader.h01", "a@b@example.jp")):
            act.db.execute("UPDATE person SET mail = ? WHERE login = ?", [mail, login])
    run()
    reached = {address for address, _ in boxes.arrived}
    assert {f"{one}@example.jp" for one in ("manager.h01", "manager.h02", "evaluator.h02")} <= reached
    assert "chief@example.jp" not in reached
    assert {one.state for one in outbox()} <= {MailState.SENT, MailState.FAILED}
    assert run() == job.Round(0, 0, 0)


def test_whoever_left_while_the_server_was_down_is_told_nothing_any_more(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    port = mail_server.free_port()
    move_visit(world, date(2026, 11, 30))
    turn_on(world, port)
    run()
    with acting(who(world, "admin")) as act:
        people.change(act, replace(people.by_login(act, "manager.h02"), active=False))
    monkeypatch.setattr(clock, "now", lambda: MORNING + timedelta(minutes=30))
    with mail_server.running(port) as (_, boxes):
        assert run().sent == len(PEOPLE) - 1
    assert "manager.h02@example.jp" not in {address for address, _ in boxes.arrived}


def test_a_mail_that_never_goes_through_is_given_up_after_all_pauses(
    world: World, server: tuple[int, Mailboxes], monkeypatch: pytest.MonkeyPatch
) -> None:
    port, boxes = server
    boxes.refused = {"leader.h01@example.jp": "450 try later"}
    move_visit(world, date(2026, 11, 30))
    turn_on(world, port)
    run()
    at = MORNING
    for pause in stages.PAUSES:
        at += pause
        monkeypatch.setattr(clock, "now", lambda at=at: at)
        job._send(db.default_path())
    (found,) = [one for one in outbox() if one.address.startswith("leader")]
    assert (found.state, found.tries) == (MailState.FAILED, len(stages.PAUSES) + 1)


def test_a_silent_server_is_left_after_a_while(
    world: World, server: tuple[int, Mailboxes], monkeypatch: pytest.MonkeyPatch
) -> None:
    port, boxes = server
    boxes.slow = 1.0
    monkeypatch.setattr(smtp, "TIMEOUT", 0.2)
    move_visit(world, date(2026, 11, 30))
    turn_on(world, port)
    assert run().sent == 0
    assert {one.fault for one in outbox()} == {"メールサーバーが0秒以内に応答しません。"}
    assert {one.state for one in outbox()} == {MailState.WAITING}


def test_whoever_is_killed_over_it_sends_everything_under_the_same_numbers(
    world: World, server: tuple[int, Mailboxes], monkeypatch: pytest.MonkeyPatch
) -> None:
    path, (port, boxes) = db.default_path(), server
    monkeypatch.undo()
    boxes.slow = 0.2
    environment = {**os.environ, "CHECKLIST_DB": str(path), "CHECKLIST_TODAY": "2026-11-22"}
    monkeypatch.setenv("CHECKLIST_DB", str(path))
    monkeypatch.setenv("CHECKLIST_TODAY", "2026-11-22")
    move_visit(world, date(2026, 11, 30))
    turn_on(world, port)
    with acting(operator()) as act:
        for login in PEOPLE:
            act.db.execute(
                "INSERT INTO notification_choice (mail, hour, kinds, at, person_id) VALUES (1, 0, ?, ?, ?)",
                ['["due", "visit", "report"]', act.stamp, world.people[login].id],
            )
    kills = 0
    while kills < 3:
        before = len(boxes.arrived)
        process = subprocess.Popen(
            [sys.executable, "-m", "checklist", "notices", "send"], cwd=db.ROOT, env=environment,
            stdout=subprocess.DEVNULL, start_new_session=True,
        )  # fmt: skip
        while process.poll() is None and len(boxes.arrived) == before:
            time.sleep(0.01)
        if process.poll() is None:
            os.kill(process.pid, signal.SIGKILL)
            kills += 1
        process.wait()
    assert {one.state for one in outbox()} >= {MailState.SENDING}
    boxes.slow = 0
    job.run(path)
    assert {one.state for one in outbox()} == {MailState.SENT}
    # A server that had taken a mail over when the process was killed gets it again, sign for sign under the one number by
    # which every mailbox knows it: so each holds one. A second copy comes only where a process was killed.
    copies: dict[tuple[str, str], set[bytes]] = defaultdict(set)
    for address, message in boxes.arrived:
        copies[address, message["Message-ID"]].add(bytes(message))
    assert sorted(copies) == sorted((one.address, one.message_id) for one in outbox())
    assert sorted(address for address, _ in copies) == sorted(f"{login}@example.jp" for login in PEOPLE)
    assert {len(one) for one in copies.values()} == {1}
    assert len(boxes.arrived) - len(PEOPLE) <= kills


def test_two_processes_never_tell_at_once(world: World) -> None:
    path = db.default_path()
    with drafts.held(path.with_name(f"{path.name}{job.LOCK}"), ""), pytest.raises(Refused):
        job.run(path)


def test_a_trial_goes_to_the_own_address_and_says_what_is_wrong(world: World, server: tuple[int, Mailboxes]) -> None:
    port, boxes = server
    admin, path = who(world, "admin"), db.default_path()
    with acting(admin) as act:
        mail_plans.save(act, plan_for(port, active=False))
    with pytest.raises(Refused, match="メールアドレスがありません"):
        job.try_out(admin, path)
    with acting(admin) as act:
        people.change(act, replace(people.get(act, admin.person_id), mail="admin@example.jp"))
    assert job.try_out(admin, path) == "admin@example.jp"
    assert [address for address, _ in boxes.arrived] == ["admin@example.jp"]
    with acting(admin) as act:
        mail_plans.save(act, replace(plan_for(port), security=MailSecurity.STARTTLS))
    with pytest.raises(Refused, match="対応していません"):
        job.try_out(admin, path)
    with pytest.raises(Forbidden):
        job.try_out(who(world, "manager.h01"), path)
    assert outbox() == []


def test_a_plan_that_cannot_work_is_refused_with_every_fault(world: World) -> None:
    with acting(who(world, "admin")) as act, pytest.raises(Refused) as caught:
        mail_plans.save(act, MailPlan(True, "", 0, MailSecurity.TLS, "", "", "これは住所"))
    assert [fault.where for fault in caught.value.faults] == ["ポート", "差出人のメールアドレス", "メールサーバー"]


def test_a_password_is_kept_only_as_long_as_it_holds(world: World) -> None:
    first = replace(plan_for(25), login="robot", password="first secret")
    with acting(who(world, "admin")) as act:
        mail_plans.save(act, first)
        mail_plans.save(act, replace(first, port=26, password=""), keeps_password=True)
        assert mail_plans.current(act).password == "first secret"
        kept = [row["password"] for row in act.db.execute("SELECT password FROM mail_plan ORDER BY id")]
        assert kept == ["", "first secret"]
        mail_plans.save(act, replace(first, login="", password=""))
        assert not [1 for row in act.db.execute("SELECT password FROM mail_plan") if row["password"]]


def test_seen_is_what_stood_on_the_page_and_nothing_of_anybody_else(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    move_visit(world, date(2026, 12, 20))
    run()
    manager = who(world, "manager.h01")
    with viewing(manager) as view:
        newest = max(one.id for one in notices.own(view))
    move_visit(world, date(2026, 12, 23))
    tomorrow(monkeypatch)
    run()
    with acting(manager) as act:
        since = [one.id for one in notices.own(act) if one.id > newest]
        notices.see(act, newest)
        assert notices.unseen(act) == len(since) > 0
        assert [one.id for one in notices.own(act) if one.seen_at is None] == since
    with viewing(who(world, "manager.h02")) as view:
        assert notices.unseen(view) == len(notices.own(view))


def test_the_command_tells_and_its_trial_changes_nothing(world: World, capsys: pytest.CaptureFixture[str]) -> None:
    move_visit(world, date(2026, 12, 20))
    assert program.main(["notices", "send", "--dry-run"]) == 0
    printed = capsys.readouterr().out
    assert "evaluator.h02（" in printed
    assert "訪問の日程：架空市民病院から架空中央病院への訪問（2026年12月20日（日）・訪問）" in printed
    assert told(world, "evaluator.h02") == []
    assert program.main(["notices", "send"]) == 0
    assert capsys.readouterr().out.startswith("新しいお知らせ：")
    assert told(world, "evaluator.h02")
    assert program.main(["notices", "send", "--dry-run"]) == 0
    assert capsys.readouterr().out == ""
