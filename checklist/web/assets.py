"""Scripts, styles and icons of the sheet and of the plain pages; nothing private, so open to all."""

from __future__ import annotations

import hashlib
from pathlib import Path

from starlette.requests import Request
from starlette.responses import Response

from checklist.errors import NotFound
from checklist.web.edge import json_errors

_HERE = Path(__file__).parent
_FOLDERS = (_HERE, _HERE.parent / "ui" / "answer_sheet")
_TYPES = {
    ".js": "text/javascript; charset=utf-8",
    ".css": "text/css; charset=utf-8",
    ".webmanifest": "application/manifest+json",
    ".png": "image/png",
}


def files() -> list[Path]:
    """Every file that is served."""
    return [path for folder in _FOLDERS for path in folder.iterdir() if path.suffix in _TYPES]


@json_errors
async def get(request: Request) -> Response:
    """`GET /assets/{name}`: browsers ask each time whether it has changed, so that an update is never half old."""
    for path in files():
        if path.name == request.path_params["name"]:
            content = path.read_bytes()
            tag = f'"{hashlib.sha256(content).hexdigest()[:32]}"'
            headers = {"cache-control": "no-cache", "etag": tag}
            if request.headers.get("if-none-match") == tag:
                return Response(status_code=304, headers=headers)
            return Response(content, media_type=_TYPES[path.suffix], headers=headers)
    raise NotFound
