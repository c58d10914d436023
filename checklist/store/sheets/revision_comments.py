"""What partner hospitals say to a 改訂案 that was opened to them: as a whole, or to an item."""

from __future__ import annotations

from checklist.errors import Fault, Forbidden, Refused
from checklist.model.hospitals import Addon
from checklist.model.permission import Thing, Verb
from checklist.model.sheets import RevisionComment, Stance, Subject
from checklist.rules.access import Facts
from checklist.rules.fields import text_limits, typed_text
from checklist.store import rows
from checklist.store.act import Act, View
from checklist.store.hospitals import hospitals
from checklist.store.sheets import revisions, sheets

_SELECT = """SELECT c.hospital_id, c.item_key, c.stance, c.text, c.edition, c.at, p.name AS "by"
    FROM revision_comment c JOIN person p ON p.id = c.person_id
    WHERE c.revision_id = ? AND (? IS NULL OR c.hospital_id = ?) ORDER BY c.id"""


def own(view: View) -> int | None:
    """The hospital for which the reader may say something, or see what was said; None for nobody's."""
    hospital = view.principal.hospital_id
    return hospital if view.may(Verb.READ, Thing.REVISION_COMMENTS, Facts(hospital)) else None


def history(view: View, revision_id: int) -> list[RevisionComment]:
    """Everything said so far, the oldest first: by all for the editors, by the own hospital for its people."""
    revisions.get(view, revision_id)
    every = view.may(Verb.WRITE, Thing.REVISIONS)
    hospital = None if every else view.principal.hospital_id
    if not every and hospital is None:
        raise Forbidden
    view.require(Verb.READ, Thing.REVISION_COMMENTS, Facts(hospital))
    return rows.many(RevisionComment, view.db.execute(_SELECT, [revision_id, hospital, hospital]))


def standing(found: list[RevisionComment]) -> dict[tuple[int, str], RevisionComment]:
    """Of a history what counts now: the last word of each hospital to each item, and to the whole."""
    return {(one.hospital_id, one.item_key): one for one in found}


def say(act: Act, revision_id: int, item_key: str, stance: Stance, text: str, seen: int) -> None:
    """Let the own hospital agree, or remark something, to what was read in an edition; raises Refused or Forbidden."""
    one, hospital = revisions.get(act, revision_id), act.principal.hospital_id
    if hospital is None:
        raise Forbidden
    act.require(Verb.WRITE, Thing.REVISION_COMMENTS, Facts(hospital))
    if not one.takes_comments(act.today):
        raise Refused("意見の募集は終了しました。何も記録していません。")
    if hospital not in asked(act, revision_id):
        raise Refused("この点検表の対象となる届出がないため、意見の提出は求められていません。")
    found = revisions.content(act, revision_id)
    if item_key and item_key not in {item.key for item in found.items}:
        raise Refused([Fault("項目", "この改訂案にない項目です。画面を開き直してください。")])
    text_limits.require(text_limits.REVISION_COMMENT, text)
    if stance is Stance.REMARKS and typed_text.is_blank(text):
        raise Refused([Fault(text_limits.REVISION_COMMENT, "「意見あり」のときは、意見を入力してください。")])
    row = {"revision_id": revision_id, "hospital_id": hospital, "item_key": item_key, "stance": stance}
    # What was read, not what stands there now: a change made meanwhile is not what was agreed to.
    rows.insert(act, "revision_comment", {**row, "text": text.strip(), "edition": max(1, min(seen, one.edition))})


def asked(view: View, revision_id: int) -> dict[int, str]:
    """The hospitals that are asked, by id with their names: those that have filed the add-on that the sheet is about."""
    one = revisions.get(view, revision_id)
    (subject,) = sheets.subjects(view, [one.previous_code])
    addon = {Subject.SAFETY: Addon.SAFETY, Subject.INFECTION: Addon.INFECTION}[subject]
    filed = hospitals.classes_on(view, view.today, addon)
    return {each.id: each.name for each in hospitals.all_hospitals(view) if each.id in filed and not each.external}
