"""What the start page tells administrators of the mail: only what does not go through."""

from __future__ import annotations

from checklist import words
from checklist.model.permission import Thing, Verb
from checklist.readings.task import Task
from checklist.store.act import View
from checklist.store.notices import mail_plans, mails

HREF, LABEL = "/settings", "メールの設定へ"


def tasks(view: View) -> list[Task]:
    """One line for what waits since a failure and one for what failed for good; none for whoever does not look after it."""
    if not view.may(Verb.READ, Thing.MAIL) or not mail_plans.current(view).active:
        return []
    found, tasks = mails.outbox(view), []
    if found.stuck_since:
        detail = f"{words.day(found.stuck_since)}から送信待ちです。{found.fault}間隔をあけて自動で再送します。"
        tasks.append(Task(f"メールを送信できません（{found.waiting}通）", detail, HREF, LABEL, "late"))
    if found.failed:
        whom = "、".join(dict.fromkeys(one.address for one in found.failed[:3]))
        more = "ほか" if len(found.failed) > 3 else ""
        detail = f"宛先：{whom}{more}。アドレスを確かめてください。お知らせは本人の画面に表示されています。"
        tasks.append(Task(f"届かなかったメールがあります（{len(found.failed)}通）", detail, HREF, LABEL, "now"))
    return tasks
