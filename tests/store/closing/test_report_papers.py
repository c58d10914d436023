"""Which kept paper of a sealed report is found, by whom, and what is left of it: rows and files, without printing any."""

from __future__ import annotations

from pathlib import Path

import pytest

from checklist.errors import ChecklistError, Forbidden, NotFound
from checklist.store import db
from checklist.store.act import acting, trying, viewing
from checklist.store.closing import erasures, report_papers
from checklist.store.files import files
from tests import cycle
from tests.cycle import who
from tests.world import World

ONE, OTHER = "1" * 64, "2" * 64
PAPER, NEWER = b"%PDF-1.7 first", b"%PDF-1.7 second"
MEMBER = "evaluator.h02"


@pytest.fixture
def sealed(world: World) -> World:
    cycle.sealed(world)
    return world


def keep(world: World, content: bytes = PAPER, made_from: str = ONE, login: str = MEMBER, erased: int = 0) -> bool:
    with acting(who(world, login)) as act:
        return report_papers.keep(act, world.visit, 1, made_from, content, erased)


def find(world: World, made_from: str = ONE, login: str = MEMBER, edition: int = 1) -> bytes | None:
    with viewing(who(world, login)) as view:
        return report_papers.find(view, world.visit, edition, made_from)


def stored() -> list[bytes]:
    return sorted(one.read_bytes() for one in files.stored(files.folder_beside(db.default_path())))


def count() -> int:
    with db.reading() as connection:
        found: int = connection.execute("SELECT count(*) FROM report_paper").fetchone()[0]
        return found


def test_what_is_kept_is_found_by_exactly_what_it_was_made_from(sealed: World) -> None:
    assert find(sealed) is None
    assert keep(sealed)
    assert find(sealed) == PAPER
    assert find(sealed, OTHER) is None
    assert find(sealed, ONE[:-1]) is None
    assert find(sealed, edition=2) is None


@pytest.mark.parametrize("login", ["leader.h01", "manager.h02", "secretariat"])
def test_every_reader_of_the_report_finds_the_same_paper_whoever_had_it_made(login: str, sealed: World) -> None:
    keep(sealed, login="leader.h01")
    assert find(sealed, login=login) == PAPER


@pytest.mark.parametrize("login", ["manager.h04", "leader.h04", "center", "admin"])
def test_nobody_else_finds_keeps_or_counts_anything(login: str, sealed: World) -> None:
    keep(sealed)
    with pytest.raises(Forbidden):
        find(sealed, login=login)
    with pytest.raises(Forbidden):
        keep(sealed, NEWER, login=login)
    with pytest.raises(Forbidden), viewing(who(sealed, login)) as view:
        report_papers.erasures(view, sealed.visit, 1)
    assert (find(sealed), stored()) == (PAPER, [PAPER])


def test_a_newer_paper_takes_the_place_of_the_one_before_with_its_file(sealed: World) -> None:
    keep(sealed)
    keep(sealed, NEWER, OTHER)
    assert (find(sealed, ONE), find(sealed, OTHER)) == (None, NEWER)
    assert (count(), stored()) == (1, [NEWER])


def test_the_same_paper_kept_twice_stays_and_is_one_file(sealed: World) -> None:
    keep(sealed)
    keep(sealed)
    keep(sealed, PAPER, OTHER)
    assert find(sealed, OTHER) == PAPER
    assert (count(), stored()) == (1, [PAPER])


def test_an_act_that_fails_takes_no_paper_away(sealed: World) -> None:
    keep(sealed)
    with trying(who(sealed, MEMBER)) as act:
        report_papers.keep(act, sealed.visit, 1, OTHER, NEWER, 0)
    assert find(sealed) == PAPER
    assert count() == 1


def test_after_an_erasure_neither_row_nor_file_of_the_old_paper_is_left(sealed: World) -> None:
    keep(sealed)
    with acting(who(sealed, MEMBER)) as act:
        erasures.erase(act, erasures.findings_of(act, sealed.visit)[0], "患者名の記載")
    assert (find(sealed), count(), stored()) == (None, 0, [])


def test_each_erasure_is_counted_and_a_paper_begun_before_it_is_not_kept(sealed: World) -> None:
    with viewing(who(sealed, MEMBER)) as view:
        before = report_papers.erasures(view, sealed.visit, 1)
    with acting(who(sealed, MEMBER)) as act:
        erasures.erase(act, erasures.findings_of(act, sealed.visit)[0], "患者名の記載")
    with viewing(who(sealed, MEMBER)) as view:
        after = report_papers.erasures(view, sealed.visit, 1)
    assert after > before
    assert not keep(sealed, erased=before)
    assert find(sealed) is None
    assert keep(sealed, NEWER, erased=after)
    assert (find(sealed), stored()) == (NEWER, [NEWER])


@pytest.mark.parametrize("edition", [0, 2, -1, 2**40])
def test_an_edition_that_there_is_not_has_no_paper_and_gets_none(edition: int, sealed: World) -> None:
    assert find(sealed, edition=edition) is None
    with pytest.raises(NotFound, match="まだありません"), viewing(who(sealed, MEMBER)) as view:
        report_papers.erasures(view, sealed.visit, edition)
    with pytest.raises(NotFound, match="まだありません"), acting(who(sealed, MEMBER)) as act:
        report_papers.keep(act, sealed.visit, edition, ONE, PAPER, 0)
    assert stored() == []


def test_before_the_report_is_sealed_there_is_nothing_to_keep(world: World) -> None:
    with pytest.raises(ChecklistError):
        keep(world)
    assert (count(), stored()) == (0, [])


@pytest.mark.parametrize("harm", [b"", PAPER[:-1], PAPER + b"?", b"%PDF-1.7 fIrst"])
def test_a_damaged_file_is_no_paper(harm: bytes, sealed: World) -> None:
    keep(sealed)
    (file,) = files.stored(files.folder_beside(db.default_path()))
    Path(file).write_bytes(harm)
    assert find(sealed) is None
    assert keep(sealed, NEWER, OTHER)
    assert find(sealed, OTHER) == NEWER
