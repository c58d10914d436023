"""First passwords on paper: a slip for each person, to be handed over and not kept."""

from __future__ import annotations

from collections.abc import Sequence

from checklist.formats import slips
from checklist.formats.slips import Slip
from checklist.model.accounts import FirstPassword
from checklist.store import outer, region
from checklist.store.act import View

TITLE = "初回パスワードのお知らせ"
NOTES = (
    "はじめて使うときに、ご自分のみが知っているパスワードに変更します。",
    "変更が済むまで、この用紙をほかの人の目に触れないように保管し、済んだら裁断してください。",
)


def document(view: View, found: Sequence[FirstPassword]) -> bytes:
    """The slips as PDF."""
    own = region.of(view)
    address = outer.outer()
    where = (("アドレス", str(address)),) if address else ()
    made = [
        Slip(
            f"{one.name} 様",
            (
                *((("所属", one.place),) if one.place else ()),
                ("ログインID", one.login),
                ("初回のパスワード", one.password),
                *where,
            ),
        )
        for one in found
    ]
    return slips.document(TITLE, f"{own.name}　医療安全 相互チェック".strip(), made, NOTES, own.fictional)
