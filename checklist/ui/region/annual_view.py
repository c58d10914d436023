"""Yearly reports on the page: of the own hospital, or of the region and all its hospitals for the secretariat."""

from __future__ import annotations

import streamlit as st

from checklist import words
from checklist.comparison.comparison_page import Offer
from checklist.errors import Refused
from checklist.formats.file_kinds import ANNUAL
from checklist.jobs import annual_papers
from checklist.jobs.annual_papers import Progress, State
from checklist.model.accounts import Principal
from checklist.rules import access
from checklist.store import db
from checklist.ui import inputs, widgets

EVERY = 2
"""Seconds after which the page asks again how far the work is."""


def show(principal: Principal, offer: Offer | None) -> None:
    """The reports that the reader may take away, for a year of which there are results: at first the last that is over."""
    manages = access.manages_region(principal)
    if offer is None or (principal.hospital_id is None and not manages):
        return
    widgets.section("年次報告")
    newest = {one: words.year(one, one >= offer.running) for one in sorted(offer.years, reverse=True)}
    year = inputs.choice("年次報告の年度", newest, offer.usual_last, "annual")
    if principal.hospital_id is not None:
        _links(f"/download/hospitals/{principal.hospital_id}/annual", "病院年次報告", year)
    if manages:
        _links("/download/region/annual", "地域年次報告書（病院名を示さない）", year)
        _all_hospitals(principal, year)


def _links(path: str, what: str, year: int) -> None:
    st.write(widgets.plain(what))
    widgets.links(*((f"{kind.word}で保存", f"{path}{kind.ending}?year={year}") for kind in ANNUAL))


def _all_hospitals(principal: Principal, year: int) -> None:
    """All hospitals as one ZIP: begun here, followed, and cancelled."""
    found = annual_papers.progress(principal, db.default_path())
    if found and found.state is State.RUNNING:
        _following(principal)
        return
    if found:
        _ended(found)
    if st.button(widgets.plain(f"全病院の病院年次報告（{year}年度）をZIPで作成する"), key="annual-zip"):
        try:
            annual_papers.begin(principal, db.default_path(), year)
        except Refused as refused:
            widgets.refused(refused)
            return
        st.rerun()


@st.fragment(run_every=EVERY)
def _following(principal: Principal) -> None:
    found = annual_papers.progress(principal, db.default_path())
    if found is None or found.state is not State.RUNNING:
        st.rerun()
        return
    st.progress(
        found.done / max(found.total, 1),
        f"{found.year}年度の病院年次報告を作成しています（{found.done}/{found.total}病院）",
    )
    if st.button("作成を中止する", key="annual-cancel"):
        annual_papers.cancel(principal, db.default_path())


def _ended(found: Progress) -> None:
    if found.state is State.DONE:
        told = f"（{found.faults}病院は作成できませんでした。理由は目次にあります）" if found.faults else ""
        st.success(widgets.plain(f"{found.year}年度の{found.total}病院の報告がそろいました{told}。"))
        widgets.links(("ZIPを保存", "/download/region/annual-reports.zip"), primary=True)
    elif found.state is State.CANCELLED:
        st.info(widgets.plain(f"{found.year}年度の報告の作成を中止しました（{found.done}/{found.total}病院まで）。"))
    else:
        st.warning("報告の作成が途中で止まりました。もう一度作成してください。続くときは管理者に連絡してください。")
