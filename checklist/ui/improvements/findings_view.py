"""指摘事項 over the years: figures, the picture of the years, the table of the chapters, and the list with its files."""

from __future__ import annotations

import streamlit as st
from markupsafe import Markup

from checklist.readings import findings_page
from checklist.readings.findings_page import FindingsPage
from checklist.ui import charts, list_view, markup, widgets
from checklist.ui.improvements import findings_chart


def show(page: FindingsPage) -> None:
    """Everything on the page, or what leads to it as long as there is nothing."""
    if not page.listing.lines:
        widgets.empty(*page.empty)
        return
    if page.figures:
        pairs = (
            (one.title, markup.lines([Markup("<b>{}</b>").format(one.figure), markup.small(one.detail)]))
            for one in page.figures
        )
        st.html(markup.facts(pairs))
    if page.years:
        widgets.section(page.years.title)
        st.html(markup.paragraph(page.sentence, "prose"))
        charts.draw(findings_chart.by_year(page.years), findings_chart.told(page.years), "findings-by-year")
        widgets.table(page.years)
    if page.chapters:
        widgets.section("章別の件数")
        widgets.table(page.chapters)
    widgets.notes(page.notes)
    widgets.section(page.listing.title)
    list_view.show(page.listing, way="改善計画を見る")
    if again := findings_page.again_by_hospital(page):
        widgets.section(again.title)
        widgets.table(again)
