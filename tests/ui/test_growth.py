"""What a page costs does not grow with the region: neither its statements nor, beyond a page of rows, what it sends."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import pytest
from streamlit.proto.ForwardMsg_pb2 import ForwardMsg
from streamlit.runtime.scriptrunner_utils.script_run_context import ScriptRunContext

from checklist.model.accounts import Role
from checklist.rules.grants import PAGES
from checklist.store import db
from checklist.store.assessments import assessments
from checklist.store.hospitals import hospitals
from checklist.ui import widgets
from tests import built_once
from tests.conftest import TODAY
from tests.ui import screens
from tests.ui.screens import open_page
from tests.ui.test_reads import FRAME, MOST, Place, address_of, counted, in_the_region
from tests.world import by

SMALL, LARGE, LARGEST = 6, 24, 300
"""Hospitals of the two regions that are compared, and of the largest that has to be carried."""
GROWTH = 1.2
FEW = 3
"""Statements that a page may ask where there is something at all: a page of nothing asks nothing more."""
BYTES = 500_000
"""So much HTML a page may send in the largest region."""
SCREENS = [screen for screen, where in MOST if where == "region"]
OF_ONE = {screen for screen in SCREENS if "visit" in screen.partition("?")[2] or "partners" in screen}
"""What shows one visit or two; how long it is lies in what was written there."""
AGAIN = 25_000
"""So many bytes of a page may be sent anew though nothing has changed; the rest is named by its hash, and not sent."""
OF_FORMS = {"closing?visit": 50_000, "settings": 30_000}
"""The same of pages with a hundred small inputs."""
TWICE = 2
"""So often one statement may be asked where a region has more kinds of things: another sheet, another track."""


@dataclass(frozen=True)
class Cost:
    """What one opening of a page asks and sends: statements by their words, bytes of HTML, bytes that are sent again."""

    asked: Counter[str]
    size: int
    again: int

    @property
    def statements(self) -> int:
        """How many there are beside those of the frame."""
        return self.asked.total() - FRAME[1]


@pytest.fixture(scope="module")
def small_file(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A region of six hospitals, as long as the other one."""
    return built_once.region(tmp_path_factory, TODAY, SMALL, 5, 7)


def costs(screen: str, place: Place, monkeypatch: pytest.MonkeyPatch) -> dict[Role, Cost]:
    """Statements and bytes of HTML of a screen, for every role that opens its page."""
    page, address = address_of(screen, place.ids)
    found = {}
    for role in sorted(PAGES[page]):
        screens.sign_in(monkeypatch, place.people[role])
        with counted(monkeypatch) as reads, sent_again(monkeypatch) as again:
            shown = open_page(page, **address)
        assert not shown.exception
        asked = Counter(_VALUES.sub("?", one) for one in reads.statements)
        found[role] = Cost(asked, len(screens.text(shown).encode()), sum(again))
    return found


_VALUES = re.compile(r"'(?:[^']|'')*'|\b\d+\b|\?(?:, \?)+")


@contextmanager
def sent_again(monkeypatch: pytest.MonkeyPatch) -> Iterator[list[int]]:
    """The sizes of the messages that Streamlit sends whole, even to a browser that holds them."""
    found: list[int] = []
    real = ScriptRunContext.enqueue

    def enqueue(self: ScriptRunContext, message: ForwardMsg) -> None:
        real(self, message)
        if not message.metadata.cacheable:
            found.append(message.ByteSize())

    with monkeypatch.context() as patch:
        patch.setattr(ScriptRunContext, "enqueue", enqueue)
        yield found


@pytest.mark.parametrize("screen", SCREENS)
def test_a_page_asks_and_sends_no_more_in_a_larger_region(
    screen: str, small_file: Path, demo_db: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    small, large = (
        costs(screen, in_the_region(source, tmp_path, monkeypatch), monkeypatch) for source in (small_file, demo_db)
    )
    for role, cost in large.items():
        before = small[role]
        # Six hospitals are too few for any edition, and the support centre is shown nothing else.
        if role is not Role.CENTER_STAFF:
            assert cost.statements <= GROWTH * max(before.statements, FEW), (screen, role, cost.asked - before.asked)
            # One for every ten hospitals would be little here, and thirty where there are 300.
            oftener = {one: count for one, count in cost.asked.items() if count > max(TWICE, before.asked[one])}
            assert oftener == {}, (screen, role)
        # As if it grew on as it did; what stands in pages of fifty rows does not.
        each = 0 if screen in OF_ONE else max(0, cost.size - before.size) / (LARGE - SMALL)
        assert cost.size + each * (LARGEST - LARGE) <= BYTES, (role, before.size, cost.size)
        assert cost.again <= OF_FORMS.get(screen, AGAIN), (screen, role, cost.again)


def test_a_long_list_is_sent_in_pages(demo_db: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Smaller pages of rows make a smaller page, and every row stands on one of them."""
    place = in_the_region(demo_db, tmp_path, monkeypatch)
    screens.sign_in(monkeypatch, place.people[Role.SECRETARIAT])
    monkeypatch.setattr(widgets, "PAGE", 10)
    screen = open_page("assessments")
    ranges = next(one for one in screen.selectbox if one.label == "表示範囲")
    assert ranges.options[:2] == ["1～10件目", "11～20件目"]
    shown: list[str] = []
    for place_in_list in range(len(ranges.options)):
        next(one for one in screen.selectbox if one.label == "表示範囲").select_index(place_in_list).run()
        found = re.findall(r"/assessments\?assessment=(\d+)", screens.text(screen))
        assert 0 < len(found) <= 10
        shown += found
    assert len(shown) == len(set(shown)) > 10
    # A page of a list has its address; one of another number of rows begins at the first.
    address = "".join(screen.query_params["page-assessments"])
    for asked, there in ((address, shown[-1]), ("10-9", shown[0])):
        opened = open_page("assessments", **{"page-assessments": asked})
        found = re.findall(r"/assessments\?assessment=(\d+)", screens.text(opened))
        assert there in found, asked
        assert len(found) <= 10
    with db.reading() as connection:
        assert len(shown) == len(assessments.visible_self(by(connection)))


@pytest.mark.parametrize("kind", ["hospitals", "classes"])
def test_every_number_of_a_comparison_is_sent_only_on_demand(
    kind: str, demo_db: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    place = in_the_region(demo_db, tmp_path, monkeypatch)
    screens.sign_in(monkeypatch, place.people[Role.SECRETARIAT])
    screen = open_page("comparison", by=kind)
    assert 'aria-label="内訳"' not in screens.text(screen)
    screen.toggle(key="parts").set_value(True).run()
    (parts,) = [one.proto.body for one in screen.get("html") if 'aria-label="内訳"' in one.proto.body]
    assert parts.count("<tr>") == widgets.PAGE + 1
    assert not screen.exception


def test_the_hospitals_of_a_comparison_are_found_by_name_and_shown_in_windows(
    demo_db: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    place = in_the_region(demo_db, tmp_path, monkeypatch)
    screens.sign_in(monkeypatch, place.people[Role.SECRETARIAT])
    monkeypatch.setattr(widgets, "PAGE", 5)
    screen = open_page("comparison", by="hospitals")
    heat = next(one.proto.body for one in screen.get("html") if "grid heat" in one.proto.body)
    assert len(re.findall(r'scope="col" class="figure"|scope="col" class="span"', heat)) <= 5
    with db.reading() as connection:
        name = hospitals.all_hospitals(by(connection))[0].name
    screen.text_input(key="narrowed-groups").set_value(name).run()
    assert not screen.exception
    grid = screens.text(screen)
    assert name in grid
    assert "のうち1件を表示しています。" in grid
    assert "".join(screen.query_params["find-groups"]) == name
    assert "のうち1件を表示しています。" in screens.text(
        open_page("comparison", by="hospitals", **{"find-groups": name})
    )
    screen.text_input(key="narrowed-groups").set_value("どこにもない").run()
    assert "条件に合う病院はありません" in screens.text(screen)
    assert "grid heat" not in screens.text(screen)


def test_the_hospitals_that_rate_themselves_are_shown_in_windows_beside_all_together(
    demo_db: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    place = in_the_region(demo_db, tmp_path, monkeypatch)
    screens.sign_in(monkeypatch, place.people[Role.SECRETARIAT])
    monkeypatch.setattr(widgets, "PAGE", 5)
    screen = open_page("comparison", by="tracks")
    grid = next(one.proto.body for one in screen.get("html") if "grid heat" in one.proto.body)
    assert grid.count('scope="col" class="figure"') == 6
    assert "すべての病院" in grid
    assert not screen.exception
