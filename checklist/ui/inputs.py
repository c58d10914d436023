"""The inputs of every form: choices in Japanese words, texts that stop at their limit, numbers, and days as typed."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Collection, Mapping, Sequence
from datetime import date
from typing import Literal, TypeVar

import streamlit as st

from checklist import words
from checklist.formats import glyphs
from checklist.model.accounts import Principal, Retyped
from checklist.rules.fields import day_text
from checklist.store import clock
from checklist.ui import markup, session, widgets

T = TypeVar("T")
BESIDE = 3
"""How many boxes stand beside each other."""
# The same as server.maxUploadSize in .streamlit/config.toml, beyond which nothing reaches a page.
FILE_LIMIT = 20
"""Megabytes that an attached file may have."""
REASON_LIMIT = 500
"""Characters that a reason may have; the same in every table that keeps one from here."""
DAY_HINT, DAY_LIMIT = "例：2026/04/01", 30


def _search(options: Collection[object]) -> Literal["contains"] | None:
    """Letters typed narrow a long list; in a short one nothing can be typed, so that no tablet pushes its keyboard over it."""
    return "contains" if len(options) > widgets.LONG else None


def choice(label: str, options: Mapping[T, str], start: T | None, key: str) -> T:
    """One of the options by its word, at first the first one if None."""
    codes = list(options)
    return st.selectbox(
        widgets.plain(label), codes, 0 if start is None else codes.index(start), _named(options).__getitem__, key=key,
        placeholder=widgets.UNCHOSEN, filter_mode=_search(codes),
    )  # fmt: skip


def choice_or_none(label: str, options: Mapping[T, str], start: T | None, key: str) -> T | None:
    """The same where nothing may be chosen yet."""
    codes = list(options)
    return st.selectbox(
        widgets.plain(label),
        codes,
        codes.index(start) if start is not None and start in options else None,
        _named(options).__getitem__,
        key=key,
        placeholder=widgets.UNCHOSEN,
        filter_mode=_search(codes),
    )


def told_apart(options: Sequence[str]) -> list[str]:
    """The options with a number behind those that read alike: a browser names the chosen one by its words alone."""
    alike, count = Counter(options), Counter[str]()
    told = []
    for one in options:
        count[one] += 1
        told.append(f"{one}（{count[one]}）" if alike[one] > 1 else one)
    return told


def _named(options: Mapping[T, str]) -> dict[T, str]:
    return dict(zip(options, told_apart(list(options.values())), strict=True))


def choices(label: str, options: Mapping[T, str], start: Collection[T], key: str) -> tuple[T, ...]:
    """Any of the options, a box for each, in their order."""
    st.html(markup.paragraph(label, "label"))
    codes, chosen = list(options), []
    # Row by row: columns of all of them would be gone through from top to bottom, by the keyboard and on a phone.
    for row in (codes[at : at + BESIDE] for at in range(0, len(codes), BESIDE)):
        for place, code in zip(st.columns(BESIDE), row, strict=False):
            if place.checkbox(widgets.plain(options[code]), code in start, key=f"{key}-{code}"):
                chosen.append(code)
    return tuple(chosen)


def several(
    label: str, options: Mapping[T, str], start: Collection[T], key: str, disabled: bool = False,
    most: int | None = None,
) -> list[T]:  # fmt: skip
    """Any of a longer list of options, at most so many, in the order in which they were picked."""
    return st.multiselect(
        widgets.plain(label), list(options), start, options.__getitem__, key=key, placeholder=widgets.UNCHOSEN, select_all=False,
        disabled=disabled, filter_mode=_search(options), max_selections=most,
    )  # fmt: skip


def one_of(label: str, options: Mapping[T, str], start: T, key: str, changed: Callable[[], None] | None = None) -> T:
    """One of a few options, all of them in sight; `changed` is called before the page runs again with another one."""
    place = list(options).index(start)
    # Not so in lists: what stands in those is no Markdown, and would show the backslashes.
    return st.radio(
        widgets.plain(label), options, place, lambda code: widgets.plain(options[code]), horizontal=True, key=key,
        on_change=changed,
    )  # fmt: skip


def text(label: str, start: str, limit: int, key: str, hint: str = "") -> str:
    """A line of text that takes no more than `limit` characters; the browser offers nothing typed elsewhere."""
    typed = st.text_input(widgets.plain(label), start, max_chars=limit, key=key, placeholder=hint, autocomplete="off")
    return _told(typed, start, key)


def long_text(
    label: str, start: str, limit: int, key: str, height: int = 96, changed: Callable[[], None] | None = None
) -> str:
    """A text of several lines that takes no more than `limit` characters; the height in pixels, `changed` as above."""
    typed = st.text_area(widgets.plain(label), start, height=height, max_chars=limit, key=key, on_change=changed)
    return _told(typed, start, key)


def _told(typed: str, start: str, key: str) -> str:
    """What was typed; what of it no paper can print stands below the field, and beside what is told once it is saved."""
    missing, common = glyphs.unprintable(typed), glyphs.common_forms(typed)
    told = (glyphs.told(missing) if missing else "") + (glyphs.told_forms(common) if common else "")
    if told:
        st.caption(widgets.plain(told))
    session.tell_beside(key, told if typed != start else "")
    return typed


def reason(label: str, key: str) -> str:
    """Why somebody takes back what is recorded."""
    return st.text_area(widgets.plain(label), max_chars=REASON_LIMIT, key=key)


def password(principal: Principal, key: str) -> Retyped:
    """The own password, typed once more, and a code of whoever has an authenticator.

    A browser may fill the password in, and never keeps it for somebody else. Whoever came by a provider types the code
    alone; without an authenticator they are asked there, in a tab of its own: what was typed here stays.
    """
    typed = ""
    if not principal.vouched_in:
        typed = st.text_input(
            "あなたのパスワード", type="password", max_chars=200, key=key, autocomplete="current-password"
        )
    elif not principal.second_factor:
        st.link_button("認証サーバーで本人確認（5分間有効）", "/login/oidc?again=1")
    if not principal.second_factor:
        return Retyped(typed)
    label = "認証コード（認証アプリの6桁、または回復コード）"
    return Retyped(typed, st.text_input(label, max_chars=40, key=f"{key}-code", autocomplete="one-time-code"))


def secret(label: str, limit: int, key: str, hint: str) -> str:
    """A password of another server, which no browser fills in."""
    return st.text_input(
        widgets.plain(label), type="password", max_chars=limit, key=key, placeholder=hint, autocomplete="new-password"
    )


def count(label: str, low: int, high: int, start: int, key: str) -> int:
    """A whole number within its bounds."""
    return int(st.number_input(widgets.plain(label), low, high, start, step=1, key=key))


def file(label: str, kinds: Sequence[str], key: str) -> tuple[str, bytes]:
    """Name and content of a file; both empty as long as none is chosen."""
    session.takes_file()
    found = st.file_uploader(widgets.plain(label), list(kinds), key=key, max_upload_size=FILE_LIMIT)
    return (found.name, found.getvalue()) if found else ("", b"")


def day(label: str, start: date | None, key: str, past: bool = False) -> tuple[date | None, str]:
    """The day as typed (None when empty) and what is wrong with it, which is also told below the input.

    With `past` one without its year, as 8/25, is the last that is not ahead; which year that is is told, too.
    """
    # Not st.date_input: people type 令和6年6月1日, R6.6.1 or 20240601, and copy days from other documents.
    typed = text(label, f"{start:%Y/%m/%d}" if start else "", DAY_LIMIT, key, DAY_HINT)
    try:
        found = day_text.parse_past(typed, clock.today()) if past else day_text.parse(typed)
    except ValueError:
        fault = f"「{typed}」は日付として読み取れません。2026/04/01のように入力してください。"
        st.caption(f":red[{widgets.plain(fault)}]")
        return None, fault
    if found:
        st.caption(widgets.plain(words.day(found)))
    guessed = found if day_text.lacks_year(typed) else None
    # In a form of which nothing is drawn anew before it is saved, nobody would read it below the input.
    session.tell_beside(f"{key}-year", f"「{typed}」は{words.day(guessed)}としました。" if guessed else "")
    return found, ""
