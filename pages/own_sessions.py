"""ログイン中の端末: where one is signed in oneself, seen and ended."""

from __future__ import annotations

from checklist.readings import own_sessions_page
from checklist.store.act import viewing
from checklist.ui import session, widgets
from checklist.ui.accounts import own_sessions_view

principal = session.guard("own_sessions")
widgets.heading("ログイン中の端末", "あなたのアカウントでログインしている端末です。")
own_hash = session.own_hash()
with viewing(principal) as view:
    found = own_sessions_page.read(view, own_hash)

own_sessions_view.show(principal, found, own_hash)
