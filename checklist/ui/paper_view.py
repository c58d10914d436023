"""Documents that a visit carries, above all one that was done on paper and is only recorded."""

from __future__ import annotations

from html import escape

import streamlit as st

from checklist import words
from checklist.errors import Fault, Refused
from checklist.model import Principal, Visit
from checklist.rules.access import Thing, Verb
from checklist.store import db, visit_papers, visits
from checklist.ui import markup, session, widgets

KINDS = ["pdf", "jpg", "jpeg", "png", "docx", "xlsx", "pptx"]


def show(principal: Principal, visit: Visit) -> None:
    """The documents of a visit and adding one."""
    verbs = visits.verbs(principal, visit, Thing.PAPERS)
    if Verb.READ not in verbs:
        return
    with db.reading() as connection:
        found = visit_papers.of_visit(connection, principal, visit.id)
    widgets.section("訪問の書類")
    if found:
        rows = [
            [markup.link(one.name, f"/download/visit-papers/{one.id}"), escape(one.by), words.moment(one.at)]
            for one in found
        ]
        st.html(markup.listing("訪問の書類", ("書類", "登録した人", "登録日時"), rows))
    elif visit.record_only:
        widgets.empty("書類はまだありません", "記録のみの訪問です。紙や他の方法で行った評価の書類を登録してください。")
    else:
        st.html('<p class="soft">登録された書類はありません。</p>')
    if Verb.WRITE in verbs:
        with st.expander("書類を登録する", expanded=visit.record_only and not found):
            _form(principal, visit.id)


def _form(principal: Principal, visit_id: int) -> None:
    form = f"paper-{visit_id}"
    file = st.file_uploader("書類のファイル（PDF・画像・Word・Excel・PowerPoint）", KINDS,
                            key=f"{form}-{session.round_of(form)}", max_upload_size=20)  # fmt: skip
    if st.button("書類を登録する", type="primary", key=f"{form}-save"):
        name, content = (file.name, file.getvalue()) if file else ("", b"")
        widgets.save(lambda: _add(principal, visit_id, name, content), "書類を登録しました。", form)


def _add(principal: Principal, visit_id: int, name: str, content: bytes) -> None:
    if not name:
        raise Refused([Fault("書類", "ファイルを選んでください。")])
    with db.writing() as connection:
        visit_papers.add(connection, principal, visit_id, name, content)
