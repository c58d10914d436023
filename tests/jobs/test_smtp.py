"""Handing a mail over: to this address alone, and whatever goes wrong becomes a sentence without a secret in it."""

from __future__ import annotations

import smtplib
import socket
import ssl
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from email.message import EmailMessage

import pytest

from checklist.jobs import smtp
from checklist.jobs.smtp import Unsent
from checklist.model.notices import Mail, MailPlan, MailSecurity, MailState

AT = datetime(2026, 11, 21, 22, 30, tzinfo=UTC)
PLAN = MailPlan(True, "127.0.0.1", 25, MailSecurity.NONE, "robot", "geheim-secret", "anzen@example.jp")
MAIL = Mail(
    1, 2, "name@example.jp", "お知らせ 1件", "本文\n", "<1@example.jp>", MailState.SENDING, 0, AT, "", AT
)  # fmt: skip


@dataclass
class Taker(smtplib.SMTP):
    """A server that keeps what it is given, or answers with an error; no network."""

    error: Exception | None = None
    taken: list[tuple[EmailMessage, str, list[str]]] = field(default_factory=list)

    def send_message(self, msg, from_addr=None, to_addrs=None, mail_options=(), rcpt_options=()):  # type: ignore[no-untyped-def]
        if self.error:
            raise self.error
        self.taken.append((msg, from_addr, list(to_addrs)))
        return {}


def failed(error: Exception, mail: Mail = MAIL) -> Unsent:
    with pytest.raises(Unsent) as caught:
        smtp.send(Taker(error), PLAN, "架空地域", mail)
    return caught.value


def test_a_mail_has_its_number_its_day_in_tokyo_and_one_reader() -> None:
    server = Taker()
    smtp.send(server, PLAN, "架空地域", MAIL)
    ((message, sender, readers),) = server.taken
    assert (sender, readers) == ("anzen@example.jp", ["name@example.jp"])
    assert message["Message-ID"] == "<1@example.jp>"
    assert message["Date"] == "Sun, 22 Nov 2026 07:30:00 +0900"
    assert message["From"].addresses[0].display_name == "架空地域"
    assert message["Auto-Submitted"] == "auto-generated"
    assert message["Bcc"] is message["Cc"] is None
    assert message.get_content() == "本文\n"


def test_an_address_that_reads_as_two_goes_to_neither_of_them() -> None:
    server = Taker()
    smtp.send(server, PLAN, "架空地域", replace(MAIL, address="x,chief@example.jp"))
    assert [readers for _, _, readers in server.taken] == [["x,chief@example.jp"]]


@pytest.mark.parametrize(
    "change",
    [
        {"address": "name@example.jp\nBcc: all@example.jp"}, {"subject": "お知らせ\r\nBcc: all@example.jp"},
        {"message_id": "<1@example.jp>\nBcc: all@example.jp"},
    ],
)  # fmt: skip
def test_a_line_of_the_head_never_becomes_two(change: dict[str, str]) -> None:
    server = Taker()
    with pytest.raises(Unsent) as caught:
        smtp.send(server, PLAN, "架空地域", replace(MAIL, **change))  # type: ignore[arg-type]
    assert (caught.value.for_good, caught.value.everybody) == (True, False)
    assert server.taken == []


@pytest.mark.parametrize(("code", "for_good"), [(450, False), (421, False), (550, True), (553, True)])
def test_a_refused_reader_holds_up_nobody_else(code: int, for_good: bool) -> None:
    for error in (
        smtplib.SMTPRecipientsRefused({MAIL.address: (code, b"no  such\r\nuser")}),
        smtplib.SMTPDataError(code, b"no  such\r\nuser"),
    ):
        found = failed(error)
        assert (found.for_good, found.everybody) == (for_good, False)
        assert f"（{code} no such user）" in found.sentence


def test_an_address_that_a_server_cannot_write_is_given_up_alone() -> None:
    found = failed(smtplib.SMTPNotSupportedError("no SMTPUTF8"))
    assert (found.for_good, found.everybody) == (True, False)


@pytest.mark.parametrize(
    ("error", "told"),
    [
        (smtplib.SMTPServerDisconnected("geheim-secret"), "接続が切れました"), (TimeoutError(), "20秒以内"),
        (ConnectionResetError("geheim-secret"), "接続が切れました"), (ssl.SSLError("geheim-secret"), "暗号化した接続"),
        (smtplib.SMTPSenderRefused(550, b"not you", "anzen@example.jp"), "差出人が受け付けられません"),
    ],
)  # fmt: skip
def test_what_would_hit_every_mail_is_told_without_the_words_of_the_library(error: Exception, told: str) -> None:
    found = failed(error)
    assert (found.for_good, found.everybody) == (False, True)
    assert told in found.sentence
    assert "geheim" not in found.sentence


@pytest.mark.parametrize(
    ("error", "told"),
    [
        (smtplib.SMTPAuthenticationError(535, b"geheim-secret is wrong"), "ユーザー名またはパスワード"),
        (socket.gaierror(-2, "geheim-secret"), "名前が見つかりません"), (ConnectionRefusedError(), "接続を拒否"),
        (UnicodeEncodeError("ascii", "geheim-秘密", 7, 9, "no"), "使えない文字"),
        (smtplib.SMTPNotSupportedError("AUTH"), "対応していません"),
    ],
)  # fmt: skip
def test_whatever_keeps_one_from_connecting_is_a_sentence(
    monkeypatch: pytest.MonkeyPatch, error: Exception, told: str
) -> None:
    def refuse(_: MailPlan) -> smtplib.SMTP:
        raise error

    monkeypatch.setattr(smtp, "_connect", refuse)
    with pytest.raises(Unsent, match=told) as caught, smtp.connected(PLAN):
        pass
    assert caught.value.everybody
    assert "geheim" not in caught.value.sentence


def test_a_name_that_is_no_name_of_a_server_is_told() -> None:
    with pytest.raises(Unsent, match=r"使えない文字|見つかりません"), smtp.connected(replace(PLAN, host="a..b")):
        pass


def test_what_a_server_says_is_cut_to_one_short_line() -> None:
    found = failed(smtplib.SMTPDataError(554, ("長い" * 400 + "\r\n.").encode()))
    assert "\n" not in found.sentence
    assert len(found.sentence) < 260


def test_a_trial_says_nothing_of_the_region() -> None:
    found = smtp.trial("admin@example.jp", AT, "<2@example.jp>")
    assert (found.address, found.message_id) == ("admin@example.jp", "<2@example.jp>")
    assert "架空" not in found.subject + found.body
