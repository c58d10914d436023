"""The way to the mail server of a region, and its refusals in words."""

from __future__ import annotations

import smtplib
import socket
import ssl
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime
from email.message import EmailMessage
from email.utils import format_datetime, formataddr

from checklist.model.notices import Mail, MailPlan, MailSecurity, MailState
from checklist.rules.accounts import addresses
from checklist.words import TOKYO

TIMEOUT = 20.0
"""Seconds for every step: a server that is silent must not hold up the mails of a day."""


class Unsent(Exception):
    """Why a mail was not sent, as a sentence; `for_good`: no later try would help; `everybody`: no other would go through."""

    def __init__(self, sentence: str, for_good: bool = False, everybody: bool = False) -> None:
        super().__init__(sentence)
        self.sentence, self.for_good, self.everybody = sentence, for_good, everybody


@contextmanager
def connected(plan: MailPlan) -> Iterator[smtplib.SMTP]:
    """A connection that is signed in; raises Unsent for everybody."""
    try:
        server = _connect(plan)
    except (OSError, smtplib.SMTPException, UnicodeError) as error:
        raise Unsent(_sentence(error), everybody=True) from error
    try:
        yield server
    finally:
        # Whatever was taken over is taken over: a server that hangs at the goodbye changes nothing of it.
        server.close()


def _connect(plan: MailPlan) -> smtplib.SMTP:
    if plan.security is MailSecurity.TLS:
        context = ssl.create_default_context()
        server: smtplib.SMTP = smtplib.SMTP_SSL(plan.host, plan.port, timeout=TIMEOUT, context=context)
    else:
        server = smtplib.SMTP(plan.host, plan.port, timeout=TIMEOUT)
    try:
        if plan.security is MailSecurity.STARTTLS:
            server.starttls(context=ssl.create_default_context())
        if plan.login:
            server.login(plan.login, plan.password)
    except BaseException:
        server.close()
        raise
    return server


def send(server: smtplib.SMTP, plan: MailPlan, name: str, mail: Mail) -> None:
    """Hand one mail over to the server; raises Unsent."""
    try:
        # To this address and no other, whatever the head of the mail makes of it.
        server.send_message(_message(plan, name, mail), plan.sender, [mail.address])
    except (ValueError, smtplib.SMTPNotSupportedError) as error:
        # Of this mail alone: no other would go through if it held up those behind it.
        raise Unsent(f"宛先の形が正しくありません。{addresses.ASKED}", for_good=True) from error
    except smtplib.SMTPRecipientsRefused as error:
        code, text = error.recipients[mail.address]
        raise Unsent(f"宛先が受け付けられませんでした（{_said(code, text)}）。", for_good=code >= 500) from error
    except smtplib.SMTPDataError as error:
        told = f"メールが受け付けられませんでした（{_said(error.smtp_code, error.smtp_error)}）。"
        raise Unsent(told, for_good=error.smtp_code >= 500) from error
    except (OSError, smtplib.SMTPException) as error:
        raise Unsent(_sentence(error), everybody=True) from error


def _message(plan: MailPlan, name: str, mail: Mail) -> EmailMessage:
    message = EmailMessage()
    message["From"] = formataddr((name, plan.sender))
    message["To"] = mail.address
    message["Subject"] = mail.subject
    message["Date"] = format_datetime(mail.at.astimezone(TOKYO))
    # The same at every try: a mailbox that has it already throws a second copy away.
    message["Message-ID"] = mail.message_id
    # RFC 3834: nobody's notice of absence comes back.
    message["Auto-Submitted"] = "auto-generated"
    message.set_content(mail.body)
    return message


def _said(code: int, text: bytes | str) -> str:
    told = text.decode("utf-8", "replace") if isinstance(text, bytes) else text
    return f"{code} {' '.join(told.split())[:200]}"


def _sentence(error: BaseException) -> str:
    # smtplib says of a silence, too, that the connection was closed.
    if isinstance(error, smtplib.SMTPServerDisconnected) and isinstance(error.__context__, TimeoutError):
        error = error.__context__
    match error:
        case smtplib.SMTPAuthenticationError():
            return "メールサーバーのユーザー名またはパスワードが正しくありません。"
        case smtplib.SMTPSenderRefused():
            return f"差出人が受け付けられませんでした（{_said(error.smtp_code, error.smtp_error)}）。"
        case smtplib.SMTPNotSupportedError():
            return "メールサーバーがこの接続の方法に対応していません。暗号化とユーザー名の設定を確かめてください。"
        case ssl.SSLError():
            return "メールサーバーと暗号化した接続ができません。証明書、ポート、暗号化の設定を確かめてください。"
        case UnicodeError():
            return "メールサーバーの名前、ユーザー名、パスワードに使えない文字があります。"
        case socket.gaierror():
            return "メールサーバーの名前が見つかりません。"
        case TimeoutError():
            return f"メールサーバーが{TIMEOUT:.0f}秒以内に応答しません。"
        case ConnectionRefusedError():
            return "メールサーバーに接続できません（接続を拒否されました）。"
        case _:
            return "メールサーバーとの接続が切れました。"


def trial(address: str, at: datetime, number: str) -> Mail:
    """A mail that only shows that mail goes through."""
    body = "医療安全 相互チェックから、メールが送信できることを確かめるためのメールです。\n"
    return Mail(0, 0, address, "【医療安全 相互チェック】送信の確認", body, number, MailState.SENDING, 0, at, "", at)
