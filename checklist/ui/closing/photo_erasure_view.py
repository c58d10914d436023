"""Erasing a photo that shows a patient: every photo of the reader's is shown small, for only who sees it can tell."""

from __future__ import annotations

from collections.abc import Sequence

import streamlit as st

from checklist.model.accounts import Principal
from checklist.readings import erasable
from checklist.readings.erasable import PhotoChoice
from checklist.store.act import viewing
from checklist.store.closing import erasing, erasures
from checklist.ui import inputs, markup, session, widgets
from checklist.ui.assessments import photo_view


def show(principal: Principal, assessments: Sequence[int]) -> None:
    """The photos of these assessments, once somebody asks for them: few do, and each has to be fetched."""
    form = f"erase-photo-{assessments[0]}"
    if not st.toggle("写真を削除する", key=f"{form}-open"):
        return
    with viewing(principal) as view:
        found = erasable.photos_of(view, assessments)
    if not found:
        widgets.empty("削除できる写真はありません", "点検表で写真を追加すると、ここで選べます。")
        return
    st.html(markup.paragraph("写真を押すと、大きく表示します。削除した写真は元に戻せません。"))
    names = {one.photo.id: _name(number, one) for number, one in enumerate(found, 1)}
    photo_view.show((names[one.photo.id], one.photo) for one in found)
    _form(principal, names, f"{form}-{session.round_of(form)}", form)


def _name(number: int, one: PhotoChoice) -> str:
    return f"写真{number}　{one.photo.item}　{one.where}"


def _form(principal: Principal, names: dict[int, str], key: str, form: str) -> None:
    with st.form(f"{key}-form", enter_to_submit=False, border=False):
        chosen = inputs.one_of("削除する写真", names, next(iter(names)), f"{key}-photo")
        reason = inputs.long_text("写真を削除する理由", "", erasing.REASON_LIMIT, f"{key}-reason", 90)
        if st.form_submit_button("選んだ写真を削除する"):
            widgets.save(
                principal,
                lambda act: erasures.erase_photo(act, chosen, reason),
                f"{names[chosen]}を削除しました。",
                form,
            )
