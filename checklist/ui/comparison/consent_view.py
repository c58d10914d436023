"""Whether the own hospital lets its numbers into what the support centre sees: who said so, when, and the switch."""

from __future__ import annotations

import streamlit as st

from checklist import words
from checklist.model.accounts import Principal
from checklist.model.permission import Thing, Verb
from checklist.rules import access
from checklist.store import clock
from checklist.store.hospitals import center_consents
from checklist.store.hospitals.center_consents import CenterConsent
from checklist.ui import widgets


def show(principal: Principal, said: CenterConsent | None) -> None:
    """What the hospital said last and the button for the contrary; nothing for people without a hospital."""
    own = principal.hospital_id
    if own is None or not access.may(principal, Verb.WRITE, Thing.CENTER_CONSENT, access.of_hospital(own)):
        return
    given = said is not None and said.given
    widgets.section("支援センターへの結果の提供")
    if said is None:
        st.write("支援センターへの結果の提供に同意していません。")
    else:
        told = "同意しました" if given else "同意を取り下げました"
        st.write(widgets.plain(f"{words.day(clock.day_of(said.at))}に{said.person}が{told}。"))
    st.caption(
        "同意した病院の得点率は、病院名のない集計の次の版から加わります。個々の病院の結果と、"
        "どの病院が同意したかは支援センターに表示しません。取り下げは次の版から有効で、確定した版は変わりません。"
    )
    label = "同意を取り下げる" if given else "支援センターへの結果の提供に同意する"
    if st.button(widgets.plain(label), key="center-consent"):
        widgets.save(
            principal,
            lambda act: center_consents.say(act, own, not given),
            "支援センターへの提供の設定を変更しました。",
        )
