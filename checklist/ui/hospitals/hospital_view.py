"""Hospitals and filings on their page."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

import streamlit as st
from markupsafe import Markup

from checklist import words
from checklist.errors import Fault, Forbidden, Refused
from checklist.model.accounts import Principal
from checklist.model.hospitals import Addon, Filing, Hospital, HospitalKind
from checklist.rules import access
from checklist.store.act import acting
from checklist.store.hospitals import hospitals
from checklist.ui import markup, session, widgets
from checklist.ui.day_input import day_input
from checklist.ui.markup import Head

HEADS = ("病院コード", Head("病院名", 12), "区分（本日）", "病床数", Head("所在地", 10), "")
FILING_HEADS = (Head("加算", 8), "区分", "算定開始日", "終了日", Head("受理番号", 7), Head("状態", 5))
ADDONS = {Addon.SAFETY: "医療安全対策加算", Addon.REGIONAL: "医療安全対策地域連携加算"}


def listing(found: Sequence[Hospital], classes: dict[int, int]) -> None:
    """The hospitals with their class today."""
    found = widgets.narrowed(found, lambda one: f"{one.code} {one.name} {one.address}", "病院名・コード", "hospitals")
    if not found:
        widgets.empty("条件に合う病院はありません", "入力した文字を短くしてください。")
        return
    rows = [
        [
            one.code,
            _name(one),
            words.addon_class(classes.get(one.id)),
            f"{one.beds}床",
            one.address,
            markup.link("内容を見る", f"/hospitals?hospital={one.id}", "button"),
        ]
        for one in found
    ]
    st.html(markup.listing("病院の一覧", HEADS, rows))


def _name(one: Hospital) -> Markup:
    """The name with what sets the hospital apart from the others."""
    marks = [markup.chip("地域外")] if one.external else []
    marks += [markup.chip(words.HOSPITAL_KINDS[one.kind])] if one.kind is not HospitalKind.GENERAL else []
    return Markup(" ").join([one.name, *marks])


def detail(one: Hospital, filings: Sequence[Filing], addon_class: int | None, today: date) -> None:
    """One hospital with its filings."""
    pairs = [
        ("病院コード", one.code),
        ("区分（本日）", words.addon_class(addon_class)),
        ("病床数", f"{one.beds}床"),
        ("種別", words.HOSPITAL_KINDS[one.kind]),
        ("開設者", one.founder or "未登録"),
        ("所在地", one.address or "未登録"),
        ("支援センターへの結果の提供", "同意する" if one.shares_with_center else "同意しない"),
    ]
    st.html(markup.facts(pairs))
    widgets.section("届出")
    filing_list(filings, today)


def filing_list(found: Sequence[Filing], today: date) -> None:
    """The filings of a hospital, each with its state today."""
    if found:
        st.html(markup.listing("届出", FILING_HEADS, [_filing_row(filing, today) for filing in found]))
    else:
        widgets.empty("届出は登録されていません", "届出は地域事務局が登録します。")


def _filing_row(filing: Filing, today: date) -> list[str]:
    ended = filing.valid_to is not None and filing.valid_to < today
    state = ("終了", "quiet") if ended else ("開始前", "busy") if filing.valid_from > today else ("有効", "done")
    return [
        ADDONS[filing.addon],
        words.addon_class(filing.addon_class),
        words.day(filing.valid_from),
        words.day(filing.valid_to) if filing.valid_to else "",
        filing.receipt_number,
        markup.chip(*state),
    ]


def form(principal: Principal, old: Hospital | None) -> None:
    """Create a hospital, or change one."""
    start = old or Hospital(0, "", "", "", "", 100, HospitalKind.GENERAL, False, False)
    key = f"hospital-{start.id}-{session.round_of('hospital')}"
    with st.form(key, enter_to_submit=False):
        left, right = st.columns(2)
        code = left.text_input("病院コード", start.code, max_chars=20, key=f"{key}-code")
        name = right.text_input("病院名", start.name, max_chars=100, key=f"{key}-name")
        founder = left.text_input("開設者", start.founder, max_chars=100, key=f"{key}-founder")
        address = right.text_input("所在地", start.address, max_chars=200, key=f"{key}-address")
        beds = left.number_input("病床数", 1, 3000, start.beds, step=1, key=f"{key}-beds")
        kinds = list(HospitalKind)
        index = kinds.index(start.kind)
        kind = right.selectbox(
            "種別",
            kinds,
            index=index,
            format_func=words.HOSPITAL_KINDS.__getitem__,
            key=f"{key}-kind",
            placeholder="選択",
            filter_mode=None,
        )
        external = left.checkbox("地域外の連携病院（この製品を使わない）", start.external, key=f"{key}-external")
        shares = right.checkbox("支援センターへの結果の提供に同意する", start.shares_with_center, key=f"{key}-shares")
        if st.form_submit_button("病院を保存する", type="primary"):
            typed = Hospital(start.id, code, name, founder, address, int(beds), kind, external, shares)
            widgets.save(lambda: save(principal, typed), f"{name}を保存しました。", "hospital")


def filing_form(principal: Principal, hospital: Hospital, found: Sequence[Filing]) -> None:
    """Add a filing, or change one."""
    labels = {0: "新しい届出"} | {
        one.id: f"{ADDONS[one.addon]}　{words.addon_class(one.addon_class)}（{words.day(one.valid_from)}から）"
        for one in found
    }
    chosen = st.selectbox(
        "届出",
        list(labels),
        format_func=labels.__getitem__,
        key=f"filing-of-{hospital.id}",
        placeholder="選択",
        filter_mode=None,
    )
    blank = Filing(0, hospital.id, Addon.SAFETY, 1, date.min, None, "")
    start = next((one for one in found if one.id == chosen), blank)
    key = f"filing-{hospital.id}-{start.id}-{session.round_of('filing')}"
    with st.form(key, enter_to_submit=False):
        left, right = st.columns(2)
        addons = list(Addon)
        addon = left.selectbox(
            "加算",
            addons,
            addons.index(start.addon),
            ADDONS.__getitem__,
            key=f"{key}-addon",
            placeholder="選択",
            filter_mode=None,
        )
        number = right.radio(
            "区分", [1, 2], start.addon_class - 1, words.addon_class, horizontal=True, key=f"{key}-class"
        )
        with left:
            begin, begin_fault = day_input("算定開始日", start.valid_from if start.id else None, f"{key}-from")
        with right:
            end, end_fault = day_input("終了日（続いているときは空欄）", start.valid_to, f"{key}-to")
        receipt = left.text_input("受理番号", start.receipt_number, max_chars=60, key=f"{key}-receipt")
        if st.form_submit_button("届出を保存する", type="primary"):
            begin_fault = begin_fault or ("" if begin else "入力してください。")
            faults = [Fault(name, text) for name, text in (("算定開始日", begin_fault), ("終了日", end_fault)) if text]
            typed = Filing(start.id, hospital.id, addon, number, begin or date.min, end, receipt)
            widgets.save(lambda: save_filing(principal, typed, faults), "届出を保存しました。", "filing")


def save(principal: Principal, hospital: Hospital) -> None:
    """Store a hospital, if the person may."""
    if not access.manages_region(principal):
        raise Forbidden
    with acting(principal) as act:
        hospitals.save(act, hospital)


def save_filing(principal: Principal, filing: Filing, faults: Sequence[Fault] = ()) -> None:
    """Store a filing, if the person may and every date could be read."""
    if not access.manages_region(principal):
        raise Forbidden
    if faults:
        raise Refused(faults)
    with acting(principal) as act:
        hospitals.save_filing(act, filing)
