"""Visit passes: making a QR code for a named member, the list, and taking one back."""

from __future__ import annotations

from collections.abc import Sequence
from urllib.parse import urlsplit

import streamlit as st
from markupsafe import Markup

from checklist import words
from checklist.formats import qr_code
from checklist.model.accounts import Principal
from checklist.model.visits import PassState, Visit
from checklist.readings.visit_page import Member
from checklist.readings.visit_part import Part
from checklist.rules import access
from checklist.store.act import Act
from checklist.store.visits import passes
from checklist.store.visits.passes import VisitPass
from checklist.ui import inputs, markup, session, widgets
from checklist.ui.markup import Head

STATES = {
    PassState.WAITING: ("未使用", "busy"),
    PassState.OPENED: ("使用中", "done"),
    PassState.EXPIRED: ("期限切れ", "quiet"),
    PassState.REVOKED: ("取消", "off"),
}
ISSUED = "issued-pass"


def show(principal: Principal, visit: Visit, members: Sequence[Member], part: Part[VisitPass] | None) -> None:
    """Everything about the passes of a visit, for those who may issue them."""
    writable = visit.state in access.WRITABLE_VISITS
    if part is None or not (writable or part.found):
        return
    widgets.section("訪問パス")
    st.html(
        markup.paragraph(
            "借りたタブレットでこの訪問の点検表のみを開くQRコードです。"
            "1つのパスは1台の端末で1度のみ使え、訪問日の終わりに使えなくなります。"
        )
    )
    _issued(visit.id)
    may_issue = part.writes and writable
    if may_issue and members:
        _issue(principal, visit.id, {one.id: one.name for one in members})
    elif may_issue:
        widgets.empty("訪問評価者が決まっていません", "訪問評価者を登録すると、訪問パスを発行できます。")
    if part.found:
        _list(principal, part.found, part.writes)
    else:
        st.html(markup.paragraph("発行した訪問パスはありません。"))


def address(token: str) -> str:
    """The link behind the QR code, at the address under which this browser reached the server."""
    return f"{session.base()}/pass/{token}"


def _issued(visit_id: int) -> None:
    """The code that was just made; it can be shown this once only."""
    kept: tuple[int, str, str] | None = session.recall(ISSUED)
    if kept is None or kept[0] != visit_id:
        return
    _, name, token = kept
    link = address(token)
    with st.container(border=True, key="issued-pass-box"):
        left, right = st.columns([1, 2], vertical_alignment="center")
        left.image(qr_code.svg(link), width=240, alt=f"{name}さんの訪問パスのQRコード")
        with right:
            st.html(
                Markup('<p><b>{}さんの訪問パス</b></p>{}<p class="hash">{}</p>').format(
                    name,
                    markup.paragraph(
                        "タブレットのカメラで読み取ってください。QRコードは、この画面を閉じると二度と表示できません。"
                    ),
                    link,
                )
            )
            if urlsplit(link).hostname in session.LOCAL:
                st.warning(
                    "この端末でしか使えないアドレスで開いているため、ほかの端末では読み取れません。"
                    "病院のネットワークのアドレスで開き直してから発行してください。"
                )
            if st.button("QRコードを閉じる", key="issued-pass-close"):
                session.keep(ISSUED, None)
                st.rerun()


def _issue(principal: Principal, visit_id: int, members: dict[int, str]) -> None:
    left, right = st.columns([2, 1], vertical_alignment="bottom")
    with left:
        person = inputs.choice("訪問評価者", members, None, f"pass-{visit_id}-who")
    if right.button("訪問パスを発行する", key=f"pass-{visit_id}-issue", width="stretch"):
        name = members[person]
        widgets.save(
            principal, lambda act: _do_issue(act, visit_id, person, name), f"{name}さんの訪問パスを発行しました。"
        )


def _do_issue(act: Act, visit_id: int, person_id: int, name: str) -> None:
    token = passes.issue(act, visit_id, person_id)
    # Nobody is shown a code that was not stored after all.
    act.after(lambda: session.keep(ISSUED, (visit_id, name, token)))


def _list(principal: Principal, found: Sequence[VisitPass], may_revoke: bool) -> None:
    rows = [
        [
            one.name,
            markup.chip(*STATES[one.state]),
            words.moment(one.created_at),
            words.moment(one.opened_at),
            words.moment(one.expires_at),
        ]
        for one in found
    ]
    heads = (Head("氏名", 7), Head("状態", 5), "発行", "使用開始", "有効期限")
    st.html(markup.listing("訪問パスの一覧", heads, rows))
    live = {one.id: _label(one) for one in found if one.state in (PassState.WAITING, PassState.OPENED)}
    if may_revoke and live:
        with st.expander("訪問パスを取り消す"):
            st.write("取り消すと、そのパスで開いた端末からは何もできなくなります。")
            chosen = inputs.choice("取り消すパス", live, None, "revoke-which")
            if st.button("このパスを取り消す", key="revoke-do"):
                widgets.save(principal, lambda act: _revoke(act, chosen), "訪問パスを取り消しました。")


def _label(one: VisitPass) -> str:
    return f"{one.name}（{STATES[one.state][0]}、{words.moment(one.created_at)}発行）"


def _revoke(act: Act, pass_id: int) -> None:
    passes.revoke(act, pass_id)
    act.after(lambda: session.keep(ISSUED, None))
