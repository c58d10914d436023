"""Offering a 好事例 to the library: the words in which it is shown, by name or without, with consent; and taking it back."""

from __future__ import annotations

import streamlit as st

from checklist import words
from checklist.model.accounts import Principal
from checklist.rules.practices import TEXT_LIMIT, TITLE_LIMIT
from checklist.store import practices
from checklist.store.act import Act
from checklist.store.practices import Offer
from checklist.ui import inputs, markup, session, shared_form, widgets

NAMES = {True: "病院名を表示する", False: "匿名で公開する"}
WHO = (
    "公開すると、地域のすべての病院の医療安全管理者・訪問評価者・病院幹部、地域事務局、医療安全支援センターの職員が閲覧できます。"
    "公開はいつでも中止でき、中止するとすぐにどの画面からも見えなくなります（すでに保存されたファイルは除きます）。"
)
NAMELESS = (
    "匿名の場合、病院名と区分は表示しません。ただし、この好事例を記録した訪問評価者など、報告書を読んだ人には、文面から分かることがあります。"
    "病院名を表示して公開した後に匿名に変えても、それまでに保存されたファイルには病院名が残ります。"
    "病院が推測できる固有の名称や数を除いてください。患者の氏名など、個人が分かる内容は書かないでください。"
)
CONSENT = "この内容を公開することに、病院として同意します"


def show(principal: Principal, hospital: str, one: Offer) -> None:
    """The form of one 好事例."""
    widgets.back("好事例の一覧", "/practices")
    widgets.heading("好事例として公開する", f"{hospital}　{one.fiscal_year}年度の訪問で記録された好事例")
    place = f"{words.chapter(one.chapter, one.chapter_name)}　{one.item}"
    st.html(markup.facts([("報告書の好事例", one.finding), ("章・項目", place)]))
    if one.erased:
        st.warning(f"公開した文は、個人情報のため削除されました：{widgets.plain(one.title)}")
    _form(principal, one)
    if one.offered and not one.erased:
        _take_back(principal, one)


def _form(principal: Principal, one: Offer) -> None:
    form = f"practice-{one.finding_id}"
    standing = one.offered and not one.erased
    start = (one.named, one.title, one.text) if standing else (True, "", one.finding)
    kept = shared_form.begin(form, one.version, start)
    key = shared_form.key(form)
    shared_form.notice(form, one.version, markup.facts([("題名", start[1]), ("公開する内容", start[2])]))
    st.html(markup.paragraph(WHO))
    with st.form(f"{key}-form", enter_to_submit=False):
        title = inputs.text("題名", kept.value[1], TITLE_LIMIT, f"{key}-title", "例：報告した職員への感謝を毎月伝える")
        text = inputs.long_text("公開する内容", kept.value[2], TEXT_LIMIT, f"{key}-text", 160)
        named = inputs.one_of("病院名", NAMES, kept.value[0], f"{key}-named")
        st.caption(NAMELESS)
        consented = st.checkbox(CONSENT, key=f"{key}-consent-{session.round_of(form)}")
        saved = st.form_submit_button("公開する", type="primary")
    if saved:
        shared_form.save(
            principal, form, one.version,
            lambda act, base: practices.offer(act, one.finding_id, base, named, title, text, consented),
            "好事例を公開しました。",
        )  # fmt: skip


def _take_back(principal: Principal, one: Offer) -> None:
    with st.container(border=True, key=f"practice-back-{one.finding_id}"):
        since = f"{words.moment(one.at)}から公開しています。" if one.at else ""
        st.html(
            markup.paragraph(
                f"{since}中止すると、すぐに一覧とファイルから除かれます。あとで再び公開することもできます。"
            )
        )
        if st.button("公開を中止する", key=f"practice-withdraw-{one.finding_id}"):
            widgets.save(
                principal, lambda act: _withdraw(act, one), "好事例の公開を中止しました。"
            )  # fmt: skip


def _withdraw(act: Act, one: Offer) -> None:
    practices.withdraw(act, one.finding_id, one.version)
    # The form begins anew from the finding, not from what was taken back.
    act.after(lambda: shared_form.forget(f"practice-{one.finding_id}"))
