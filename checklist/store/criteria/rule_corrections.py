"""What the secretariat confirmed or corrected of the 施設基準, each with name, day and source; nothing is overwritten."""

from __future__ import annotations

from dataclasses import asdict, replace
from datetime import date

from checklist.errors import Fault, NotFound, Refused
from checklist.model.criteria import Correction
from checklist.model.permission import Thing, Verb
from checklist.rules.criteria import corrections
from checklist.rules.criteria.rule_set import RuleSet
from checklist.rules.fields import text_limits
from checklist.rules.fields.day_text import is_plausible
from checklist.store import rows
from checklist.store.act import Act, View


def of_region(view: View, withdrawn: bool = False) -> tuple[Correction, ...]:
    """Every correction that stands, the oldest first; with `withdrawn` also those taken back; raises Forbidden."""
    view.require(Verb.READ, Thing.RULES)
    found = view.once("rule corrections", lambda: _read(view))
    return tuple(one for one in found if withdrawn or one.withdraw_reason is None)


def _read(view: View) -> tuple[Correction, ...]:
    found = view.db.execute(
        """SELECT c.*, person.name AS recorded_by FROM rule_correction c JOIN person ON person.id = c.person_id
           ORDER BY c.valid_from, c.id"""
    )
    return tuple(rows.many(Correction, found))


def add(act: Act, rule_set: RuleSet, correction: Correction) -> int:
    """Lay a correction (id 0) over a shipped set, and return its id; raises Refused or Forbidden."""
    act.require(Verb.WRITE, Thing.RULES)
    one = replace(
        correction,
        rule_set=rule_set.code,
        value=correction.value.strip(),
        confirmed_by=correction.confirmed_by.strip(),
        source=correction.source.strip(),
    )
    if found := _faults(act, rule_set, one):
        raise Refused(found)
    row = {name: value for name, value in asdict(one).items() if name in _COLUMNS}
    return rows.insert(act, "rule_correction", row)


_COLUMNS = ("rule_set", "requirement", "field", "value", "valid_from", "confirmed_by", "confirmed_on", "source")


def _faults(view: View, rule_set: RuleSet, one: Correction) -> list[Fault]:
    known, found = corrections.fields(rule_set, one.requirement), []
    if not known:
        found.append(Fault("要件", "選択肢から選んでください。"))
    elif one.field and one.field not in known:
        found.append(Fault("修正する内容", "選択肢から選んでください。"))
    elif one.field == corrections.TEXT and not 1 <= len(one.value) <= 1000:
        found.append(Fault("修正後の内容", "1000文字以内で入力してください。"))
    elif one.field not in ("", corrections.TEXT) and corrections.number(one.value) is None:
        found.append(Fault("修正後の内容", "0以上の数を入力してください。"))
    elif one.field == corrections.POINTS and not float(one.value).is_integer():
        found.append(Fault("修正後の内容", "点数は整数で入力してください。"))
    elif not one.field and one.value:
        found.append(Fault("修正後の内容", "確認のみのときは入力しないでください。"))
    last = rule_set.valid_to or date.max
    if not (is_plausible(one.valid_from) and rule_set.valid_from <= one.valid_from <= last):
        found.append(Fault("適用を始める日", f"{rule_set.name}の適用期間の日にしてください。"))
    if not is_plausible(one.confirmed_on) or one.confirmed_on > view.today:
        found.append(Fault("確認した日", "今日までの日付を入力してください。"))
    found += [] if 1 <= len(one.confirmed_by) <= 100 else [Fault("確認した人", "入力してください。")]
    found += [] if 1 <= len(one.source) <= 500 else [Fault("出典", "通知の名称と番号、ページなどを入力してください。")]
    return found


def withdraw(act: Act, correction_id: int, reason: str) -> None:
    """Take a correction back; it counts no more on any day, and stays in the history; raises Refused or Forbidden."""
    act.require(Verb.WRITE, Thing.RULES)
    row = act.db.execute("SELECT withdrawn_at FROM rule_correction WHERE id = ?", [correction_id]).fetchone()
    if row is None or row["withdrawn_at"] is not None:
        raise NotFound("指定された確認・修正は登録されていないか、取り消されています。")
    if not reason.strip():
        raise Refused([Fault("取消しの理由", "入力してください。")])
    text_limits.require(text_limits.REASON, reason)
    rows.update(act, "rule_correction", correction_id, {"withdrawn_at": act.at, "withdraw_reason": reason.strip()})
