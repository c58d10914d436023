"""The Streamlit script behind every screen: title, theme, top navigation, and who is signed in."""

from __future__ import annotations

from html import escape

import streamlit as st

from checklist import words
from checklist.errors import ChecklistError, NotSignedIn
from checklist.model import Principal
from checklist.rules import access
from checklist.store import db, region
from checklist.ui import session, theme

ICON = str(db.ROOT / "checklist" / "ui" / "icon.svg")
# Page -> its title, in the order of the navigation; the noun is also the path.
TITLES = {
    "home": "ホーム",
    "assessments": "自己評価",
    "visits": "訪問",
    "improvements": "改善計画",
    "comparison": "比較",
    "hospitals": "病院・届出",
    "sheets": "点検表",
    "accounts": "アカウント",
    "settings": "設定",
    "answer": "点検表の記入",
    "closing": "講評会",
}
WITHIN = frozenset({"answer", "closing"})
"""Pages of one assessment or visit: reached from there, not from the navigation."""

_CURRENT = ' aria-current="page"'


def page(name: str, principal: Principal | None) -> st.Page:
    """One page; those that the person may not open are out of the navigation, and tell so when asked for."""
    shown = principal is not None and access.may_open(name, principal) and name not in WITHIN
    path = db.ROOT / "pages" / f"{name}.py"
    return st.Page(
        path,
        title=TITLES[name],
        url_path=name,
        default=name == "home",
        visibility="visible" if shown else "hidden",
    )


def who(principal: Principal | None) -> str:
    """The line above every page: region, mark of an invented region, person with roles, and the way out."""
    with db.reading() as connection:
        settings = region.load(connection)
    mark = f'<span class="fictional">{words.FICTIONAL}</span>' if settings.fictional else ""
    left = f'<span class="region">{escape(settings.name or "医療安全 相互チェック")}</span>{mark}'
    if principal is None:
        return f'<div class="who"><div>{left}</div></div>'
    roles = "・".join(word for role, word in words.ROLES.items() if role in principal.roles)
    person = f'<span class="person">{escape(principal.name)}<small>{roles}</small></span>'
    return f'<div class="who"><div>{left}</div><div>{person}<a href="/logout">サインアウト</a></div></div>'


def phone_navigation(principal: Principal | None, here: str) -> str:
    """The same pages as the navigation above, which Streamlit folds away on a narrow screen."""
    links = "".join(
        f'<a href="/{"" if name == "home" else name}"{_CURRENT if here == name else ""}>{title}</a>'
        for name, title in TITLES.items()
        if principal is not None and name not in WITHIN and access.may_open(name, principal)
    )
    return f'<nav class="phone" aria-label="画面の切り替え">{links}</nav>' if links else ""


def run() -> None:
    """Show the page that was asked for."""
    st.set_page_config(
        page_title="医療安全 相互チェック", page_icon=ICON, layout="wide", initial_sidebar_state="collapsed"
    )
    theme.apply()
    try:
        principal = session.principal()
    except NotSignedIn:
        principal = None
    chosen = st.navigation([page(name, principal) for name in TITLES], position="top")
    st.html(who(principal) + phone_navigation(principal, chosen.url_path or "home"))
    try:
        chosen.run()
    except ChecklistError as error:
        st.error(error.message)


if __name__ == "__main__":
    run()
