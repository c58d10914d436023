"""Invitations on paper: a slip for each person, with a code to be read by a camera or typed."""

from __future__ import annotations

from collections.abc import Sequence

from checklist import words
from checklist.formats import qr_code, slips
from checklist.formats.slips import Slip
from checklist.model.accounts import Invited
from checklist.store import region
from checklist.store.act import View

TITLE = "招待のお知らせ"
NOTES = (
    "QRコードを読み取るか、上のアドレスを開いて招待コードを入力し、ご自分のみが知っているパスワードを決めてください。",
    "招待は1度のみ使えます。使い終わるまで、この用紙をほかの人の目に触れないように保管してください。",
)


def link(base: str, found: Invited) -> str:
    """The address that opens an invitation; `base` is scheme and host."""
    return f"{base}/invitation/{found.token}"


def document(view: View, found: Sequence[Invited], base: str) -> bytes:
    """The slips as PDF."""
    own = region.of(view)
    made = [
        Slip(
            f"{one.name} 様",
            (
                ("ログインID", one.login),
                ("アドレス", f"{base}/invitation"),
                ("招待コード", one.token),
                ("有効期限", words.moment(one.expires_at)),
            ),
            qr_code.svg(link(base, one), "招待のQRコード"),
        )
        for one in found
    ]
    return slips.document(TITLE, f"{own.name}　医療安全 相互チェック".strip(), made, NOTES, own.fictional)
