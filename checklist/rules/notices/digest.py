"""What the one mail of a day says: what there is and where, and nothing of ratings or of people."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from checklist.model.notices import Notification, NotificationKind
from checklist.words.notices import NOTIFICATION_KINDS

MOST = 20
"""Lines of one kind; whoever has more reads them on the screen."""
PLACE = "/notices"


@dataclass(frozen=True)
class Digest:
    """Subject and body of a mail, as plain text."""

    subject: str
    body: str


def of(found: Sequence[Notification], region: str, address: str) -> Digest:
    """All these notices in one mail; `address` is that of the server without a slash, empty where none is set."""
    parts = [_part(kind, [one for one in found if one.kind is kind], address) for kind in NOTIFICATION_KINDS]
    begin = f"{region or '医療安全 相互チェック'}からのお知らせです。"
    end = (
        f"お知らせの一覧と、メールの受け取り方の変更：{address}{PLACE}"
        if address
        else "内容は、医療安全 相互チェックにログインして「お知らせ」で確認してください。"
    )
    body = "\n\n".join([begin, *filter(None, parts), end, "このメールは自動で送信しています。返信はできません。"])
    return Digest(f"【医療安全 相互チェック】お知らせ {len(found)}件", body + "\n")


def _part(kind: NotificationKind, found: Sequence[Notification], address: str) -> str:
    if not found:
        return ""
    lines = [f"■ {NOTIFICATION_KINDS[kind]}（{len(found)}件）"]
    for one in found[:MOST]:
        lines.append(f"・{one.what}")
        lines += [f"　{address}{one.href}"] if address else []
    lines += [f"・ほか{len(found) - MOST}件"] if len(found) > MOST else []
    return "\n".join(lines)
