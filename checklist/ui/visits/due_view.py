"""What is due next in a visit, until when, by which side; both sides read the same."""

from __future__ import annotations

from collections.abc import Sequence

import streamlit as st

from checklist import words
from checklist.model.closing import Signatory
from checklist.rules.visits.deadlines import Due
from checklist.ui import markup, widgets

NAMES = ("次にすること", "期限", "担当", "")


def show(found: Sequence[Due]) -> None:
    """The next things to do, what is due first first."""
    if not found:
        return
    widgets.section("次にすること")
    st.html(markup.listing("次にすること", NAMES, [_row(due) for due in found]))


def _row(due: Due) -> list[str]:
    sides = "・".join(words.SIGNATORIES[side] for side in Signatory if side in due.sides)
    late = markup.chip("期限超過", "late") if due.overdue else ""
    return [words.DUTIES[due.duty], words.day(due.day) if due.day else "訪問日が決まると定まります", sides, late]
