"""Visit passes: making a QR code for a named member, the list, and taking one back."""

from __future__ import annotations

from functools import partial
from html import escape
from urllib.parse import urlsplit

import streamlit as st
from markupsafe import Markup

from checklist import words
from checklist.formats import qr_code
from checklist.model.accounts import Principal
from checklist.model.permission import Thing, Verb
from checklist.model.visits import PassState, Visit
from checklist.rules import access
from checklist.store.accounts import people
from checklist.store.act import acting, viewing
from checklist.store.visits import passes, visits
from checklist.store.visits.passes import VisitPass
from checklist.ui import markup, session, widgets
from checklist.ui.markup import Head

STATES = {
    PassState.WAITING: ("未使用", "busy"),
    PassState.OPENED: ("使用中", "done"),
    PassState.EXPIRED: ("期限切れ", "quiet"),
    PassState.REVOKED: ("取消", "off"),
}
LOCAL = frozenset({"localhost", "127.0.0.1", "::1"})
ISSUED = "issued-pass"


def show(principal: Principal, visit: Visit) -> None:
    """Everything about the passes of a visit, for those who may issue them."""
    verbs = visits.verbs(principal, visit, Thing.PASSES)
    if Verb.READ not in verbs or visit.record_only:
        return
    widgets.section("訪問パス")
    st.html(
        '<p class="soft">借りたタブレットでこの訪問の点検表だけを開くQRコードです。'
        "1つのパスは1台の端末で1度だけ使え、訪問日の終わりに使えなくなります。</p>"
    )
    _issued(visit.id)
    with viewing(principal) as view:
        found = passes.of_visit(view, visit.id)
        members = {one: people.get(view, one).name for one in visit.member_ids}
    may_issue = Verb.WRITE in verbs and visit.state in access.WRITABLE_VISITS
    if may_issue and members:
        _issue(principal, visit.id, members)
    elif may_issue:
        widgets.empty("訪問評価者が決まっていません", "訪問評価者を登録すると、訪問パスを発行できます。")
    if found:
        _list(principal, found, Verb.WRITE in verbs)
    else:
        st.html('<p class="soft">発行した訪問パスはありません。</p>')


def address(token: str) -> str:
    """The link behind the QR code, at the address under which this browser reached the server."""
    here = urlsplit(st.context.url or "")
    return f"{here.scheme or 'http'}://{here.netloc or 'localhost'}/pass/{token}"


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
                f'<p><b>{escape(name)}さんの訪問パス</b></p><p class="soft">タブレットのカメラで読み取ってください。'
                f'QRコードは、この画面を閉じると二度と表示できません。</p><p class="hash">{escape(link)}</p>'
            )
            if urlsplit(link).hostname in LOCAL:
                st.warning(
                    "この画面はこの機械だけのアドレスで開いているため、ほかの端末では読み取れません。"
                    "病院のネットワークのアドレスで開き直してから発行してください。"
                )
            if st.button("QRコードを閉じる", key="issued-pass-close"):
                session.keep(ISSUED, None)
                st.rerun()


def _issue(principal: Principal, visit_id: int, members: dict[int, str]) -> None:
    left, right = st.columns([2, 1], vertical_alignment="bottom")
    person = left.selectbox("訪問評価者", list(members), format_func=members.__getitem__, key=f"pass-{visit_id}-who",
                            filter_mode=None, placeholder="選択")  # fmt: skip
    if right.button("訪問パスを発行する", type="primary", key=f"pass-{visit_id}-issue", width="stretch"):
        act = partial(_do_issue, principal, visit_id, person, members[person])
        widgets.save(act, f"{members[person]}さんの訪問パスを発行しました。")


def _do_issue(principal: Principal, visit_id: int, person_id: int, name: str) -> None:
    with acting(principal) as act:
        token = passes.issue(act, visit_id, person_id)
    session.keep(ISSUED, (visit_id, name, token))


def _list(principal: Principal, found: list[VisitPass], may_revoke: bool) -> None:
    rows = [
        [
            escape(one.name),
            markup.chip(*STATES[one.state]),
            words.moment(one.created_at),
            words.moment(one.opened_at) or "－",
            words.moment(one.expires_at),
        ]
        for one in found
    ]
    st.html(
        markup.listing(
            "訪問パスの一覧",
            (Head("氏名", 7), Head("状態", 5), "発行", "使用開始", "有効期限"),
            [[Markup(cell) for cell in row] for row in rows],
        )
    )
    live = {one.id: one for one in found if one.state in (PassState.WAITING, PassState.OPENED)}
    if may_revoke and live:
        with st.expander("訪問パスを取り消す"):
            st.write("取り消すと、そのパスで開いた端末からは何もできなくなります。")
            chosen = st.selectbox("取り消すパス", list(live), key="revoke-which", filter_mode=None, placeholder="選択",
                                  format_func=lambda one: _label(live[one]))  # fmt: skip
            if st.button("このパスを取り消す", key="revoke-do"):
                widgets.save(lambda: _revoke(principal, chosen), "訪問パスを取り消しました。")


def _label(one: VisitPass) -> str:
    return f"{one.name}（{STATES[one.state][0]}、{words.moment(one.created_at)}発行）"


def _revoke(principal: Principal, pass_id: int) -> None:
    with acting(principal) as act:
        passes.revoke(act, pass_id)
    session.keep(ISSUED, None)
