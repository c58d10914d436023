"""The page of consultations: the part that was asked for."""

from __future__ import annotations

from checklist.model.accounts import Principal
from checklist.readings.center.consultations_page import PARTS, CasePage, KeptPage, SearchPage, Shown
from checklist.ui import widgets
from checklist.ui.center import call_form, case_board, case_list, kept_board

_WORDS = {"call": "相談受付", "list": "検索・一覧", "kept": "保存期間・取消し"}


def show(principal: Principal, page: Shown) -> None:
    """One case, or one of the parts with the way to the others."""
    if isinstance(page, CasePage):
        case_board.show(principal, page)
        return
    widgets.part("表示", PARTS, "part", _WORDS.__getitem__)
    if isinstance(page, SearchPage):
        case_list.show(page)
    elif isinstance(page, KeptPage):
        kept_board.show(principal, page)
    else:
        call_form.show(principal, page)
