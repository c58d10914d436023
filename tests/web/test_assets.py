"""Scripts and styles of the sheet: served to all, never anything else."""

from __future__ import annotations

import os
from pathlib import Path

import httpx2
import pytest
from starlette.testclient import TestClient

from checklist.web.assets import ASSETS
from tests.server import Server
from tests.world import World

ROOT = Path(__file__).resolve().parents[2] / "checklist"
TYPES = {
    ".js": "text/javascript; charset=utf-8",
    ".css": "text/css; charset=utf-8",
    ".png": "image/png",
    ".webmanifest": "application/manifest+json",
}
SHIPPED = sorted(
    path
    for folder in ("web", "ui/answer_sheet", "ui/records")
    for path in (ROOT / folder).iterdir()
    if path.suffix in TYPES
)


def test_every_script_style_and_icon_is_served_as_it_is(anyone: TestClient) -> None:
    for path in SHIPPED:
        answer = anyone.get(f"/assets/{path.name}")
        assert (answer.status_code, path.name) == (200, path.name)
        assert answer.content == path.read_bytes(), path.name
        assert answer.headers["content-type"] == TYPES[path.suffix], path.name


def test_a_script_is_called_a_script_whatever_streamlit_calls_one(served: tuple[Server, World]) -> None:
    """Streamlit changes the table from which files get their type, for the whole process."""
    for name in ("card.js", "sw.js", "answer_sheet.css"):
        answer = httpx2.get(f"{served[0].url}/assets/{name}")
        assert answer.headers["content-type"] == TYPES[Path(name).suffix]


def test_a_browser_asks_each_time_and_is_told_that_nothing_changed(anyone: TestClient) -> None:
    first = anyone.get("/assets/logout.js")
    assert (first.status_code, first.headers["cache-control"]) == (200, "no-cache")
    again = anyone.get("/assets/logout.js", headers={"If-None-Match": first.headers["etag"]})
    assert (again.status_code, again.content) == (304, b"")
    assert (again.headers["etag"], again.headers["cache-control"]) == (first.headers["etag"], "no-cache")


def test_a_changed_script_is_sent_even_if_a_copy_kept_its_time_and_size(
    anyone: TestClient, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(ASSETS, "all_directories", [tmp_path])
    script = tmp_path / "x.js"
    tags: list[str] = []
    for text in ("let a = 1", "let a = 2"):
        script.write_text(text)
        os.utime(script, (0, 0))
        answer = anyone.get("/assets/x.js", headers={"If-None-Match": tags[-1]} if tags else {})
        assert (answer.status_code, answer.text) == (200, text)
        tags.append(answer.headers["etag"])
    assert tags[0] != tags[1]


@pytest.mark.parametrize(
    "name",
    ["", "nothing.js", "gate.py", "__init__.py", "..%2fgate.py", "%2e%2e%2fgate.py", "..%5cgate.js", "templates", ".js",
     "templates/login.html", "templates%2flogin.html", "%2fetc%2fpasswd", "a%00.js",
     "..%2fanswer_sheet%2fcard.js", "x" * 300 + ".js", "x" * 5000 + ".js"],
)  # fmt: skip
def test_nothing_else_is_served(anyone: TestClient, name: str) -> None:
    answer = anyone.get(f"/assets/{name}")
    assert answer.status_code == 404
    assert answer.json()["message"] == "指定されたものは見つかりません。"


def test_nothing_beside_or_outside_the_folders_is_served(
    anyone: TestClient, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    inside, outside = tmp_path / "inside", tmp_path / "outside.js"
    (inside / "below").mkdir(parents=True)
    for path in (outside, inside / "below" / "x.js", inside / "x.py", inside / "x.html"):
        path.write_text("secret")
    (inside / "link.js").symlink_to(outside)
    monkeypatch.setattr(ASSETS, "all_directories", [inside])
    for name in ("..%2foutside.js", "link.js", "below/x.js", "below%2fx.js", "x.py", "x.html", "below"):
        answer = anyone.get(f"/assets/{name}")
        assert (answer.status_code, "secret" in answer.text) == (404, False), name


def test_nothing_can_be_sent_there(anyone: TestClient) -> None:
    for method in ("POST", "PUT", "PATCH", "DELETE"):
        assert anyone.request(method, "/assets/logout.js").status_code == 405
    head = anyone.head("/assets/logout.js")
    assert (head.status_code, head.content) == (200, b"")


def test_no_two_files_share_a_name() -> None:
    names = [path.name for path in SHIPPED]
    assert sorted(set(names)) == sorted(names)


def test_no_script_fetches_from_elsewhere() -> None:
    for path in SHIPPED:
        if path.suffix in (".js", ".css"):
            text = path.read_text(encoding="utf-8")
            assert "http://" not in text.replace("http://www.w3.org/", "")
            assert "https://" not in text
