"""What is done with a 改訂案 as a whole: opened to partner hospitals, published, taken back, given up."""

from __future__ import annotations

from datetime import date

from checklist.errors import Fault, Refused
from checklist.model.permission import Verb
from checklist.model.sheets import Revision, RevisionStep, SheetVersion
from checklist.rules.fields import text_limits, typed_text
from checklist.store.act import Act
from checklist.store.sheets import registering, revisions, sheets
from checklist.words import REVISION_STEPS


def open_for_comment(act: Act, revision_id: int, until: date | None) -> None:
    """Let partner hospitals read it and say what they think, up to a day and with it; raises Refused or Forbidden."""
    one = _open(act, revision_id)
    if until is None or until < act.today:
        raise Refused([Fault("意見の期限", "本日以後の日付を入力してください。")])
    if until > one.starts_on:
        raise Refused([Fault("意見の期限", "適用開始日以前の日付を入力してください。")])
    # Whoever reads it should read what could be published.
    if found := revisions.sheet(act, one, revisions.content(act, revision_id)).faults:
        raise Refused(f"誤りが{len(found)}件あります。「編集」で修正してから、意見を募集してください。")
    revisions.event(act, revision_id, RevisionStep.OPENED, until)


def close(act: Act, revision_id: int) -> None:
    """End the comments before their day; raises Refused or Forbidden."""
    if _open(act, revision_id).step is not RevisionStep.OPENED:
        raise Refused("意見を募集していません。")
    revisions.event(act, revision_id, RevisionStep.CLOSED)


def describe(act: Act, revision_id: int, seen: int, name: str, starts_on: date | None) -> None:
    """Change how the version shall be called and from when it holds; raises Refused, Forbidden or Stale."""
    one = _seen(act, revision_id, seen)
    if starts_on is None:
        raise Refused([Fault("適用開始日", "入力してください。")])
    revisions.require_head(act, sheets.get(act, one.previous_code), name, starts_on)
    if (typed_text.line(name), starts_on) != (one.name, one.starts_on):
        revisions.rename(act, one, name, starts_on)


def publish(act: Act, revision_id: int, seen: int) -> SheetVersion:
    """Make it the next version of its sheet, checked as a file is; raises Refused with every fault, Forbidden or Stale."""
    one = _seen(act, revision_id, seen)
    found = revisions.sheet(act, one, revisions.content(act, revision_id))
    if found.faults:
        raise Refused([Fault("", fault.message) for fault in found.faults])
    version = registering.register(act, found.draft, one.starts_on)
    revisions.event(act, revision_id, RevisionStep.PUBLISHED, version_code=version.code)
    return version


def discard(act: Act, revision_id: int, reason: str) -> None:
    """Give it up; it stays readable. Raises Refused or Forbidden."""
    _open(act, revision_id)
    revisions.event(act, revision_id, RevisionStep.DISCARDED, reason=_reason(reason))


def withdraw(act: Act, revision_id: int, reason: str) -> None:
    """Take back the version that was made of it, as long as nobody has used it; raises Refused or Forbidden."""
    one = revisions.get(act, revision_id, Verb.WRITE)
    if one.step is not RevisionStep.PUBLISHED or one.version_code is None:
        raise Refused("公表した改訂案のみを取り下げられます。")
    told = _reason(reason)
    version = sheets.version_id(act, one.version_code)
    if why := _used(act, version):
        raise Refused(f"{why}ため、この版は取り下げられません。次の版で改めてください。")
    sheets.remove(act, version)
    revisions.event(act, revision_id, RevisionStep.WITHDRAWN, version_code=one.version_code, reason=told)


_USES = (
    ("SELECT 1 FROM sheet_version WHERE id = ? AND frozen_at IS NOT NULL", "使用を開始した"),
    ("SELECT 1 FROM focus_choice WHERE version_id = ?", "重点項目を選定した"),
    ("SELECT 1 FROM sheet_revision WHERE previous_id = ?", "この版から次の改訂案を作成した"),
    ("SELECT 1 FROM sheet_version WHERE previous_id = ?", "次の版を登録した"),
)


def _used(act: Act, version: int) -> str:
    return next((why for query, why in _USES if act.db.execute(query, [version]).fetchone()), "")


def _open(act: Act, revision_id: int) -> Revision:
    one = revisions.get(act, revision_id, Verb.WRITE)
    if not one.is_open:
        raise Refused(f"この改訂案は{REVISION_STEPS[one.step]}のため、変更できません。")
    return one


def _seen(act: Act, revision_id: int, seen: int) -> Revision:
    """A 改訂案 that is still as the one who decides has seen it."""
    one = _open(act, revision_id)
    revisions.require_seen(act, one, seen)
    return one


def _reason(text: str) -> str:
    if typed_text.is_blank(text):
        raise Refused([Fault(text_limits.REASON, "入力してください。")])
    text_limits.require(text_limits.REASON, text)
    return text.strip()
