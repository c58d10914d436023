"""What a reader compares: the inputs of the comparison page, each kept in its address."""

from __future__ import annotations

import streamlit as st

from checklist import words
from checklist.comparison.comparison import Choices, Scope, Selection
from checklist.comparison.selection import CLASSES, GROUP_WORDS, SCOPE_WORDS, from_query
from checklist.model.accounts import Principal
from checklist.model.assessments import Track
from checklist.rules import access
from checklist.ui import widgets

EVERY = ""
"""The choice that stands for all chapters, or for both classes."""
OF_A_VISIT = ("visit", "partners")
"""The kinds that start from one visit."""


def kinds(principal: Principal) -> dict[str, str]:
    """What the reader may compare."""
    named = access.compares_by_name(principal)
    found = {
        "classes": "加算1と加算2（章別・年度別）",
        "hospitals": "病院別" if named else "病院の区分別（匿名）",
        "tracks": "自己評価と訪問評価の差（項目別）",
    }
    if named:
        found["visit"] = "自己評価と訪問評価（1回の訪問）"
        found["partners"] = "連携先との双方向の訪問評価"
    return found


def kind(principal: Principal) -> str:
    """What is compared."""
    found = kinds(principal)
    with st.columns([1, 1])[0]:
        return widgets.choice("比べるもの", list(found), "by", found.__getitem__)


def selection(choices: Choices, scope: Scope, by: str) -> Selection:
    """Years, chapter, class, track, hospitals and groups as chosen; what the inputs say is read as an address is."""
    boxes = iter([*st.columns([1, 1, 1.6, 1.2]), *st.columns([1, 1, 2.8])])
    oldest_first = sorted(choices.years)
    asked: dict[str, str] = {}
    with next(boxes):
        asked["first"] = str(widgets.choice("年度（始め）", oldest_first, "first", _year))
    with next(boxes):
        asked["last"] = str(widgets.choice("年度（終わり）", oldest_first, "last", _year, oldest_first[-1]))
    with next(boxes):
        asked["chapter"] = chapter(dict(choices.chapters)) or EVERY
    with next(boxes):
        asked["class"] = widgets.choice("区分", [EVERY, "1", "2"], "class", _class)
    if by != "tracks":
        tracks = [Track.VISITOR, Track.SELF]
        with next(boxes):
            asked["track"] = widgets.choice("評価", tracks, "track", words.TRACKS.__getitem__, Track.VISITOR)
    if len(choices.scopes) > 1:
        with next(boxes):
            asked["scope"] = widgets.choice("対象の病院", choices.scopes, "scope", SCOPE_WORDS.__getitem__, scope)
    if by != "hospitals" and len(choices.groups) > len(CLASSES):
        with next(boxes):
            chosen = widgets.choices("比べる集団", choices.groups, "groups", GROUP_WORDS.__getitem__, CLASSES)
            asked["groups"] = ",".join(chosen)
    return from_query(asked, scope)


def chapter(names: dict[str, str]) -> str | None:
    """One chapter, or all of them as None."""
    shown = [EVERY, *names]
    return (
        widgets.choice("章", shown, "chapter", lambda code: f"{code}　{names[code]}" if code else "すべての章") or None
    )


def _year(year: int) -> str:
    return f"{year}年度"


def _class(text: str) -> str:
    return f"{words.addon_class(int(text))}だけ" if text else "すべての区分"
