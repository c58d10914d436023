"""Scripts and styles of the sheet: served to all, never anything else."""

from __future__ import annotations

from pathlib import Path

import pytest
from starlette.testclient import TestClient

ROOT = Path(__file__).resolve().parents[2] / "checklist"
SHIPPED = sorted(
    path
    for folder in ("web", "ui/answer_sheet")
    for path in (ROOT / folder).iterdir()
    if path.suffix in (".js", ".css")
)


@pytest.mark.parametrize("path", SHIPPED, ids=lambda path: path.name)
def test_every_script_and_style_is_served_as_it_is(anyone: TestClient, path: Path) -> None:
    answer = anyone.get(f"/assets/{path.name}")
    assert answer.status_code == 200
    assert answer.content == path.read_bytes()
    kind = {".js": "text/javascript", ".css": "text/css"}[path.suffix]
    assert answer.headers["content-type"] == f"{kind}; charset=utf-8"


def test_a_browser_asks_each_time_and_is_told_that_nothing_changed(anyone: TestClient) -> None:
    first = anyone.get("/assets/logout.js")
    assert first.headers["cache-control"] == "no-cache"
    again = anyone.get("/assets/logout.js", headers={"If-None-Match": first.headers["etag"]})
    assert again.headers["etag"] == first.headers["etag"]
    assert again.status_code in (200, 304)


@pytest.mark.parametrize(
    "name",
    ["nothing.js", "gate.py", "__init__.py", "..%2fgate.py", "%2e%2e%2fgate.py", "..%5cgate.js", "templates", ".js",
     "templates%2flogin.html", "%2fetc%2fpasswd", "a%00.js", "x" * 5000 + ".js"],
)  # fmt: skip
def test_nothing_else_is_served(anyone: TestClient, name: str) -> None:
    answer = anyone.get(f"/assets/{name}")
    assert answer.status_code in (303, 404)
    assert b"import" not in answer.content


def test_no_two_files_share_a_name() -> None:
    names = [path.name for path in SHIPPED]
    assert sorted(set(names)) == sorted(names)


def test_no_script_fetches_from_elsewhere() -> None:
    for path in SHIPPED:
        text = path.read_text(encoding="utf-8")
        assert "http://" not in text.replace("http://www.w3.org/", "")
        assert "https://" not in text
