"""The outer address: what the setting takes, which origins are its own, and whether browsers speak TLS to it."""

from __future__ import annotations

import pytest
from starlette.testclient import TestClient
from starlette.types import Scope

from checklist.__main__ import main
from checklist.errors import Refused
from checklist.store import outer
from checklist.store.outer import Outer
from checklist.web import foreign_origins, origin
from checklist.web.foreign_origins import ForeignOrigins
from tests.world import PASSWORD

FORM = {"login": "evaluator.h02", "password": PASSWORD}


def asked(host: str, came_from: str | None, **headers: str) -> Scope:
    """A request as the gate sees it."""
    found = {"host": host, **({"origin": came_from} if came_from is not None else {}), **headers}
    pairs = [(name.replace("_", "-").encode(), value.encode("latin-1")) for name, value in found.items()]
    return {"type": "http", "scheme": "http", "method": "POST", "path": "/login", "headers": pairs}


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("https://anzen.example.jp", Outer("https", "anzen.example.jp")),
        (" HTTPS://Anzen.Example.JP:443/ ", Outer("https", "anzen.example.jp")),
        ("http://10.0.0.5:8501", Outer("http", "10.0.0.5:8501")),
        ("http://anzen:80", Outer("http", "anzen")),
        ("https://anzen:80", Outer("https", "anzen:80")),
        ("https://[2001:db8::1]:8443", Outer("https", "[2001:db8::1]:8443")),
    ],
)
def test_an_address_is_read_as_browsers_write_it(text: str, found: Outer) -> None:
    assert outer.parse(text) == found
    assert outer.parse(str(found)) == found


@pytest.mark.parametrize(
    "text",
    ["anzen.example.jp", "https://", "ftp://anzen", "https://anzen/anzen", "https://a b", "https://a:port", "x@y"],
)
def test_anything_else_is_refused_in_words(text: str) -> None:
    with pytest.raises(Refused, match="の形で指定してください"):
        outer.parse(text)


def test_the_server_does_not_start_with_a_setting_that_is_no_address(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], world: object
) -> None:
    monkeypatch.setenv(outer.SETTING, "https://anzen.example.jp/anzen")
    assert main(["serve"]) == 1
    assert "下の階層には置けません" in capsys.readouterr().err


@pytest.mark.parametrize(
    ("host", "came_from", "same"),
    [
        ("anzen.example.jp:443", "https://anzen.example.jp", True),
        ("anzen.example.jp:80", "http://anzen.example.jp", True),
        ("Anzen.example.jp", "https://anzen.example.JP", True),
        ("anzen.example.jp:8443", "https://anzen.example.jp:8443", True),
        ("anzen.example.jp:8443", "https://anzen.example.jp", False),
        ("127.0.0.1:8501", "https://anzen.example.jp", False),
        ("", "null", False),
        (":443", "https://", False),
        ("anzen.example.jp", None, True),
    ],
)
def test_without_a_setting_the_origin_must_name_the_host(host: str, came_from: str | None, same: bool) -> None:
    assert origin.is_same(asked(host, came_from)) is same


def test_a_forwarded_host_is_never_believed() -> None:
    told = {"x_forwarded_host": "evil.example", "forwarded": "host=evil.example"}
    assert origin.is_same(asked("anzen.example.jp", "https://evil.example", **told)) is False


@pytest.mark.parametrize(
    ("came_from", "same"),
    [
        ("https://anzen.example.jp", True),
        ("HTTPS://anzen.example.jp", True),
        (None, True),
        ("http://anzen.example.jp", False),
        ("https://anzen.example.jp:8443", False),
        ("http://127.0.0.1:8501", False),
        ("https://evil.example", False),
        ("null", False),
    ],
)
def test_with_a_setting_the_origin_must_be_that_address_whatever_the_host(
    monkeypatch: pytest.MonkeyPatch, came_from: str | None, same: bool
) -> None:
    monkeypatch.setenv(outer.SETTING, "https://anzen.example.jp")
    for host in ("127.0.0.1:8501", "anzen.example.jp", "evil.example"):
        assert origin.is_same(asked(host, came_from)) is same


@pytest.mark.parametrize(("address", "secure"), [("https://anzen.example.jp", True), ("http://anzen", False)])
def test_the_cookie_follows_the_setting_and_not_what_is_forwarded(
    monkeypatch: pytest.MonkeyPatch, anyone: TestClient, address: str, secure: bool
) -> None:
    monkeypatch.setenv(outer.SETTING, address)
    for forwarded in ("http", "https"):
        answer = anyone.post("/login", data=FORM, headers={"Origin": address, "X-Forwarded-Proto": forwarded})
        assert answer.status_code == 303
        assert all(("; Secure" in one) is secure for one in answer.headers.get_list("set-cookie"))


def test_by_tls_the_session_is_taken_from_this_host_alone(monkeypatch: pytest.MonkeyPatch, anyone: TestClient) -> None:
    """A neighbour below the same domain may set `sid` for it, and never `__Host-sid`."""
    address, tokens = "https://anzen.example.jp", {}
    for name, setting in (("sid", "http://anzen"), ("__Host-sid", address)):
        monkeypatch.setenv(outer.SETTING, setting)
        answer = anyone.post("/login", data=FORM, headers={"Origin": setting})
        told = next(one for one in answer.headers.get_list("set-cookie") if one.startswith(f"{name}="))
        tokens[name] = told.partition("=")[2].partition(";")[0]
        parts = told.lower().split("; ")
        assert "path=/" in parts
        assert not [part for part in parts if part.startswith("domain")]
    anyone.cookies.clear()
    statuses = {
        (name, token): anyone.get("/api/visits/1", headers={"Cookie": f"{name}={tokens[token]}"}).status_code
        for name in tokens
        for token in tokens
    }
    assert statuses == {(name, token): 200 if name == "__Host-sid" else 401 for name in tokens for token in tokens}
    gone = anyone.post("/logout", headers={"Cookie": f"__Host-sid={tokens['__Host-sid']}"})
    assert [one for one in gone.headers.get_list("set-cookie") if one.startswith('__Host-sid=""')]


def test_people_get_a_page_and_machines_json(anyone: TestClient) -> None:
    headers = {"Origin": "http://evil.example"}
    answer = anyone.post("/login", data=FORM, headers=headers | {"Accept": "application/json"})
    assert (answer.status_code, answer.json()["message"]) == (403, foreign_origins.REFUSED)
    page = anyone.post("/login", data=FORM, headers=headers | {"Accept": "text/html,*/*"})
    assert page.status_code == 403
    assert page.headers["content-type"].startswith("text/html")
    assert outer.SETTING in page.text
    assert "set-cookie" not in page.headers


def test_the_console_hears_of_each_address_once_and_not_of_all_that_somebody_makes_up(
    capsys: pytest.CaptureFixture[str],
) -> None:
    told = ForeignOrigins()
    for _ in range(3):
        told.tell(asked("127.0.0.1:8501", "https://anzen.example.jp"))
    first = capsys.readouterr().out
    assert first.count("断りました") == 1
    assert "https://anzen.example.jp、サーバーに届いた宛先：127.0.0.1:8501" in first
    for number in range(100):
        told.tell(asked("127.0.0.1:8501", f"https://{number}.example\x1b[2J" + "x" * 500))
    rest = capsys.readouterr().out
    assert rest.count("断りました") == foreign_origins.TOLD_AT_MOST - 1
    assert "\x1b" not in rest
    assert max(map(len, rest.splitlines())) < 300
