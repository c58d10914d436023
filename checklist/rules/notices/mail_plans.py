"""What the settings of the mail server have to be."""

from __future__ import annotations

from checklist.errors import Fault
from checklist.model.notices import MailPlan
from checklist.rules.accounts import addresses
from checklist.rules.fields import text_limits, typed_text

HOST, PORT, SENDER = "メールサーバー", "ポート", "差出人のメールアドレス"
LOGIN, PASSWORD = "メールサーバーのユーザー名", "メールサーバーのパスワード"


def faults(plan: MailPlan) -> list[Fault]:
    """Everything wrong with a plan as it is written; whether its server answers is another question."""
    texts = {HOST: plan.host, SENDER: plan.sender, LOGIN: plan.login, PASSWORD: plan.password}
    found = typed_text.faults(texts) + text_limits.faults(texts)
    if not 1 <= plan.port <= 65535:
        found.append(Fault(PORT, "1から65535までの数で入力してください。"))
    if plan.sender and not addresses.looks_right(plan.sender):
        found.append(Fault(SENDER, addresses.ASKED))
    # SMTP signs in with ASCII alone (RFC 4954 leaves everything else to the server, and smtplib refuses it).
    found += [
        Fault(name, "半角の英数字と記号で入力してください。")
        for name, text in ((HOST, plan.host), (LOGIN, plan.login), (PASSWORD, plan.password))
        if not text.isascii()
    ]
    if plan.active:
        found += [Fault(name, "入力してください。") for name in (HOST, SENDER) if not texts[name]]
    return found
