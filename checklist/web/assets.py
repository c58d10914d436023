"""Scripts and styles of the sheet and of the plain pages; nothing private, so open to all."""

from __future__ import annotations

from pathlib import Path

from starlette.requests import Request
from starlette.responses import FileResponse, Response

from checklist.errors import NotFound
from checklist.web.edge import json_errors

_HERE = Path(__file__).parent
_FOLDERS = (_HERE, _HERE.parent / "ui" / "answer_sheet")
_TYPES = {".js": "text/javascript; charset=utf-8", ".css": "text/css; charset=utf-8"}


@json_errors
async def get(request: Request) -> Response:
    """`GET /assets/{name}`: browsers ask each time whether it has changed, so that an update is never half old."""
    for path in (path for folder in _FOLDERS for path in folder.iterdir()):
        if path.name == request.path_params["name"] and path.suffix in _TYPES:
            return FileResponse(path, media_type=_TYPES[path.suffix], headers={"cache-control": "no-cache"})
    raise NotFound
