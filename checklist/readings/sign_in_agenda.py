"""What the start page tells of signing in: the time before this one, and the second factor that will be needed."""

from __future__ import annotations

from checklist import words
from checklist.readings.task import Task
from checklist.rules import access
from checklist.store.accounts import second_factors
from checklist.store.act import View
from checklist.store.notices import audit

_REGISTER = ("/second-factor", "二段階認証の設定へ")
FEW = 3
"""Fewer recovery codes than this are told of."""


def tasks(view: View) -> list[Task]:
    """One line, louder where a wrong password was typed since; none at the first sign-in and none through a pass."""
    if view.principal.visit_scope is not None:
        return []
    return [*_second_factor(view), *_last_sign_in(view)]


def _second_factor(view: View) -> list[Task]:
    """That one has to register an authenticator before a day, or make new recovery codes before they run out."""
    if view.principal.second_factor:
        held = second_factors.own(view)
        if held is None or held.codes_left >= FEW:
            return []
        title = f"二段階認証の回復コードの残り：{held.codes_left}個"
        return [Task(title, "なくなる前に作り直してください。", *_REGISTER, "now")]
    since = second_factors.needed_since(view)
    if since is None:
        return []
    detail = "この日から、認証アプリを登録するまでほかの画面を開けません。前もって登録してください。"
    return [Task(f"二段階認証が必要になる日：{words.day(since)}", detail, *_REGISTER, "now")]


def _last_sign_in(view: View) -> list[Task]:
    found = audit.last_sign_in(view)
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
