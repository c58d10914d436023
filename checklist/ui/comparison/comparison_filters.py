"""What a reader compares: the inputs of the comparison page, each kept in its address."""

from __future__ import annotations

from collections.abc import Mapping

import streamlit as st

from checklist import words
from checklist.comparison import comparison_tables
from checklist.comparison.comparison_page import EVERY, INPUTS, Offer
from checklist.comparison.selection import GROUP_WORDS, ORDER_WORDS, SCOPE_WORDS, Selection
from checklist.model.accounts import Principal
from checklist.rules import access
from checklist.rules.fields import option
from checklist.ui import in_vain, markup, widgets

OF_A_VISIT = ("visit", "partners")
"""The kinds that start from one visit."""
KIND_WIDTH = 420
"""Pixels of the list of kinds."""


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
    """What is compared, which the address names; one that the reader cannot have is told, and the first stands for it."""
    found, asked = list(kinds(principal)), st.query_params.get("by", "")
    if asked and asked not in found:
        st.warning(widgets.plain(option.in_vain("比較対象", asked)))
    return option.chosen(found, asked)


def bar(principal: Principal, offer: Offer | None = None, chosen: Selection | None = None) -> None:
    """One row: what is compared, and the inputs folded behind a button, for the picture is what people come for."""
    in_vain.known(("by", "visit", "partner", "sheet", *(INPUTS if offer else ())))
    with st.container(horizontal=True, vertical_alignment="bottom", key="comparison-bar"):
        with st.container(width=KIND_WIDTH):
            found = kinds(principal)
            widgets.choice("比較対象", list(found), "by", found.__getitem__)
        if offer:
            with st.popover("条件を変える"):
                inputs(offer)
    if offer and chosen:
        st.html(markup.paragraph(offer.sentence(chosen), "soft chosen"))


def inputs(offer: Offer) -> None:
    """Sheet, years, chapter, class, track, hospitals and groups; each goes into the address, from which the page reads it."""
    if len(offer.sheets) > 1:
        widgets.choice(INPUTS["sheet"], list(offer.sheets), "sheet", offer.sheets.__getitem__)

    def year(one: int) -> str:
        return comparison_tables.year_name(one, offer.running)

    left, right = st.columns(2)
    with left:
        widgets.choice(INPUTS["first"], offer.years, "first", year)
    with right:
        widgets.choice(INPUTS["last"], offer.years, "last", year, offer.usual_last)
    chapter(offer.chapters)
    boxes = iter([*st.columns(2), *st.columns(1)])
    with next(boxes):
        widgets.choice(INPUTS["class"], offer.classes, "class", _class)
    if len(offer.tracks) > 1:
        with next(boxes):
            widgets.choice(INPUTS["track"], offer.tracks, "track", words.TRACKS.__getitem__)
    if len(offer.scopes) > 1:
        with next(boxes):
            widgets.choice(INPUTS["scope"], offer.scopes, "scope", SCOPE_WORDS.__getitem__, offer.usual_scope)
    if len(offer.orders) > 1:
        widgets.choice(INPUTS["order"], offer.orders, "order", ORDER_WORDS.__getitem__)
    if offer.groups:
        widgets.choices(INPUTS["groups"], offer.groups, "groups", GROUP_WORDS.__getitem__, offer.usual_groups)


def chapter(names: Mapping[str, str]) -> str | None:
    """One chapter, or all of them as None."""
    shown = [EVERY, *names]
    return (
        widgets.choice("章", shown, "chapter", lambda code: words.chapter(code, names[code]) if code else "すべての章")
        or None
    )


def _class(text: str) -> str:
    return f"{words.addon_class(int(text))}のみ" if text else "すべての区分"
