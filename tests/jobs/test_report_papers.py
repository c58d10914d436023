"""The PDF of a sealed report: made once in a process that ends, kept by its hash, made anew when anything changes."""

from __future__ import annotations

import io
from collections.abc import Callable
from pathlib import Path
from queue import Queue

import pytest
from pypdf import PdfReader

from checklist.errors import Forbidden, NotFound, Refused, Trouble
from checklist.formats import pdf_apart
from checklist.jobs import report_papers
from checklist.model.accounts import Principal
from checklist.store import backup, db, doctor, troubles
from checklist.store.act import acting, trying, viewing
from checklist.store.closing import erasures
from checklist.store.closing import report_papers as kept_papers
from checklist.store.files import files
from tests import cycle
from tests.cycle import who
from tests.store.test_doctor import break_with
from tests.world import World

SECRET = "院長の出席が記録されていない"


@pytest.fixture
def sealed(world: World) -> World:
    cycle.sealed(world)
    return world


@pytest.fixture
def made(monkeypatch: pytest.MonkeyPatch) -> list[int]:
    """The sizes of what was really made, in order."""
    sizes: list[int] = []
    printed = pdf_apart.printed

    def counted(found: object) -> bytes:
        content = printed(found)  # type: ignore[arg-type]
        sizes.append(len(content))
        return content

    monkeypatch.setattr(pdf_apart, "printed", counted)
    return sizes


def paper(world: World, login: str = "leader.h01", edition: int | None = None) -> bytes:
    with viewing(who(world, login)) as view:
        return report_papers.content(view, world.visit, edition)[1]


def text(content: bytes) -> str:
    return "".join(page.extract_text() for page in PdfReader(io.BytesIO(content)).pages)


def stored() -> list[Path]:
    return [one for one in files.stored(files.folder_beside(db.default_path())) if one.read_bytes()[:4] == b"%PDF"]


def test_it_is_made_once_and_is_the_same_file_for_every_reader(sealed: World, made: list[int]) -> None:
    first = paper(sealed)
    assert {paper(sealed, login) for login in ("manager.h02", "evaluator.h02", "secretariat")} == {first}
    assert made == [len(first)]
    assert [one.read_bytes() for one in stored()] == [first]
    found = text(first)
    assert "文書番号　医安相" in found
    assert "第1版" in found
    assert "出力者" not in found


@pytest.mark.parametrize("login", ["manager.h04", "leader.h04", "center", "admin"])
def test_who_may_not_read_the_report_gets_no_kept_paper_either(sealed: World, login: str) -> None:
    paper(sealed)
    with pytest.raises(Forbidden):
        paper(sealed, login)
    with viewing(who(sealed, login)) as view:
        for ask in (
            lambda: kept_papers.find(view, sealed.visit, 1, "0" * 64),
            lambda: kept_papers.erasures(view, sealed.visit, 1),
        ):
            with pytest.raises(Forbidden):
                ask()


def test_an_edition_that_there_is_not_has_no_paper(sealed: World, made: list[int]) -> None:
    with pytest.raises(NotFound):
        paper(sealed, edition=2)
    assert made == []


def _gone(file: Path) -> None:
    file.unlink()


def _damaged(file: Path) -> None:
    file.write_bytes(file.read_bytes()[:-1] + b"?")


@pytest.mark.parametrize("harm", [_gone, _damaged])
def test_a_lost_or_damaged_file_is_told_by_doctor_and_made_again(
    sealed: World, made: list[int], harm: Callable[[Path], None]
) -> None:
    first = paper(sealed)
    harm(stored()[0])
    assert [str(fault) for fault in doctor.examine(db.default_path()).faults] != []
    again = paper(sealed)
    assert text(again) == text(first)
    assert len(made) == 2
    assert doctor.examine(db.default_path()).faults == ()
    paper(sealed)
    assert len(made) == 2


def test_what_changes_on_it_makes_a_new_one_and_removes_the_old_one(sealed: World, made: list[int]) -> None:
    before = text(paper(sealed))
    cycle.handed_over(sealed)
    after = text(paper(sealed))
    assert "未手交" in before
    assert "未手交" not in after
    assert (len(made), len(stored())) == (2, 1)
    assert [fault for fault in doctor.examine(db.default_path()).remarks if "使われて" in fault.message] == []


def test_what_is_erased_leaves_the_kept_paper_at_once(sealed: World, made: list[int]) -> None:
    assert SECRET in text(paper(sealed)).replace("\n", "")
    with acting(who(sealed, "evaluator.h02")) as act:
        found = next(one for one in erasures.findings_of(act, sealed.visit) if one.text == SECRET)
        erasures.erase(act, found, "患者名の記載")
    assert stored() == []
    after = text(paper(sealed)).replace("\n", "")
    assert SECRET not in after
    assert "個人情報のため削除" in after
    assert (len(made), len(stored())) == (2, 1)


def test_a_paper_that_was_being_made_while_something_was_erased_is_not_kept(sealed: World) -> None:
    member = who(sealed, "evaluator.h02")
    with viewing(member) as view:
        erased = kept_papers.erasures(view, sealed.visit, 1)
    with acting(member) as act:
        erasures.erase(act, erasures.findings_of(act, sealed.visit)[0], "患者名の記載")
    with acting(member) as act:
        assert not kept_papers.keep(act, sealed.visit, 1, "0" * 64, b"%PDF still with the name", erased)
    assert stored() == []
    with db.reading() as connection:
        assert connection.execute("SELECT count(*) FROM report_paper").fetchone()[0] == 0


def test_a_changed_report_leaves_as_no_paper_though_one_is_kept(sealed: World) -> None:
    paper(sealed)
    break_with(db.default_path(), "UPDATE report SET snapshot = replace(snapshot, '架空 院長', '架空 部長')")
    with pytest.raises(Refused, match="一致しません"):
        paper(sealed)


def test_a_backup_takes_it_along_and_is_not_held_up_by_a_lost_one(sealed: World, tmp_path: Path) -> None:
    first, now = paper(sealed), db.default_path()
    backup.backup(now, tmp_path / "whole.db")
    assert [one.read_bytes() for one in files.stored(files.folder_beside(tmp_path / "whole.db"))] == [first]
    stored()[0].unlink()
    backup.backup(now, tmp_path / "without.db")
    assert list(files.stored(files.folder_beside(tmp_path / "without.db"))) == []
    backup.restore(tmp_path / "whole.db", now)
    assert paper(sealed) == first
    backup.restore(tmp_path / "without.db", now)
    assert text(paper(sealed)) == text(first)


def test_a_full_disk_keeps_nobody_from_reading(sealed: World, monkeypatch: pytest.MonkeyPatch) -> None:
    def full(*_: object) -> str:
        raise troubles.cannot_save(Trouble.DISK)

    with monkeypatch.context() as patch:
        patch.setattr(files, "put", full)
        assert paper(sealed).startswith(b"%PDF")
    assert stored() == []


def test_sealing_has_it_made_after_its_commit_and_never_if_it_fails(
    sealed: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    begun: Queue[tuple[Principal, Path, int]] = Queue()
    monkeypatch.setattr(report_papers, "_make", lambda *what: begun.put(what))
    member = who(sealed, "evaluator.h02")
    with trying(member) as act:
        report_papers.after(act, sealed.visit)
    with acting(member) as act:
        report_papers.after(act, sealed.visit)
        assert begun.empty()
    assert begun.get(timeout=20) == (member, db.default_path(), sealed.visit)
    assert begun.empty()


def test_made_ahead_it_is_there_for_the_first_reader(sealed: World, made: list[int]) -> None:
    member = who(sealed, "evaluator.h02")
    report_papers._make(member, db.default_path(), sealed.visit)
    assert len(made) == 1
    assert paper(sealed) == stored()[0].read_bytes()
    assert len(made) == 1


def test_making_it_ahead_fails_without_a_word_to_anybody(sealed: World, tmp_path: Path) -> None:
    report_papers._make(who(sealed, "leader.h04"), db.default_path(), sealed.visit)
    report_papers._make(who(sealed, "leader.h01"), tmp_path / "nothing.db", sealed.visit)
    assert stored() == []
