"""The few plain HTML pages around Streamlit: sign in, sign out, first set-up."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from jinja2 import Environment, FileSystemLoader
from starlette.responses import HTMLResponse

from checklist.store import db, region

_templates = Environment(loader=FileSystemLoader(Path(__file__).parent / "templates"), autoescape=True)


def render(template: str, /, status: int = 200, **values: Any) -> HTMLResponse:
    """A page from its template; every page knows the region's name and whether it is invented."""
    with db.reading() as connection:
        settings = region.load(connection)
    html = _templates.get_template(f"{template}.html").render(region=settings, **values)
    return HTMLResponse(html, status)
