"""The checklist of a new region: what its first visit still needs, each line with its link, those that are done ticked."""

from __future__ import annotations

from collections.abc import Sequence

import streamlit as st
from markupsafe import Markup

from checklist.readings.beginning import Step
from checklist.ui import markup, widgets
from checklist.words.pages import PAGES

_LINE = Markup('<li class="{}"><div class="what"><b>{}{}</b><span class="soft">{}</span></div>{}</li>')


def show(steps: Sequence[Step]) -> None:
    """The lines in their order; the first that the reader can do is the one to begin with."""
    done = sum(one.done for one in steps)
    widgets.section("最初の訪問までの準備")
    st.html(
        markup.paragraph(
            f"{len(steps)}項目のうち{done}項目が済んでいます。すべて済むと、この一覧は表示されなくなります。"
        )
    )
    first = next((one for one in steps if one.href and not one.done), None)
    lines = [_line(one, one is first) for one in steps]
    st.html(Markup('<ul class="tasks">{}</ul>').format(markup.joined(lines)))


def _line(step: Step, first: bool) -> Markup:
    tick = markup.chip("✓ 済", "done") + " " if step.done else ""
    label = f"{PAGES[step.page].title}へ"
    way = markup.link(label, step.href, "primary" if first else "button") if step.href and not step.done else ""
    return _LINE.format("now" if first else "", tick, step.title, step.detail, way)
