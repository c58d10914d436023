"""The ASGI app: `streamlit run app.py` serves the gate, the routes and the Streamlit frame on one port."""

from __future__ import annotations

import logging

import streamlit as st
from starlette.middleware import Middleware
from streamlit.starlette import App

from checklist import words
from checklist.store import start, troubles
from checklist.web.exception_handlers import EXCEPTION_HANDLERS
from checklist.web.gate import Gate
from checklist.web.packed import Packed
from checklist.web.routes import ROUTES
from checklist.web.runtime import Runtime

start.keep_to_owner()
runtime = Runtime()


def tell_error(error: Exception) -> bool:
    """Log what went wrong on a page and tell the user in one sentence."""
    logging.getLogger("checklist").error("error on a page", exc_info=error)
    if trouble := troubles.of(error):
        st.error(words.TROUBLES[trouble])
        return True
    st.error("画面の表示中に問題が起きました。保存済みの内容は失われていません。画面を開き直してください。")
    # True leaves out Streamlit's own box below it, which says the same in English.
    return True


# `streamlit run` finds this assignment by reading the text of the file, so it stands at the top level.
app = App(
    "checklist/ui/frame.py",
    routes=ROUTES,
    # Comes before Streamlit's own and around its websocket, too: nothing of it is served to strangers.
    middleware=[Middleware(Gate, runtime=runtime), Middleware(Packed)],
    exception_handlers=EXCEPTION_HANDLERS,
    lifespan=runtime.lifespan,
    on_script_error=tell_error,
)
