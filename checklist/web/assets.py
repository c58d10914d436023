"""Scripts, styles and icons of the sheet and of the plain pages; nothing private, so open to all."""

from __future__ import annotations

import hashlib
import os
from pathlib import Path

from starlette.datastructures import Headers
from starlette.responses import FileResponse, Response
from starlette.staticfiles import NotModifiedResponse, PathLike, StaticFiles
from starlette.types import Scope

# Named here: Streamlit changes what the process takes a script for, and a wrong name stops it in the browser.
_TYPES = {
    ".js": "text/javascript",
    ".css": "text/css",
    ".webmanifest": "application/manifest+json",
    ".png": "image/png",
}


class Assets(StaticFiles):
    """`GET /assets/{name}`: browsers ask each time whether it has changed, so that an update is never half old."""

    def __init__(self) -> None:
        super().__init__(
            packages=[
                ("checklist.web", "."),
                ("checklist.ui.answer_sheet", "."),
                ("checklist.ui.records", "."),
                ("checklist.ui.plan", "."),
                ("checklist.ui.sheets", "."),
                ("checklist.ui.center", "."),
            ]
        )

    def files(self) -> list[Path]:
        """Every file that is served."""
        return [path for folder in self.all_directories for path in Path(folder).iterdir() if path.suffix in _TYPES]

    def lookup_path(self, path: str) -> tuple[str, os.stat_result | None]:
        """The file of that name; Python files and templates lie beside them and are none of it."""
        if Path(path).name != path or Path(path).suffix not in _TYPES:
            return "", None
        return super().lookup_path(path)

    def file_response(
        self, full_path: PathLike, stat_result: os.stat_result, scope: Scope, status_code: int = 200
    ) -> Response:
        """The file, or that it has not changed: its tag comes from its content, since copies may share time and size."""
        path = Path(full_path)
        headers = {"cache-control": "no-cache", "etag": f'"{hashlib.sha256(path.read_bytes()).hexdigest()[:32]}"'}
        found = FileResponse(path, status_code, headers, _TYPES[path.suffix], stat_result=stat_result)
        # Never by its date: what a browser holds under a later date may be the page of a gateway.
        asked = [one for one in scope["headers"] if one[0] != b"if-modified-since"]
        unchanged = self.is_not_modified(found.headers, Headers(raw=asked))
        return NotModifiedResponse(found.headers) if unchanged else found


ASSETS = Assets()
