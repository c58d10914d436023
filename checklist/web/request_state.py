"""What the gate notes on every request for the routes behind it: `request.state`, typed."""

from __future__ import annotations

from typing import NotRequired, TypedDict

from checklist.model.accounts import Principal
from checklist.web.runtime import Runtime


class State(TypedDict):
    """What lives as long as the server, and whose living session stands behind the request; nobody's on an open path.

    Streamlit keeps what a lifespan yields on its own app, out of reach of a request; so the gate carries it here.
    """

    runtime: Runtime
    principal: NotRequired[Principal]
    token: NotRequired[str]
