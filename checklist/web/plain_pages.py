"""The few plain HTML pages around Streamlit: sign in, sign out, first set-up, the empty visit page, refusals."""

from __future__ import annotations

from functools import lru_cache
from pathlib import Path
from typing import Any

from starlette.requests import Request
from starlette.responses import HTMLResponse
from starlette.templating import Jinja2Templates

from checklist.store import db, region

TEMPLATES = Jinja2Templates(directory=Path(__file__).parent / "templates")


def render(request: Request[Any], template: str, /, status: int = 200, **values: Any) -> HTMLResponse:
    """A page from its template; every page knows the region's name and whether it is invented."""
    with db.reading() as connection:
        values["region"] = region.load(connection)
    return TEMPLATES.TemplateResponse(request, f"{template}.html", values, status)


def without_database(message: str, status: int, href: str = "") -> HTMLResponse:
    """A page that says what went wrong, when it may be the database that did; `href` leads elsewhere than home."""
    return HTMLResponse(_refused(message, href), status)


# There are few of them, and in a crowd one goes out again and again.
@lru_cache(32)
def _refused(message: str, href: str) -> str:
    return TEMPLATES.get_template("refused.html").render(region=None, message=message, href=href)
