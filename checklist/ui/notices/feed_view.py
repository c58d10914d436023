"""One's own calendar feed: making its address, which is shown once, and ending it."""

from __future__ import annotations

from urllib.parse import urlsplit

import streamlit as st
from markupsafe import Markup

from checklist import words
from checklist.formats import qr_code
from checklist.model.accounts import Principal
from checklist.model.notices import CalendarFeed
from checklist.store import outer
from checklist.store.act import Act
from checklist.store.notices import calendar_feeds
from checklist.ui import markup, session, widgets

MADE = "made-feed"
LEAD = (
    "関係する訪問の日程と手続きの期限を、ふだん使うカレンダー（Outlook、Googleカレンダー、iPhoneなど）に表示できます。"
    "日程が変わると、カレンダーも数時間以内に変わります。評定や氏名は載せません。"
)
KEEP = (
    "このアドレスを知っている人は、ログインせずに日程を見られます。ほかの人に渡さないでください。"
    "アドレスは、この画面を閉じると二度と表示できません。"
)


def show(principal: Principal, feed: CalendarFeed | None) -> None:
    """What there is, what can be done with it, and an address that was just made."""
    st.html(markup.paragraph(LEAD))
    _made()
    if feed is None:
        if st.button("カレンダー用のアドレスを作成する", key="feed-make", type="primary"):
            widgets.save(principal, _make, "カレンダー用のアドレスを作成しました。")
        return
    st.html(markup.paragraph(f"カレンダー用のアドレスは{words.moment(feed.at)}に作成されています。"))
    with st.container(horizontal=True):
        if st.button("新しいアドレスを作成する", key="feed-again"):
            told = "新しいアドレスを作成しました。前のアドレスは使えなくなりました。"
            widgets.save(principal, _make, told)
        if st.button("アドレスを使えなくする", key="feed-end"):
            widgets.save(principal, _end, "カレンダー用のアドレスを使えなくしました。")


def address(token: str) -> str:
    """The address for a calendar, at the name by which browsers reach the server."""
    here = urlsplit(st.context.url or "")
    base = outer.outer() or f"{here.scheme or 'http'}://{here.netloc or 'localhost'}"
    return f"{base}/calendar/{token}.ics"


def _made() -> None:
    """The address that was just made; it can be shown this once only."""
    token: str | None = session.recall(MADE)
    if token is None:
        return
    with st.container(border=True, key="made-feed-box"):
        st.html(Markup("<p><b>{}</b></p>{}").format("カレンダーに登録するアドレス", markup.paragraph(KEEP)))
        link = address(token)
        st.html(Markup('<p class="hash whole">{}</p>').format(link))
        st.image(qr_code.svg(link, "カレンダー用のアドレスのQRコード"), width=200)
        st.html(
            markup.paragraph(
                "カレンダーの「URLで追加」「照会カレンダーを追加」などに、このアドレスを貼り付けてください。"
            )
        )
        if st.button("アドレスを閉じる", key="made-feed-close"):
            session.keep(MADE, None)
            st.rerun()


def _make(act: Act) -> None:
    token = calendar_feeds.make(act)
    # Nobody is shown an address that was not stored after all.
    act.after(lambda: session.keep(MADE, token))


def _end(act: Act) -> None:
    calendar_feeds.end(act)
    act.after(lambda: session.keep(MADE, None))
