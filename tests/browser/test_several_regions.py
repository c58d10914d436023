"""Three regions on one machine: a real server each behind one real Caddy, as README sets it up; nothing of one is anything in another."""

from __future__ import annotations

import re
import shutil
import time
from collections.abc import Iterator
from configparser import ConfigParser
from contextlib import ExitStack
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import httpx2
import pytest

from checklist.command import command_line
from checklist.store import db, outer
from checklist.store.notices import calendar_feeds
from tests.client import MARK, operation
from tests.cycle import who
from tests.gateways import Gateway, from_readme
from tests.server import Server, free_port
from tests.world import PASSWORD, World, by

SITES = from_readme("caddy")
NAMES = re.findall(r"^(\S+) \{$", SITES, re.M)
PORTS = re.findall(r"127\.0\.0\.1:(\d+)", SITES)
MEMBER = "evaluator.h02"


@dataclass
class Region:
    """One of them as a browser finds it."""

    name: str
    port: int
    path: Path
    feed: str = ""

    def ask(self, method: str, path: str, cookies: dict[str, str] | None = None, **more: Any) -> httpx2.Response:
        """An answer under the name of this region."""
        headers = {"Host": self.name, **more.pop("headers", {})}
        with httpx2.Client(verify=False, timeout=60, cookies=cookies) as client:
            return client.request(
                method, f"https://127.0.0.1:{self.port}{path}", headers=headers, extensions={"sni_hostname": self.name},
                follow_redirects=False, **more,
            )  # fmt: skip

    def wait(self) -> None:
        """Until Caddy has made the certificate of this name: it listens before."""
        end = time.monotonic() + 30
        while True:
            try:
                self.ask("GET", "/healthz")
                return
            except httpx2.ConnectError:
                assert time.monotonic() < end, self.name
                time.sleep(0.05)

    def sign_in(self, login: str) -> dict[str, str]:
        """The cookies of somebody."""
        form = {"login": login, "password": PASSWORD}
        found = self.ask("POST", "/login", data=form, headers={"Origin": f"https://{self.name}"})
        assert found.status_code == 303, found.text
        (told,) = (one for one in found.headers.get_list("set-cookie") if one.startswith("__Host-sid="))
        # Without a domain a cookie is of its host alone, and a name with __Host- is refused by browsers with one.
        assert "domain" not in told.lower()
        return dict(found.cookies)

    def saved(self) -> set[tuple[str, str]]:
        """What stands in its database."""
        with db.reading(self.path) as connection:
            return {
                (row[0], row[1])
                for row in connection.execute(
                    "SELECT item.code, r.value FROM rating r JOIN item ON item.id = r.item_id WHERE r.assessment_id = 1"
                )
            }


@pytest.fixture(scope="module")
def regions(
    templates: dict[str, tuple[Path, World | None]], tmp_path_factory: pytest.TempPathFactory
) -> Iterator[list[Region]]:
    """All of them, running."""
    source, world = templates["world"]
    assert world
    folder, site, found = tmp_path_factory.mktemp("regions"), SITES, []
    with ExitStack() as running, pytest.MonkeyPatch.context() as patch:
        for name, port in zip(NAMES, PORTS, strict=True):
            own = free_port()
            site = site.replace(f"127.0.0.1:{port}", f"127.0.0.1:{own}")
            path = Path(shutil.copy(source, folder / f"{name}.db"))
            with db.writing(path) as connection:
                connection.execute("UPDATE region SET name = ?", [name])
                feed = calendar_feeds.make(by(connection, who(world, MEMBER)))
            patch.setenv(outer.SETTING, f"https://{name}")
            running.enter_context(Server(path, warm=True, port=own))
            found.append(Region(name, 0, path, f"/calendar/{feed}.ics"))
        gateway = running.enter_context(Gateway.caddy(site, 0, folder))
        for one in found:
            one.port = gateway.port
            one.wait()
        yield found


def test_sessions_answers_downloads_and_feeds_of_one_region_are_nothing_in_another(regions: list[Region]) -> None:
    assert len({one.name for one in regions}) == 3
    cookies = {one.name: one.sign_in(MEMBER) for one in regions}
    offices = {one.name: one.sign_in("secretariat") for one in regions}
    assert len({one["__Host-sid"] for one in cookies.values()}) == 3
    # The same number is an assessment of each region; only under its own name is anything written.
    for value, one in zip("ABC", regions, strict=True):
        body = {"operations": [operation("1-01", value)]}
        for other in regions:
            answer = other.ask("POST", "/api/assessments/1/answers", cookies[one.name], json=body, headers=MARK)
            assert answer.status_code == (200 if other is one else 401), (one.name, other.name)
    assert [one.saved() for one in regions] == [{("1-01", value)} for value in "ABC"]
    for one in regions:
        for other in regions:
            told = (one.name, other.name)
            own = other is one
            assert other.ask("GET", "/api/visits", cookies[one.name]).status_code == (200 if own else 401), told
            paper = other.ask("GET", "/download/visits/1.csv", offices[one.name])
            assert paper.status_code == (200 if own else 401), told
            assert other.ask("GET", one.feed).status_code == (200 if own else 404), told
            strange = other.ask(
                "POST",
                "/login",
                data={"login": MEMBER, "password": PASSWORD},
                headers={"Origin": f"https://{one.name}"},
            )
            assert (strange.status_code == 303) is own, told
        # A session of another region is not ended by signing in or out here, and links lead to the own name.
        feed = one.ask("GET", one.feed).text.replace("\r\n ", "")
        assert set(re.findall(r"https://[a-z.]+", feed)) == {f"https://{one.name}"}
    first, second, _ = regions
    form = first.ask("GET", "/logout", cookies[first.name]).text
    token = re.search(r'name="([^"]+)" value="([^"]+)"', form)
    assert token
    left = first.ask(
        "POST", "/logout", cookies[first.name], data={token[1]: token[2]}, headers={"Origin": f"https://{first.name}"}
    )
    assert left.status_code == 303
    assert first.ask("GET", "/api/visits", cookies[first.name]).status_code == 401
    assert second.ask("GET", "/api/visits", cookies[second.name]).status_code == 200


def test_one_that_stops_takes_no_other_along_and_its_name_leads_to_none_of_them(regions: list[Region]) -> None:
    nobody = Region("nobody.example.jp", regions[0].port, regions[0].path)
    with pytest.raises(httpx2.HTTPError):
        nobody.ask("GET", "/login")
    pages = [one.ask("GET", "/login").text for one in regions]
    for one, page in zip(regions, pages, strict=True):
        assert [other.name for other in regions if other.name in page] == [one.name]


def test_the_unit_of_readme_starts_each_region_with_its_own_settings() -> None:
    unit = ConfigParser(interpolation=None)
    unit.optionxform = str  # type: ignore[assignment,method-assign]
    unit.read_string(from_readme("ini"))
    service = unit["Service"]
    arguments = service["ExecStart"].split()
    assert arguments[1:3] == ["-m", "checklist"]
    options = command_line.grammar().parse_args([one.replace("${PORT}", "8502") for one in arguments[3:]])
    assert (options.verb, options.port) == ("serve", 8502)
    assert "%i" in str(options.db)
    assert "%i" in service["EnvironmentFile"]
    # What stands beside the unit is a file for each region, with the port that Caddy knows and the name browsers know.
    told = dict(line.split("=", 1) for line in from_readme("sh").split() if "=" in line)
    assert told["PORT"] in PORTS
    assert told[outer.SETTING].removeprefix("https://") in NAMES
    assert service["User"] != "root"
    assert unit["Install"]["WantedBy"] == "multi-user.target"
