"""What the settings of the mail server have to be before anything is sent through it."""

from __future__ import annotations

from dataclasses import replace

import pytest

from checklist.model.notices import MailPlan, MailSecurity
from checklist.rules.notices import mail_plans

GOOD = MailPlan(True, "smtp.example.jp", 587, MailSecurity.STARTTLS, "robot", "secret word", "anzen@example.jp")


def changed(field: str, text: str) -> MailPlan:
    return replace(GOOD, **{field: text})  # type: ignore[arg-type]


def where(plan: MailPlan) -> list[str]:
    return [one.where for one in mail_plans.faults(plan)]


def test_a_whole_plan_has_no_fault_and_neither_has_one_that_is_off_and_empty() -> None:
    assert where(GOOD) == where(MailPlan()) == []


def test_an_active_plan_needs_a_server_and_a_sender() -> None:
    assert where(MailPlan(active=True)) == [mail_plans.HOST, mail_plans.SENDER]
    assert where(replace(GOOD, host="")) == [mail_plans.HOST]
    assert where(replace(GOOD, active=False, host="", sender="")) == []


@pytest.mark.parametrize(("port", "wrong"), [(0, True), (1, False), (65535, False), (65536, True), (-25, True)])
def test_a_port_is_a_number_of_two_bytes(port: int, wrong: bool) -> None:
    assert where(replace(GOOD, port=port)) == ([mail_plans.PORT] if wrong else [])


@pytest.mark.parametrize(
    "sender", ["anzen", "a,b@example.jp", "anzen@example.jp\nBcc: x@example.jp", "安全@example.jp"]
)
def test_a_sender_is_one_address(sender: str) -> None:
    assert mail_plans.SENDER in where(replace(GOOD, sender=sender))


@pytest.mark.parametrize(
    ("field", "name"), [("host", mail_plans.HOST), ("login", mail_plans.LOGIN), ("password", mail_plans.PASSWORD)]
)
def test_what_no_mail_server_can_be_told_is_refused_before_it_is_kept(field: str, name: str) -> None:
    (fault,) = mail_plans.faults(changed(field, "ひみつ"))
    assert (fault.where, fault.message) == (name, "半角の英数字と記号で入力してください。")


@pytest.mark.parametrize("field", ["host", "login"])
def test_a_line_break_is_no_part_of_a_setting(field: str) -> None:
    assert where(changed(field, "smtp\nRCPT TO"))


def test_no_fault_and_no_print_of_a_plan_holds_the_password() -> None:
    bad = replace(GOOD, host="", port=0, sender="x", password="geheim-ひみつ")
    assert not [one for one in mail_plans.faults(bad) if "geheim" in f"{one.where}{one.message}"]
    assert "geheim" not in repr(bad)
    assert "geheim" not in str(bad)
    assert "smtp.example.jp" in repr(GOOD)
