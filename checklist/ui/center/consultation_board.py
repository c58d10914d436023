"""The page of consultations: the part that was asked for."""

from __future__ import annotations

from checklist.model.accounts import Principal
from checklist.readings.center.consultations_page import PARTS, CallPage, CasePage, SearchPage
from checklist.ui import widgets
from checklist.ui.center import call_form, case_board, case_list

_WORDS = {"call": "相談受付", "list": "検索・一覧"}


def show(principal: Principal, page: CallPage | SearchPage | CasePage) -> None:
    """One case, or one of the two parts with the way to the other."""
    if isinstance(page, CasePage):
        case_board.show(principal, page)
        return
    widgets.part("表示", PARTS, "part", _WORDS.__getitem__)
    if isinstance(page, SearchPage):
        case_list.show(page)
    else:
        call_form.show(principal, page)
