"""The visit page: who may open it, what it carries, and what a service worker may keep of it."""

from __future__ import annotations

import hashlib
import io
import json
import re
from collections.abc import Callable
from pathlib import Path

import pytest
from PIL import Image
from starlette.testclient import TestClient

from checklist.store import db
from checklist.store.assessments import assessments
from checklist.web import visit_page
from tests.client import Client
from tests.world import PASSWORD, World, by, principal

SignIn = Callable[[str], Client]
MEMBERS = {"evaluator.h02", "second.h02"}
AT_ONCE = MEMBERS | {"manager.h02", "leader.h02"}
ONCE_SUBMITTED = AT_ONCE | {"manager.h01", "leader.h01", "secretariat"}


def constants(worker: str) -> dict[str, object]:
    """What stands above the worker's own text."""
    return {name: json.loads(value) for name, value in re.findall(r"^const (\w+) = (.*);$", worker, re.M)[:5]}


@pytest.mark.parametrize("submitted", [False, True], ids=["open", "submitted"])
def test_the_page_opens_for_whoever_may_read_the_visits_sheet(
    world: World, anyone: TestClient, signed_in: SignIn, submitted: bool
) -> None:
    if submitted:
        with db.writing() as connection:
            member = principal(world.people["evaluator.h02"])
            assessments.submit(by(connection, member), world.visitor_assessment, "試験のため")
    for login in world.people:
        answer = signed_in(login).http.get(f"/visit/{world.visit}")
        allowed = login in (ONCE_SUBMITTED if submitted else AT_ONCE)
        assert answer.status_code == (200 if allowed else 403), login
        assert ("visit_page.js" in answer.text) == allowed, login
        assert answer.headers["cache-control"] == "no-store"


def test_a_stranger_is_led_to_the_sign_in_and_back(anyone: TestClient, world: World) -> None:
    answer = anyone.get(f"/visit/{world.visit}")
    assert (answer.status_code, answer.headers["location"]) == (303, f"/login?next=%2Fvisit%2F{world.visit}")


@pytest.mark.parametrize("path", ["/visit/99", "/visit/99999999999999999999999"])
def test_a_visit_that_does_not_exist_is_told_in_words(signed_in: SignIn, path: str) -> None:
    answer = signed_in("secretariat").http.get(path)
    assert answer.status_code == 404
    assert "表示できません" in answer.text


def test_everybody_gets_the_same_empty_page(anyone: TestClient, signed_in: SignIn, world: World) -> None:
    shell = anyone.get("/visit/")
    assert shell.status_code == 200
    for login in AT_ONCE:
        assert signed_in(login).http.get(f"/visit/{world.visit}").content == shell.content
    for secret in (*world.people, "架空中央病院", "架空市民病院", "架空地域", "指針が最新である"):
        assert secret not in shell.text
    assert "set-cookie" not in shell.headers


def test_the_page_runs_no_script_that_the_policy_forbids(anyone: TestClient) -> None:
    shell = anyone.get("/visit/")
    policy = dict(part.split(" ", 1) for part in shell.headers["content-security-policy"].split("; "))
    assert "'self'" in policy["worker-src"]
    assert "'self'" in policy.get("manifest-src", policy["default-src"])
    assert {"'self'", "blob:"} <= set(policy["img-src"].split())
    assert not re.search(r"<script>|<script [^>]*>[^<]|<style|\son\w+=|style=", shell.text)


def test_the_worker_is_a_script_at_the_root_that_browsers_ask_for_each_time(anyone: TestClient) -> None:
    answer = anyone.get("/sw.js")
    assert answer.status_code == 200
    assert answer.headers["content-type"].startswith("text/javascript")
    assert answer.headers["cache-control"] == "no-cache"
    assert answer.headers["x-content-type-options"] == "nosniff"
    page = anyone.get("/assets/visit_page.js").text
    assert 'register("/sw.js", { scope: "/" })' in page


def test_the_worker_keeps_code_only_and_all_that_the_page_needs(anyone: TestClient) -> None:
    found = constants(anyone.get("/sw.js").text)
    kept = found["FILES"]
    assert isinstance(kept, list)
    assert found["SHELL"] == "/visit/"
    assert all(re.fullmatch(r"/assets/[\w.-]+\.(js|css|png|webmanifest)", path) for path in kept)
    shell = anyone.get("/visit/").text + anyone.get("/meeting/").text
    assert set(re.findall(r'"(/assets/[^"]+)"', shell)) <= set(kept)
    needed = {"/assets/visit_page.js", "/assets/meeting_page.js"}
    for _ in range(10):
        text = "".join(anyone.get(path).text for path in needed)
        more = {f"/assets/{name}" for name in re.findall(r'from "(?:\./|/assets/)([\w.]+)"', text)} | needed
        needed = more
    assert len(needed) > 15
    assert needed <= set(kept)
    for path in kept:
        answer = anyone.get(path)
        assert answer.status_code == 200
        assert "set-cookie" not in answer.headers


def test_the_worker_knows_what_every_file_and_the_shell_must_be(anyone: TestClient) -> None:
    found = constants(anyone.get("/sw.js").text)
    hashes = found["HASHES"]
    assert isinstance(hashes, dict)
    assert isinstance(found["FILES"], list)
    assert found["SHELLS"] == ["/visit/", "/meeting/"]
    assert set(hashes) == {"/visit/", "/meeting/", *found["FILES"]}
    for path, expected in hashes.items():
        assert hashlib.sha256(anyone.get(path).content).hexdigest() == expected, path


def test_the_worker_answers_for_nothing_else(anyone: TestClient) -> None:
    worker = anyone.get("/sw.js").text
    assert "/api" not in worker.replace("of the API", "")
    # One place keeps anything, and only below the check.
    assert worker.count(".put(") == 1
    assert "addAll" not in worker
    checked, kept = worker.index("if (!(await isOurs(path, fetched))) throw"), worker.index("cache.put(path, fetched")
    assert 0 < kept - checked < 120
    assert 'credentials: "omit"' in worker


def test_any_change_of_a_file_makes_a_new_version(
    anyone: TestClient, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    before = constants(anyone.get("/sw.js").text)["VERSION"]
    assert constants(anyone.get("/sw.js").text)["VERSION"] == before
    changed = tmp_path / "card.js"
    own = visit_page.files()
    changed.write_bytes(next(path for path in own if path.name == "card.js").read_bytes() + b"\n")
    monkeypatch.setattr(visit_page, "files", lambda: [path for path in own if path.name != "card.js"] + [changed])
    assert constants(anyone.get("/sw.js").text)["VERSION"] != before


def test_the_page_can_be_installed_with_a_japanese_name(anyone: TestClient) -> None:
    answer = anyone.get("/assets/manifest.webmanifest")
    assert answer.headers["content-type"] == "application/manifest+json"
    manifest = answer.json()
    assert (manifest["name"], manifest["short_name"]) == ("医療安全 相互チェック", "相互チェック")
    assert (manifest["start_url"], manifest["scope"], manifest["display"]) == ("/visit/", "/visit/", "standalone")
    for icon in manifest["icons"]:
        picture = anyone.get(icon["src"])
        assert picture.headers["content-type"] == icon["type"] == "image/png"
        with Image.open(io.BytesIO(picture.content)) as found:
            assert f"{found.width}x{found.height}" == icon["sizes"]


def test_the_browser_is_told_who_signed_in_and_that_they_left(anyone: TestClient, world: World) -> None:
    person = str(world.people["evaluator.h02"].id)
    entered = anyone.post("/login", data={"login": "evaluator.h02", "password": PASSWORD})
    assert f"reader={person}" in [value.split(";")[0] for value in entered.headers.get_list("set-cookie")]
    left = anyone.post("/logout")
    assert "reader=0" in [value.split(";")[0] for value in left.headers.get_list("set-cookie")]
    assert anyone.get(f"/visit/{world.visit}", headers={"cookie": f"reader={person}"}).status_code == 303


def test_unchanged_files_are_not_sent_again(anyone: TestClient) -> None:
    for path in ("/assets/card.js", "/assets/icon-192.png"):
        first = anyone.get(path)
        again = anyone.get(path, headers={"If-None-Match": first.headers["etag"]})
        assert (again.status_code, again.content) == (304, b"")
        by_date = anyone.get(path, headers={"If-Modified-Since": "Fri, 01 Jan 2100 00:00:00 GMT"})
        assert (by_date.status_code, by_date.content) == (200, first.content)
