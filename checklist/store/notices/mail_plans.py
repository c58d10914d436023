"""Through which server the region sends mail: the newest row counts."""

from __future__ import annotations

from dataclasses import asdict, replace

from checklist.errors import Fault, Refused
from checklist.model.notices import MailPlan
from checklist.model.permission import Thing, Verb
from checklist.rules.accounts import addresses
from checklist.rules.fields import text_limits, typed_text
from checklist.store import rows
from checklist.store.act import Act, View

HOST, PORT, SENDER = "メールサーバー", "ポート", "差出人のメールアドレス"
LOGIN, PASSWORD = "メールサーバーのユーザー名", "メールサーバーのパスワード"


def current(view: View) -> MailPlan:
    """The plan that holds now; the one that a new region begins with sends nothing."""
    view.require(Verb.READ, Thing.MAIL)
    return _current(view)


def active(view: View) -> bool:
    """Whether the region sends mail at all, for everybody who is told something."""
    view.require(Verb.READ, Thing.NOTICES)
    return _current(view).active


def _current(view: View) -> MailPlan:
    row = view.db.execute("SELECT * FROM mail_plan ORDER BY id DESC LIMIT 1").fetchone()
    return rows.one(MailPlan, row) if row else MailPlan()


def faults(plan: MailPlan) -> list[Fault]:
    """Everything wrong with a plan as it is written; whether its server answers is another question."""
    texts = {HOST: plan.host, SENDER: plan.sender, LOGIN: plan.login, PASSWORD: plan.password}
    found = typed_text.faults(texts) + text_limits.faults(texts)
    if not 1 <= plan.port <= 65535:
        found.append(Fault(PORT, "1から65535までの数で入力してください。"))
    if plan.sender and not addresses.looks_right(plan.sender):
        found.append(Fault(SENDER, addresses.ASKED))
    if plan.active:
        found += [Fault(name, "入力してください。") for name in (HOST, SENDER) if not texts[name]]
    return found


def save(act: Act, plan: MailPlan, keeps_password: bool = False) -> None:
    """Let this plan hold from now on, with the former password if it is kept; raises Refused or Forbidden."""
    act.require(Verb.WRITE, Thing.MAIL)
    wanted = replace(plan, host=plan.host.strip(), sender=plan.sender.strip(), login=plan.login.strip())
    if keeps_password:
        wanted = replace(wanted, password=current(act).password)
    if found := faults(wanted):
        raise Refused(found)
    # A password may have left the file only by being replaced: what no longer holds is not kept in the clear.
    act.db.execute("UPDATE mail_plan SET password = ''")
    rows.insert(act, "mail_plan", asdict(wanted))
