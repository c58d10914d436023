"""Hospitals and filings on their page."""

from __future__ import annotations

from collections.abc import Callable, Collection, Sequence
from dataclasses import replace
from datetime import date

import streamlit as st
from markupsafe import Markup

from checklist import words
from checklist.errors import Fault, Refused
from checklist.model.accounts import Principal
from checklist.model.hospitals import CLASSES_OF, Addon, Filing, Hospital, HospitalKind
from checklist.model.sheets import Module
from checklist.rules.hospitals.beds import BedCount
from checklist.store.act import Act
from checklist.store.hospitals import hospitals, lacking_modules
from checklist.ui import inputs, markup, series, session, widgets
from checklist.ui.hospitals import plan_fields
from checklist.ui.markup import Head

FILING_HEADS = (Head("加算", 8), "区分", "算定開始日", "終了日", Head("受理番号", 7), Head("状態", 5))
ELSEWHERE = "届出は地域事務局が登録します。"
SERIES = "hospital"
"""The name of the form for new hospitals."""
CLASSES = {number: words.addon_class(number) for number in CLASSES_OF[Addon.INFECTION]}
"""Every class of any add-on; which of them an add-on has says the store."""


def _kind(one: Hospital) -> str:
    chips = [markup.chip(words.HOSPITAL_KINDS[one.kind])] if one.kind is not HospitalKind.GENERAL else []
    chips += [markup.chip("地域外")] if one.external else []
    return Markup(" ").join(chips) or words.HOSPITAL_KINDS[one.kind]


PIECES: dict[str, Callable[[Hospital], str]] = {"種別": _kind, "病床数": lambda one: f"{one.beds}床"}
"""How the cells of the list are drawn."""


def detail(
    one: Hospital, filings: Sequence[Filing], addon_class: int | None, lacking: Collection[Module], today: date,
    writes: bool, beds: Sequence[BedCount],
) -> None:  # fmt: skip
    """One hospital with its filings; `writes`: the reader registers them here."""
    absent = [word for module, word in words.MODULES.items() if module in lacking]
    pairs = [
        ("病院コード", one.code),
        ("区分（本日）", words.addon_class(addon_class)),
        ("病床数", f"{one.beds}床"),
        *([("病床数の推移", _bed_history(beds))] if len(beds) > 1 else []),
        ("種別", words.HOSPITAL_KINDS[one.kind]),
        ("開設者", one.founder or "未登録"),
        ("所在地", one.address or "未登録"),
        *plan_fields.told(one),
        (words.LACKING, "、".join(absent) or "なし（すべての部門の項目に回答する）"),
    ]
    st.html(markup.facts(pairs))
    widgets.section("届出")
    filing_list(filings, today, "下の「届出を登録・変更する」から登録してください。" if writes else ELSEWHERE)


def _bed_history(found: Sequence[BedCount]) -> str:
    """Every number with the day from which it counts."""
    return "、".join(f"{words.day(one.since)}から{one.beds}床" if one.since else f"当初{one.beds}床" for one in found)


def filing_list(found: Sequence[Filing], today: date, hint: str) -> None:
    """The filings of a hospital, each with its state today; without any, who registers them."""
    if found:
        ordered = sorted(found, key=lambda one: (list(Addon).index(one.addon), one.valid_from))
        st.html(markup.listing("届出", FILING_HEADS, [_filing_row(filing, today) for filing in ordered]))
    else:
        widgets.empty("届出は登録されていません", hint)


def _filing_row(filing: Filing, today: date) -> list[str]:
    ended = filing.valid_to is not None and filing.valid_to < today
    state = ("終了", "quiet") if ended else ("開始前", "busy") if filing.valid_from > today else ("有効", "done")
    return [
        words.ADDONS[filing.addon],
        words.addon_class(filing.addon_class),
        words.day(filing.valid_from),
        words.day(filing.valid_to) if filing.valid_to else "",
        filing.receipt_number,
        markup.chip(*state),
    ]


def form(principal: Principal, old: Hospital | None) -> None:
    """Create a hospital, or change one."""
    blank = Hospital(0, "", "", "", "", 100, HospitalKind.GENERAL, False)
    start = old or series.start(SERIES, blank)
    key = f"hospital-{start.id}-{session.round_of(SERIES)}"
    if old is None:
        series.told(SERIES, f"{key}-code")
    with st.form(key, enter_to_submit=False):
        left, right = st.columns(2)
        with left:
            code = inputs.text("病院コード", start.code, 20, f"{key}-code")
            founder = inputs.text("開設者", start.founder, 100, f"{key}-founder")
            beds = inputs.count("病床数", 1, 3000, start.beds, f"{key}-beds")
            since, since_fault = inputs.day("病床数の適用日（空欄は今日から）", None, f"{key}-beds-since")
            external = st.checkbox("地域外の連携病院（このシステムを使わない）", start.external, key=f"{key}-external")
        with right:
            name = inputs.text("病院名", start.name, 100, f"{key}-name")
            address = inputs.text("所在地", start.address, 200, f"{key}-address")
            kind = inputs.choice("種別", words.HOSPITAL_KINDS, start.kind, f"{key}-kind")
        placed, place_faults = plan_fields.show(start, key)
        pressed = series.buttons("病院を保存する", another=old is None)
        if pressed.any:
            typed = replace(
                placed, code=code, name=name, founder=founder, address=address, beds=beds, kind=kind, external=external
            )
            common = replace(blank, kind=kind, external=external)
            faults = [*([Fault("病床数の適用日", since_fault)] if since_fault else []), *place_faults]
            done = f"{name}を保存しました。"
            series.save(principal, SERIES, lambda act: _save(act, typed, since, faults), done, pressed, common)


def _save(act: Act, hospital: Hospital, beds_since: date | None, faults: Sequence[Fault]) -> None:
    """Store a hospital, if the day of its beds could be read."""
    if faults:
        raise Refused(faults)
    hospitals.save(act, hospital, beds_since=beds_since)


def lacking_form(principal: Principal, hospital: Hospital, lacking: Collection[Module], year: int) -> None:
    """Say which departments a hospital is without; the items about them are not asked of it."""
    st.html(
        markup.paragraph(
            "選んだ部門の項目は、この病院では回答不要となり、集計にも含まれません。"
            f"{words.fiscal_year(year)}の初めから適用し、前の年度の評価は変わりません。"
        )
    )
    key = f"lacking-{hospital.id}-{session.round_of('lacking')}"
    with st.form(key, enter_to_submit=False):
        chosen = inputs.choices(words.LACKING, words.MODULES, tuple(lacking), f"{key}-modules")
        if st.form_submit_button("部門を保存する", type="primary"):
            done = f"{hospital.name}の{words.LACKING}を保存しました。"
            widgets.save(principal, lambda act: lacking_modules.declare(act, hospital.id, chosen), done, "lacking")


def filing_form(principal: Principal, hospital: Hospital, found: Sequence[Filing]) -> None:
    """Add a filing, or change one."""
    labels = {0: "新しい届出"} | {
        one.id: f"{words.ADDONS[one.addon]}　{words.addon_class(one.addon_class)}（{words.day(one.valid_from)}から）"
        for one in found
    }
    form = filing_series(hospital)
    chosen = inputs.choice("届出", labels, 0, f"filing-of-{hospital.id}")
    # What most hospitals file next: the other add-on, of the same class and from the same day.
    filed = {one.addon for one in found}
    addon = next((one for one in (Addon.SAFETY, Addon.REGIONAL) if one not in filed), Addon.SAFETY)
    blank = replace(series.start(form, Filing(0, hospital.id, addon, 1, date.min, None, "")), addon=addon)
    start = next((one for one in found if one.id == chosen), blank)
    key = f"filing-{hospital.id}-{start.id}-{session.round_of(form)}"
    series.told(form, f"{key}-receipt")
    with st.form(key, enter_to_submit=False):
        typed, faults = _filing_fields(start, key)
        pressed = series.buttons("届出を保存する", another=not start.id)
        if pressed.any:
            common = replace(typed, id=0, valid_to=None, receipt_number="")
            told = f"届出を保存しました（{words.ADDONS[typed.addon]}　{words.addon_class(typed.addon_class)}）。"
            series.save(principal, form, lambda act: save_filing(act, typed, faults), told, pressed, common)


def _filing_fields(start: Filing, key: str) -> tuple[Filing, list[Fault]]:
    """The fields in rows, so that those beside each other stand on one line whatever is told below them."""
    left, right = st.columns(2)
    with left:
        addon = inputs.choice("加算", words.ADDONS, start.addon, f"{key}-addon")
    with right:
        number = inputs.one_of("区分（加算3・外来は感染対策向上加算のみ）", CLASSES, start.addon_class, f"{key}-class")
    left, right = st.columns(2)
    with left:
        known = start.valid_from if start.valid_from > date.min else None
        begin, begin_fault = inputs.day("算定開始日", known, f"{key}-from")
    with right:
        end, end_fault = inputs.day("終了日（続いているときは空欄）", start.valid_to, f"{key}-to")
    with st.columns(2)[0]:
        receipt = inputs.text("受理番号", start.receipt_number, 60, f"{key}-receipt")
    begin_fault = begin_fault or ("" if begin else "入力してください。")
    faults = [Fault(name, text) for name, text in (("算定開始日", begin_fault), ("終了日", end_fault)) if text]
    return Filing(start.id, start.hospital_id, addon, number, begin or date.min, end, receipt), faults


def filing_series(hospital: Hospital) -> str:
    """The name of the form for the filings of a hospital."""
    return f"filing-{hospital.id}"


def save_filing(act: Act, filing: Filing, faults: Sequence[Fault] = ()) -> None:
    """Store a filing, if every date could be read."""
    if faults:
        raise Refused(faults)
    hospitals.save_filing(act, filing)
