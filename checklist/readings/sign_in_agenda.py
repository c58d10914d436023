"""What the start page tells of the sign-in before this one, so that somebody else's is noticed."""

from __future__ import annotations

from checklist import words
from checklist.readings.task import Task
from checklist.rules import access
from checklist.store.act import View
from checklist.store.notices import audit


def tasks(view: View) -> list[Task]:
    """One line, louder where a wrong password was typed since; none at the first sign-in and none through a pass."""
    found = audit.last_sign_in(view) if view.principal.visit_scope is None else None
    if found is None:
        return []
    title, where = f"前回のログイン：{words.moment(found.at)}", f"接続元：{found.address}"
    if not found.failures:
        return [Task(title, where, *_audit(view))]
    detail = f"{where}。その後、このログインIDでログインの失敗が{found.failures}回ありました。心当たりがない場合は、パスワードを変更してください。"
    return [Task(title, detail, "/password", "パスワードの変更へ", "now")]


def _audit(view: View) -> tuple[str, str]:
    return (
        ("/audit", "操作の記録へ")
        if access.may_open("audit", view.principal)
        else ("/own_sessions", "ログイン中の端末へ")
    )
