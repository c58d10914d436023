"""The Streamlit script behind every screen: title, theme, top navigation, and who is signed in."""

from __future__ import annotations

from html import escape
from typing import Literal

import streamlit as st

from checklist import words
from checklist.errors import ChecklistError, NotSignedIn
from checklist.model.accounts import Principal
from checklist.rules import access
from checklist.store import db, region
from checklist.ui import session, theme
from checklist.words.pages import PAGES

ICON = str(db.ROOT / "checklist" / "ui" / "icon.svg")
NAVIGATION = {
    menu: [name for name, page in PAGES.items() if page.menu == menu]
    for menu in dict.fromkeys(page.menu for page in PAGES.values() if page.menu is not None)
}
"""Menu -> the names of its pages, in the order of the navigation.

Those without a menu always stand by themselves; the others do so for people who may open no more pages than fit.
"""
ROOM = 7
"""How many titles fit beside each other on a tablet that is held upright."""

_CURRENT = ' aria-current="page"'


def page(name: str, shown: bool) -> st.Page:
    """One page; those that the person may not open are out of the navigation, and tell so when asked for."""
    path = db.ROOT / "pages" / f"{name}.py"
    visibility: Literal["visible", "hidden"] = "visible" if shown else "hidden"
    return st.Page(path, title=PAGES[name].title, url_path=name, default=name == "home", visibility=visibility)


def menus(principal: Principal | None) -> dict[str, list[str]]:
    """Menu -> the pages in it that the person may open; those under the empty name stand by themselves."""
    if principal is None:
        return {"": []}
    found = {menu: [name for name in pages if access.may_open(name, principal)] for menu, pages in NAVIGATION.items()}
    fits = sum(map(len, found.values())) <= ROOM
    alone = [name for menu, names in found.items() if fits or not menu or len(names) == 1 for name in names]
    return {"": alone} | {menu: names for menu, names in found.items() if len(names) > 1 and names[0] not in alone}


def navigation(found: dict[str, list[str]]) -> dict[str, list[st.Page]]:
    """The pages as Streamlit's navigation takes them; hidden ones stay there so that their addresses are known."""
    shown = {name for names in found.values() for name in names}
    sections = {menu: [page(name, True) for name in names] for menu, names in found.items()}
    return {**sections, "": sections[""] + [page(name, False) for name in PAGES if name not in shown]}


def who(principal: Principal | None) -> str:
    """The line above every page: region, mark of an invented region, person with roles, and the way out."""
    with db.reading() as connection:
        settings = region.load(connection)
    mark = f'<span class="fictional">{words.FICTIONAL}</span>' if settings.fictional else ""
    left = f'<span class="region">{escape(settings.name or "医療安全 相互チェック")}</span>{mark}'
    if principal is None:
        return f'<div class="who"><div>{left}</div></div>'
    roles = "・".join(word for role, word in words.ROLES.items() if access.comes_as(principal, role))
    person = f'<span class="person">{escape(principal.name)}<small>{roles}</small></span>'
    return f'<div class="who"><div>{left}</div><div>{person}<a href="/logout">サインアウト</a></div></div>'


def phone_navigation(found: dict[str, list[str]], here: str) -> str:
    """The same pages in one menu, for a narrow screen, where Streamlit folds its navigation away."""
    if not any(found.values()):
        return ""
    parts = "".join(_heading(menu) + "".join(_link(name, here) for name in names) for menu, names in found.items())
    title = PAGES[here].title if here in PAGES else ""
    summary = f"<summary><span>メニュー</span>{title}</summary>"
    return f'<nav class="phone" aria-label="画面の切り替え"><details>{summary}<div>{parts}</div></details></nav>'


def _heading(menu: str) -> str:
    return f"<b>{menu}</b>" if menu else ""


def _link(name: str, here: str) -> str:
    address = "/" if name == "home" else f"/{name}"
    return f'<a href="{address}"{_CURRENT if here == name else ""}>{PAGES[name].title}</a>'


def menu_mark(found: dict[str, list[str]], here: str) -> str:
    """A style that marks the menu of the page one is on, which Streamlit leaves as it is."""
    places = [menu for menu, names in found.items() if menu and here in names]
    if not places:
        return ""
    place = len(found[""]) + [menu for menu in found if menu].index(places[0]) + 1
    button = f'[data-testid="stTopNav"] > :nth-child({place}) [data-testid="stTopNavSection"]'
    return f"<style>{button} {{ border-bottom-color: var(--accent); color: var(--accent); font-weight: 700; }}</style>"


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
    found = menus(principal)
    chosen = st.navigation(navigation(found), position="top")
    here = chosen.url_path or "home"
    st.html(who(principal) + phone_navigation(found, here) + menu_mark(found, here))
    try:
        chosen.run()
    except ChecklistError as error:
        st.error(error.message)


if __name__ == "__main__":
    run()
