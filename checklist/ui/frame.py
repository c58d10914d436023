"""The Streamlit script behind every screen: title, theme, top navigation, and who is signed in."""

from __future__ import annotations

from typing import Literal

import streamlit as st
from markupsafe import Markup

from checklist import words
from checklist.errors import CannotSave, ChecklistError, NotSignedIn, StillDue
from checklist.model.accounts import Principal
from checklist.rules import access
from checklist.store import db, health, region
from checklist.store.act import View
from checklist.store.notices import notices
from checklist.ui import markup, session, theme, widgets
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

_CURRENT = Markup(' aria-current="page"')


def page(name: str, shown: bool) -> st.Page:
    """One page; those that the person may not open are out of the navigation, and tell so when asked for."""
    path = db.ROOT / "pages" / f"{name}.py"
    # Not left out: of an address that it does not know, Streamlit says "Page not found" and shows the start page.
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


def who(principal: Principal | None) -> Markup:
    """The line above every page: region, that it is invented, person with roles, and the way out."""
    with db.reading() as connection:
        settings = region.load(connection)
        unseen = notices.unseen(View.now(connection, principal)) if principal and may_be_told(principal) else 0
    told = Markup('<span class="fictional">{}</span>').format(words.FICTIONAL) if settings.fictional else ""
    left = Markup('<span class="region">{}</span>{}').format(settings.name or "医療安全 相互チェック", told)
    if principal is None:
        return Markup('<div class="who"><div>{}</div></div>').format(left)
    roles = "・".join(word for role, word in words.ROLES.items() if access.comes_as(principal, role))
    person = Markup('<span class="person">{}<small>{}</small></span>').format(principal.name, roles)
    bell = Markup('<a href="/notices">お知らせ{}</a>').format(_number(unseen)) if may_be_told(principal) else Markup()
    way_out = bell + Markup('<a href="/password">パスワードの変更</a><a href="/logout">ログアウト</a>')
    # The number tells typed_text.js whose page this is.
    line = Markup('<div class="who" data-person="{}"><div>{}</div><div>{}{}</div></div>')
    return line.format(principal.person_id, left, person, way_out)


def may_be_told(principal: Principal) -> bool:
    """Whether somebody has notices: a pass has none."""
    return access.may_open("notices", principal)


def _number(unseen: int) -> Markup:
    return Markup('<b class="unseen" aria-label="新しいお知らせ{0}件">{0}</b>').format(unseen) if unseen else Markup()


def phone_navigation(found: dict[str, list[str]], here: str) -> Markup:
    """The same pages in one menu, for a narrow screen, where Streamlit folds its navigation away."""
    if not any(found.values()):
        return Markup()
    parts = [part for menu, names in found.items() for part in (_heading(menu), *(_link(name, here) for name in names))]
    title = PAGES[here].title if here in PAGES else ""
    summary = Markup("<summary><span>メニュー</span>{}</summary>").format(title)
    return Markup('<nav class="phone" aria-label="画面の切り替え"><details>{}<div>{}</div></details></nav>').format(
        summary, markup.joined(parts)
    )


def _heading(menu: str) -> Markup:
    return Markup("<b>{}</b>").format(menu) if menu else Markup()


def _link(name: str, here: str) -> Markup:
    address = "/" if name == "home" else f"/{name}"
    return Markup('<a href="{}"{}>{}</a>').format(address, _CURRENT if here == name else "", PAGES[name].title)


def here_in_menu(found: dict[str, list[str]], here: str) -> Markup:
    """A style that shows the menu of the page one is on, which Streamlit leaves as it is."""
    places = [menu for menu, names in found.items() if menu and here in names]
    if not places:
        return Markup()
    place = len(found[""]) + [menu for menu in found if menu].index(places[0]) + 1
    button = f'[data-testid="stTopNav"] > :nth-child({place}) [data-testid="stTopNavSection"]'
    looks = "border-bottom-color: var(--accent); color: var(--accent); font-weight: 700;"
    # A browser reads a style as it stands: an escaped sign in it would be part of the name of what it shows.
    return Markup(f"<style>{button} {{ {looks} }}</style>")


def run() -> None:
    """Show the page that was asked for."""
    # The sidebar takes 45 % of an upright tablet 820 pixels wide, so the navigation stands on top instead.
    st.set_page_config(
        page_title="医療安全 相互チェック", page_icon=ICON, layout="wide", initial_sidebar_state="collapsed"
    )
    theme.apply()
    try:
        principal = session.principal()
    except (NotSignedIn, StillDue):
        # The frame is shown all the same: the guard of the page says where to sign in.
        principal = None
    except CannotSave as error:
        # Without its database there is nobody to show anything to.
        st.error(widgets.plain(error.message))
        return
    found = menus(principal)
    chosen = st.navigation(navigation(found), position="top")
    here = chosen.url_path or "home"
    st.html(who(principal) + phone_navigation(found, here) + here_in_menu(found, here))
    # Before anybody types: a form that cannot be saved is told of only at its end.
    if principal and (trouble := health.of_server()):
        st.error(words.TROUBLES[trouble])
    try:
        chosen.run()
    except ChecklistError as error:
        st.error(widgets.plain(error.message))


# Streamlit runs its script under this name; a test takes in the module without showing a page.
if __name__ == "__main__":
    run()
