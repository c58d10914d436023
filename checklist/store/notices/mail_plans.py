"""Through which server the region sends mail: the newest row counts."""

from __future__ import annotations

from dataclasses import asdict, replace

from checklist.errors import Fault, Refused
from checklist.model.notices import MailPlan
from checklist.model.permission import Thing, Verb
from checklist.rules.notices import mail_plans
from checklist.store import rows
from checklist.store.act import Act, View


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


def _kept(old: MailPlan, wanted: MailPlan) -> str:
    """The password of before; never for another server, which would be handed what nobody may read here."""
    if old.password and old.host != wanted.host:
        told = "メールサーバーを変更するときは、パスワードを入力し直してください。"
        raise Refused([Fault(mail_plans.PASSWORD, told)])
    return old.password


def save(act: Act, plan: MailPlan, keeps_password: bool = False) -> None:
    """Let this plan hold from now on, with the former password if it is kept; raises Refused or Forbidden."""
    act.require(Verb.WRITE, Thing.MAIL)
    wanted = replace(plan, host=plan.host.strip(), sender=plan.sender.strip(), login=plan.login.strip())
    if keeps_password:
        wanted = replace(wanted, password=_kept(current(act), wanted))
    if found := mail_plans.faults(wanted):
        raise Refused(found)
    # A password may have left the file only by being replaced: what no longer holds is not kept in the clear.
    act.db.execute("UPDATE mail_plan SET password = ''")
    rows.insert(act, "mail_plan", asdict(wanted))
