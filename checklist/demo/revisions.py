"""The next version of the check sheet, invented: under comment by the hospitals, some of which have answered."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta

from checklist.demo.cast import Cast
from checklist.demo.hospitals import Member
from checklist.model.sheets import ChangeKind, RevisionChange, RevisionContent, SheetVersion, Stance
from checklist.store.act import Act
from checklist.store.sheets import revision_comments, revision_steps, revisions

_DAYS = 21
SAID = (
    ("", Stance.AGREES, "新しい項目は現場で確認しやすく、賛成します。"),
    ("1", Stance.REMARKS, "文言は明確になりましたが、確認の手順に例を加えてください。"),
    ("", Stance.AGREES, ""),
    ("", Stance.REMARKS, "項目数を増やさないよう、確認資料の重複を見直してください。"),
    ("2", Stance.REMARKS, "分割した後の項目は、訪問で面接により確認する方法も認めてください。"),
    ("", Stance.AGREES, "自院の委員会で検討しました。"),
)
"""What managers say, one after the other: to the whole, or to the item at this place among those that were changed."""


def tell(cast: Cast, secretariat: int, members: Sequence[Member], versions: Sequence[SheetVersion], last: int) -> None:
    """The office has changed what the hospitals asked for, and every second manager has answered so far."""
    opened = cast.present - timedelta(days=6)
    act = cast.act(secretariat, opened)
    newest = versions[-1]
    holds_from = date(last + 1, 4, 1)
    draft = revisions.start(act, newest.code, f"第{newest.number + 1}版（案）", holds_from)
    changed = _edit(act, draft)
    # In March there is less time until it holds.
    revision_steps.open_for_comment(act, draft, min(act.today + timedelta(days=_DAYS), holds_from))
    asked = revision_comments.asked(act, draft)
    managers = [one for one in members if one.id in asked and not one.external]
    edition = revisions.get(act, draft).edition
    for place, (member, (about, stance, text)) in enumerate(zip(managers[::2], SAID, strict=False), start=1):
        item = changed[int(about) - 1] if about else ""
        said = cast.act(member.manager, opened + timedelta(hours=20 * place))
        revision_comments.say(said, draft, item, stance, text, edition)


def _edit(act: Act, draft: int) -> list[str]:
    """An item reworded, one split, one retired and one added, each where another version had no quarrel with it."""
    content = revisions.content(act, draft)
    first, second, third, *_ = content.chapters
    reworded, halved = content.of_chapter(first.key)[0], content.of_chapter(second.key)[0]
    text = f"{reworded.texts['text']}（オンラインを含む）"
    _step(act, draft, ChangeKind.SET, reworded.key, texts={"text": text})
    _step(act, draft, ChangeKind.SPLIT, halved.key)
    parts = [one for one in _now(act, draft).items if one.previous == halved.previous]
    for one, part in zip(parts, ("手順書に定めている", "実際の記録で確認できる"), strict=True):
        _step(act, draft, ChangeKind.SET, one.key, texts={"text": f"{one.texts['text']}（{part}）"})
    _step(act, draft, ChangeKind.RETIRE, content.of_chapter(third.key)[-1].key)
    before = {one.key for one in _now(act, draft).items}
    _step(act, draft, ChangeKind.ADD, chapter=first.key, after=content.of_chapter(first.key)[-1].key)
    (new,) = {one.key for one in _now(act, draft).items} - before
    texts = {
        "text": "サイバー攻撃により電子カルテが停止したときの診療継続の手順を、年1回以上訓練している",
        "methods": "書類・面接", "purpose": "システムが停止しても、患者の安全を保って診療を続けられることを確かめる。",
        "procedure": "訓練の記録と、参加した職員への聞き取りで確認する。", "evidence": "訓練の計画と記録",
    }  # fmt: skip
    _step(act, draft, ChangeKind.SET, new, texts=texts)
    return [reworded.key, halved.key]


def _now(act: Act, draft: int) -> RevisionContent:
    return revisions.content(act, draft)


def _step(
    act: Act, draft: int, kind: ChangeKind, key: str = "", chapter: str = "", after: str = "",
    texts: dict[str, str] | None = None,
) -> None:  # fmt: skip
    edition = revisions.get(act, draft).edition
    step = RevisionChange(f"invented-{draft}-{edition}", kind, key, edition, chapter, after, texts=texts or {})
    done = revisions.change(act, draft, step)
    assert done.saved, done.message
