"""The page of the 改訂案: those that the reader may open, one of them with what it changes and what was said to it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

from checklist import words
from checklist.model.permission import Thing, Verb
from checklist.model.sheets import Revision, RevisionComment, RevisionStep
from checklist.readings import revision_state
from checklist.readings.task import Scene, Task
from checklist.rules import access
from checklist.rules.access import Facts
from checklist.rules.sheets.revised_sheet import RevisedSheet
from checklist.store.act import View
from checklist.store.hospitals import hospitals
from checklist.store.sheets import revision_comments, revisions, sheets
from checklist.store.sheets.sheets import VersionLine


@dataclass(frozen=True)
class Chosen:
    """One 改訂案: what counts of the comments, by hospital and item; `names` of whoever may be among them."""

    revision: Revision
    sheet: RevisedSheet
    compared: str
    said: Mapping[tuple[int, str], RevisionComment]
    asked: Mapping[int, str]
    names: Mapping[int, str]
    own: int | None
    comments: bool
    """Whether the reader may say something now."""


@dataclass(frozen=True)
class RevisionsPage:
    """The 改訂案, newest first; `startable` are the versions from which another one can be begun."""

    revisions: tuple[Revision, ...]
    writes: bool
    chosen: Chosen | None = None
    startable: tuple[VersionLine, ...] = ()
    unanswered: frozenset[int] = field(default=frozenset())
    """The ids of those to which the reader's hospital is asked to say something and has not."""


def read(view: View, asked: int | None) -> RevisionsPage:
    """The page, with one 改訂案 if one is asked for; raises NotFound or Forbidden."""
    writes = view.may(Verb.WRITE, Thing.REVISIONS)
    if asked is not None:
        return RevisionsPage((), writes, chosen(view, asked))
    found = tuple(revisions.listed(view))
    unanswered = frozenset() if writes else frozenset(one.id for one in waiting(view))
    return RevisionsPage(found, writes, None, _startable(view, found) if writes else (), unanswered)


def chosen(view: View, revision_id: int) -> Chosen:
    """One 改訂案; raises NotFound or Forbidden."""
    one = revisions.get(view, revision_id)
    sheet = revisions.sheet(view, one, revisions.content(view, revision_id))
    said = revision_comments.standing(revision_comments.history(view, revision_id))
    names = {each.id: each.name for each in hospitals.all_hospitals(view)}
    own, asked = view.principal.hospital_id, revision_comments.asked(view, revision_id)
    speaks = own in asked and view.may(Verb.WRITE, Thing.REVISION_COMMENTS, Facts(own))
    comments = speaks and one.takes_comments(view.today)
    return Chosen(one, sheet, revision_state.compared(sheet), said, asked, names, own, comments)


def waiting(view: View) -> list[Revision]:
    """Those that wait for the word of the reader's own hospital."""
    own = view.principal.hospital_id
    if own is None or not view.may(Verb.WRITE, Thing.REVISION_COMMENTS, access.of_hospital(own)):
        return []
    return [
        one
        for one in revisions.listed(view)
        if one.takes_comments(view.today)
        and own in revision_comments.asked(view, one.id)
        and (own, "") not in revision_comments.standing(revision_comments.history(view, one.id))
    ]


def tasks(scene: Scene) -> Iterator[Task]:
    """For a hospital's manager to say something, for the editors to go on once the day has passed."""
    view = scene.view
    for one in waiting(view):
        detail = f"{one.sheet_name} {one.name}。期限 {words.day(one.until)}"
        yield Task(
            "点検表の改訂案に意見を回答する",
            detail,
            f"/revisions?revision={one.id}&part=comments",
            "改訂案を読む",
            "now",
        )
    for one in ended(view):
        detail = f"{one.sheet_name} {one.name}。意見の期限（{words.day(one.until)}）を過ぎました。"
        href = f"/revisions?revision={one.id}&part=publish"
        yield Task("点検表の改訂案を公表するか、改める", detail, href, "改訂案を開く", "now")


def ended(view: View) -> list[Revision]:
    """The drafts of which the day for comments has passed, for those who go on with them."""
    if not view.may(Verb.WRITE, Thing.REVISIONS):
        return []
    known = revisions.listed(view)
    return [one for one in known if one.step is RevisionStep.OPENED and not one.takes_comments(view.today)]


def _startable(view: View, known: tuple[Revision, ...]) -> tuple[VersionLine, ...]:
    """The newest version of every sheet of which nobody writes the next one."""
    newest: dict[str, VersionLine] = {}
    for line in sheets.versions(view):
        newest.setdefault(line.sheet_code, line)
    taken = {one.previous_code for one in known if one.is_open}
    return tuple(line for line in newest.values() if line.code not in taken)
