"""改訂案: the drafts of the next versions of sheets, changed step by step, each of which can be taken back."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from sqlite3 import Row
from typing import Any

import msgspec

from checklist import words
from checklist.errors import Fault, Forbidden, NotFound, Refused, Stale
from checklist.model.notices import AuditKind
from checklist.model.permission import Thing, Verb
from checklist.model.sheets import (
    ChangeKind,
    RevisedChapter,
    RevisedItem,
    Revision,
    RevisionChange,
    RevisionContent,
    RevisionStep,
    SheetVersion,
)
from checklist.rules import fiscal_year
from checklist.rules.access import Facts
from checklist.rules.sheets import revising
from checklist.rules.sheets.revised_sheet import RevisedSheet
from checklist.rules.sheets.revising import Ground
from checklist.store import region, rows
from checklist.store.act import Act, View
from checklist.store.notices import audit
from checklist.store.sheets import registering, sheets

_decode = msgspec.json.Decoder(RevisionContent).decode
_SELECT = """SELECT r.id, r.name, r.starts_on, r.version AS edition, r.updated_at AS changed_at, p.name AS "by",
    v.code AS previous_code, v.name AS previous_name, v.number + 1 AS number, s.name AS sheet_name, e.step,
    e.at AS step_at, e.reason, e.version_code,
    (SELECT until FROM revision_event WHERE revision_id = r.id AND step = 'opened' ORDER BY id DESC LIMIT 1) AS until
    FROM sheet_revision r JOIN person p ON p.id = r.person_id JOIN sheet_version v ON v.id = r.previous_id
    JOIN sheet s ON s.id = v.sheet_id
    JOIN revision_event e ON e.id = (SELECT max(id) FROM revision_event WHERE revision_id = r.id)"""


@dataclass(frozen=True)
class Changed:
    """What became of one step: stored or not, why not, and the 改訂案 as it stands now."""

    saved: bool
    message: str
    edition: int
    content: RevisionContent


def listed(view: View) -> list[Revision]:
    """The 改訂案 that the reader may open, the newest first."""
    return [one for one in _all(view) if view.may(Verb.READ, Thing.REVISIONS, facts(one))]


def _all(view: View) -> list[Revision]:
    # A region has a handful: read together once, for the start page asks of each whether the reader has answered.
    return view.once("revisions", lambda: rows.many(Revision, view.db.execute(f"{_SELECT} ORDER BY r.id DESC")))


def facts(one: Revision) -> Facts:
    """What the permission table needs to know of a 改訂案: it is shared once it was opened to partner hospitals."""
    return Facts(shared=one.until is not None)


def get(view: View, revision_id: int, verb: Verb = Verb.READ) -> Revision:
    """One 改訂案; raises NotFound or Forbidden."""
    one = next((each for each in _all(view) if each.id == revision_id), None)
    if one is None:
        # Nobody without the right learns which numbers there are.
        if not view.may(Verb.WRITE, Thing.REVISIONS):
            raise Forbidden
        raise NotFound("この改訂案は登録されていません。")
    view.require(verb, Thing.REVISIONS, facts(one))
    return one


def content(view: View, revision_id: int) -> RevisionContent:
    """Its chapters and items; raises NotFound or Forbidden."""
    get(view, revision_id)
    found = view.db.execute("SELECT content FROM sheet_revision WHERE id = ?", [revision_id]).fetchone()
    return _decode(found["content"])


def sheet(view: View, one: Revision, found: RevisionContent) -> RevisedSheet:
    """A 改訂案 beside the versions before, as the sheet that it would be; raises Forbidden."""
    view.require(Verb.READ, Thing.REVISIONS, facts(one))
    chain = sheets.chain(view, one.previous_code)
    return RevisedSheet(found, chain, _code(view, one, chain[0]), one.name, year_of(view, one.starts_on))


def _code(view: View, one: Revision, previous: SheetVersion) -> str:
    """What the version is called by machines: as its sheet and number, where no other sheet has taken that already."""
    if one.step is RevisionStep.PUBLISHED and one.version_code:
        return one.version_code
    usual = f"{previous.sheet_code}-{one.number}"
    taken = {line.code for line in sheets.versions(view) if line.sheet_code != previous.sheet_code}
    return f"{usual}-{one.id}" if usual in taken else usual


def year_of(view: View, day: date) -> int:
    """The fiscal year of a day in this region."""
    return fiscal_year.of_day(day, region.of(view).fiscal_year_start_month)


def start(act: Act, previous_code: str, name: str, starts_on: date) -> int:
    """Begin a 改訂案 from the newest version of a sheet, and return its id; raises Refused, NotFound or Forbidden."""
    act.require(Verb.WRITE, Thing.REVISIONS)
    previous = sheets.get(act, previous_code)
    newest = registering.history(act, previous.sheet_code)[0]
    if newest.code != previous_code:
        raise Refused(f"改訂案は、最新の版（{newest.name}）から作成してください。")
    if any(one.previous_code == previous_code and one.is_open for one in listed(act)):
        raise Refused("この点検表には、作成中の改訂案がすでにあります。")
    require_head(act, previous, name, starts_on)
    found = json.dumps(msgspec.to_builtins(revising.begin(previous)), ensure_ascii=False)
    row = {"previous_id": sheets.version_id(act, previous_code), "name": name, "starts_on": starts_on}
    new = rows.insert(act, "sheet_revision", {**row, "content": found, "version": 1})
    event(act, new, RevisionStep.STARTED)
    return new


def require_head(view: View, previous: SheetVersion, name: str, starts_on: date) -> None:
    """Raise Refused unless a version may have this name and hold from this day."""
    view.require(Verb.WRITE, Thing.REVISIONS)
    found = []
    if not name.strip() or len(name) > 100:
        found.append(Fault("版名", "1文字以上100文字以内で入力してください。"))
    if name.strip() == previous.name:
        found.append(Fault("版名", "前の版と異なる名前にしてください。"))
    if year_of(view, starts_on) < previous.from_fiscal_year or starts_on.year > 2200:
        found.append(
            Fault("適用開始日", f"前の版の適用開始（{previous.from_fiscal_year}年度）以後の日にしてください。")
        )
    if found:
        raise Refused(found)


def rename(act: Act, one: Revision, name: str, starts_on: date) -> None:
    """Keep another name and day, checked by `require_head`; raises Forbidden."""
    act.require(Verb.WRITE, Thing.REVISIONS)
    rows.update(act, "sheet_revision", one.id, {"name": name, "starts_on": starts_on, "version": one.edition + 1})


def require_seen(view: View, one: Revision, seen: int) -> None:
    """Raise Stale unless a 改訂案 is still in the edition that was seen; says who changed it when."""
    view.require(Verb.WRITE, Thing.REVISIONS)
    if one.edition != seen:
        raise Stale(
            f"{one.by}さんが{words.moment(one.changed_at)}にこの改訂案を変更しています。何も変更していません。"
            "画面を開き直して、変更後の内容を確かめてください。"
        )


def event(
    act: Act, revision_id: int, step: RevisionStep, until: date | None = None, version_code: str | None = None,
    reason: str = "",
) -> None:  # fmt: skip
    """Write down a step of a 改訂案, also in the audit; raises Forbidden."""
    act.require(Verb.WRITE, Thing.REVISIONS)
    row = {"revision_id": revision_id, "step": step, "until": until, "version_code": version_code, "reason": reason}
    rows.insert(act, "revision_event", row)
    one = get(act, revision_id)
    told = f"{one.sheet_name} {one.name}：{words.REVISION_STEPS[step]}{f'（{reason}）' if reason else ''}"
    audit.note(act, AuditKind.SHEET_CHANGED, detail=told)


def change(act: Act, revision_id: int, step: RevisionChange) -> Changed:
    """Make one step; a step that came twice is made once, and one on what somebody else has changed since is told.

    Raises NotFound or Forbidden; what cannot be done is an answer, and changes nothing.
    """
    one = get(act, revision_id, Verb.WRITE)
    before = content(act, revision_id)
    made = act.db.execute("SELECT revision_id FROM revision_change WHERE operation_id = ?", [step.operation_id])
    if known := made.fetchone():
        here = known["revision_id"] == revision_id
        return Changed(
            here, "" if here else "この変更は、別の改訂案への変更として受け付けています。", one.edition, before
        )
    try:
        _require_seen(act, one, before, step)
        undone = _last(act, one) if step.kind is ChangeKind.UNDO else None
        after = _restored(before, undone, one.edition + 1) if undone else _applied(act, one, before, step)
    except Refused as error:
        return Changed(False, error.message, one.edition, before)
    if after == before:
        return Changed(True, "", one.edition, before)
    _write(act, one, before, after, step, undone)
    return Changed(True, "", one.edition + 1, after)


def _applied(act: Act, one: Revision, before: RevisionContent, step: RevisionChange) -> RevisionContent:
    chain = sheets.chain(act, one.previous_code)
    used = frozenset(item.code for version in chain for item in version.items)
    return revising.apply(before, step, Ground(chain[0], used, one.edition + 1))


def _require_seen(view: View, one: Revision, before: RevisionContent, step: RevisionChange) -> None:
    """Raise Refused where the draft is closed, or somebody else has changed what the step is about."""
    if not one.is_open:
        raise Refused(f"この改訂案は{words.REVISION_STEPS[one.step]}のため、変更できません。")
    editions = {item.key: item.edition for item in before.items}
    editions |= {chapter.key: chapter.edition for chapter in before.chapters}
    late = [key for key in revising.about(step) if editions.get(key, 0) > step.base]
    if late:
        found = view.db.execute(
            """SELECT person.name, at FROM revision_change JOIN person ON person.id = person_id
               WHERE revision_id = ? AND edition = ?""",
            [one.id, editions[late[0]]],
        ).fetchone()
        at = words.moment(msgspec.convert(found["at"], type(one.changed_at)))
        raise Refused(f"{found['name']}さんが{at}にこの内容を変更しました。上書きしていません。")


def _write(
    act: Act, one: Revision, before: RevisionContent, after: RevisionContent, step: RevisionChange, undone: Row | None
) -> None:
    row = {"revision_id": one.id, "edition": one.edition + 1, "operation_id": step.operation_id, "kind": step.kind}
    kept = json.dumps(_difference(before, after), ensure_ascii=False)
    rows.insert(act, "revision_change", {**row, "before": kept, "undoes": undone["id"] if undone else None})
    text = json.dumps(msgspec.to_builtins(after), ensure_ascii=False)
    rows.update(act, "sheet_revision", one.id, {"content": text, "version": one.edition + 1})


def _difference(before: RevisionContent, after: RevisionContent) -> dict[str, Any]:
    """What brings back how it was: the order, the chapters, and the items that are no longer the same."""
    now = {item.key: item for item in after.items}
    changed = [item for item in before.items if now.get(item.key) != item]
    found = {"order": [item.key for item in before.items], "chapters": before.chapters, "items": changed}
    built: dict[str, Any] = msgspec.to_builtins(found)
    return built


def _last(view: View, one: Revision) -> Row:
    """The last step that still stands; raises Refused where there is none, or where it is somebody else's."""
    found = view.db.execute(
        """SELECT c.*, person.name FROM revision_change c JOIN person ON person.id = c.person_id
           WHERE revision_id = ? AND undoes IS NULL
           AND NOT EXISTS (SELECT 1 FROM revision_change u WHERE u.undoes = c.id) ORDER BY c.id DESC LIMIT 1""",
        [one.id],
    ).fetchone()
    if found is None:
        raise Refused("元に戻す変更がありません。")
    if found["person_id"] != view.principal.person_id:
        raise Refused(f"直前の変更は{found['name']}さんによるものです。本人のみが元に戻せます。")
    row: Row = found
    return row


def _restored(now: RevisionContent, undone: Row, edition: int) -> RevisionContent:
    kept: Mapping[str, Any] = json.loads(undone["before"])
    back = {one.key: one for one in msgspec.convert(kept["items"], tuple[RevisedItem, ...])}
    there = {one.key: one for one in now.items}
    items = tuple(replace(back[key], edition=edition) if key in back else there[key] for key in kept["order"])
    chapters = msgspec.convert(kept["chapters"], tuple[RevisedChapter, ...])
    # Whoever saw what is taken back must not write over what stands there now.
    return RevisionContent(
        tuple(one if one in now.chapters else replace(one, edition=edition) for one in chapters), items
    )


def may_undo(view: View, revision_id: int) -> bool:
    """Whether the last step that stands is the reader's own; raises NotFound or Forbidden."""
    one = get(view, revision_id, Verb.WRITE)
    try:
        _last(view, one)
    except Refused:
        return False
    return one.is_open


def changed_since(found: RevisionContent, edition: int) -> Sequence[RevisedItem]:
    """The items that are not as they were in an edition."""
    return [one for one in found.items if one.edition > edition]
