"""How each writing function about the 改訂案 of sheets is called, for the matrix of permissions."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

from checklist.model.sheets import ChangeKind, RevisionChange, RevisionStep, Stance
from checklist.rules.sheets import sheet_draft
from checklist.store.act import Act
from checklist.store.sheets import registering, revision_comments, revision_steps, revisions, sheets
from tests.store.permission_calls import THIRD, Case, acting_as, newest
from tests.store.permission_scene import Scene
from tests.world import SECOND

STARTS = date(2030, 4, 1)
WHOLE = tuple(
    replace(item, law_part=part)
    for item, part in zip(SECOND.items, ("ア-イ", "ア-ロ", "ア-ハ", "イ", "イ", "イ"), strict=True)
)
"""Items that cover all parts of the law."""


def _draft(act: Act) -> int:
    return newest(act, "sheet_revision")


def _started(scene: Scene, act: Act) -> None:
    office = acting_as(scene, act, "secretariat")
    draft = revisions.start(office, SECOND.code, "第3版", STARTS)
    for place, part in ((1, "ア-ロ"), (2, "ア-ハ")):
        step = RevisionChange(f"operation-{place}", ChangeKind.SET, f"i{place}", 9, texts={"law_part": part})
        assert revisions.change(office, draft, step).saved


def _opened(scene: Scene, act: Act) -> None:
    _started(scene, act)
    revision_steps.open_for_comment(acting_as(scene, act, "secretariat"), _draft(act), act.today)


def _published(scene: Scene, act: Act) -> None:
    _started(scene, act)
    revision_steps.publish(acting_as(scene, act, "secretariat"), _draft(act), 3)


def _change(scene: Scene, act: Act) -> None:
    step = RevisionChange("operation-x", ChangeKind.RETIRE, "i0", 9)
    assert revisions.change(act, _draft(act), step).saved


def _rename(scene: Scene, act: Act) -> None:
    one = revisions.get(acting_as(scene, act, "secretariat"), _draft(act))
    revisions.rename(act, one, "別の名前", STARTS)


CASES = {
    "sheets.sheets.remove": Case(
        "open",
        lambda s, a: sheets.remove(a, newest(a, "sheet_version")),
        lambda s, a: sheets.add(acting_as(s, a, "secretariat"), THIRD),
    ),
    "sheets.registering.register": Case(
        "open",
        lambda s, a: registering.register(a, sheet_draft.read(sheet_draft.grid(replace(THIRD, items=WHOLE)))),
    ),
    "sheets.revisions.start": Case("open", lambda s, a: revisions.start(a, SECOND.code, "第3版", STARTS)),
    "sheets.revisions.rename": Case("open", _rename, _started),
    "sheets.revisions.event": Case(
        "open", lambda s, a: revisions.event(a, _draft(a), RevisionStep.CLOSED), _started
    ),
    "sheets.revisions.change": Case("open", _change, _started),
    "sheets.revision_steps.open_for_comment": Case(
        "open", lambda s, a: revision_steps.open_for_comment(a, _draft(a), a.today), _started
    ),
    "sheets.revision_steps.close": Case("open", lambda s, a: revision_steps.close(a, _draft(a)), _opened),
    "sheets.revision_steps.describe": Case(
        "open", lambda s, a: revision_steps.describe(a, _draft(a), 3, "別の名前", STARTS), _started
    ),
    "sheets.revision_steps.publish": Case("open", lambda s, a: revision_steps.publish(a, _draft(a), 3), _started),
    "sheets.revision_steps.discard": Case("open", lambda s, a: revision_steps.discard(a, _draft(a), "誤り"), _opened),
    "sheets.revision_steps.withdraw": Case(
        "open", lambda s, a: revision_steps.withdraw(a, _draft(a), "誤り"), _published
    ),
    "sheets.revision_comments.say": Case(
        "open", lambda s, a: revision_comments.say(a, _draft(a), "", Stance.AGREES, "", 3), _opened
    ),
}  # fmt: skip
