"""The photos at the item of a finding, and which of them stand beside it in the report."""

from __future__ import annotations

from collections.abc import Sequence

import streamlit as st

from checklist.model.accounts import Principal
from checklist.rules.closing.closing_meeting import MOST_PHOTOS
from checklist.store.assessments.photos import Photo
from checklist.store.closing import findings
from checklist.store.closing.findings import Finding
from checklist.ui import widgets
from checklist.ui.assessments import photo_view


def show(principal: Principal, finding: Finding, taken: Sequence[Photo], writable: bool) -> None:
    """All photos with the choice while the record is open, afterwards only those that were chosen."""
    names = {one.id: f"写真{number}" for number, one in enumerate(taken, 1)}
    standing = [one for one in names if one in finding.photos]
    photo_view.show((names[one.id], one) for one in taken if writable or one.id in standing)
    if not writable or not names:
        return
    # The version in the key lets a choice made at another screen show here.
    chosen = st.pills(
        f"報告書に載せる写真（{MOST_PHOTOS}枚まで）", list(names), selection_mode="multi", default=standing,
        format_func=lambda one: widgets.plain(names[one]), key=f"finding-photos-{finding.id}-{finding.version}",
    )  # fmt: skip
    if sorted(chosen) != standing:
        widgets.save(
            principal,
            lambda act: findings.choose_photos(act, finding.id, finding.version, sorted(chosen)),
            f"{finding.item}の写真の選択を保存しました。",
        )
