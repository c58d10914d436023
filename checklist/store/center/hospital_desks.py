"""The contact book of 患者相談窓口: each hospital writes its own entry, the centre and the secretariat read them all."""

from __future__ import annotations

from dataclasses import asdict

from checklist.errors import Fault, Refused, Stale
from checklist.model.center.passed import HospitalDesk
from checklist.model.permission import Thing, Verb
from checklist.rules import access
from checklist.rules.fields import day_text, typed_text
from checklist.store import rows
from checklist.store.act import Act, View
from checklist.store.hospitals import hospitals

LIMITS = {"name": ("窓口の名称", 100), "contact": ("担当者（職名・役割）", 100), "hours": ("受付時間", 100),
          "phone": ("電話番号", 50), "way": ("連絡の方法", 200)}  # fmt: skip
"""Field -> its label and the characters it may have."""
_NEWEST = "NOT EXISTS (SELECT 1 FROM hospital_desk n WHERE n.hospital_id = d.hospital_id AND n.id > d.id)"


def of_hospital(view: View, hospital_id: int) -> HospitalDesk | None:
    """The entry of a hospital as it stands, None without one; raises Forbidden."""
    view.require(Verb.READ, Thing.HOSPITAL_DESK, access.of_hospital(hospital_id))
    row = view.db.execute(
        f"SELECT * FROM hospital_desk d WHERE hospital_id = ? AND {_NEWEST}", [hospital_id]
    ).fetchone()
    return rows.one(HospitalDesk, row) if row else None


def book(view: View) -> dict[int, HospitalDesk]:
    """Every entry the reader may read, by hospital."""
    found = rows.many(HospitalDesk, view.db.execute(f"SELECT * FROM hospital_desk d WHERE {_NEWEST}"))
    return {
        one.hospital_id: one
        for one in found
        if view.may(Verb.READ, Thing.HOSPITAL_DESK, access.of_hospital(one.hospital_id))
    }


def write(act: Act, desk: HospitalDesk) -> None:
    """Write the entry of one's own hospital; `id` is that of the entry that was read (0 for none).

    Raises Forbidden, Stale or Refused with everything wrong.
    """
    act.require(Verb.WRITE, Thing.HOSPITAL_DESK, access.of_hospital(desk.hospital_id))
    hospitals.get(act, desk.hospital_id)
    if found := _faults(act, desk):
        raise Refused(found)
    known = of_hospital(act, desk.hospital_id)
    if (known.id if known else 0) != desk.id:
        raise Stale
    row = {name: value.strip() if isinstance(value, str) else value for name, value in asdict(desk).items()}
    row.pop("id")
    rows.insert(act, "hospital_desk", row)


def _faults(act: Act, desk: HospitalDesk) -> list[Fault]:
    texts = {label: str(getattr(desk, name)) for name, (label, _) in LIMITS.items()}
    found = [*typed_text.faults(texts)]
    found += [
        Fault(label, f"{most}文字以内で入力してください。")
        for name, (label, most) in LIMITS.items()
        if len(str(getattr(desk, name)).strip()) > most
    ]
    if not desk.name.strip():
        found.append(Fault("窓口の名称", "入力してください。"))
    if not (desk.phone.strip() or desk.way.strip()):
        found.append(Fault("電話番号", "電話番号か連絡の方法を入力してください。"))
    if desk.checked_on > act.today or not day_text.is_plausible(desk.checked_on):
        found.append(Fault("最後に確認した日", "今日までの日付を入力してください。"))
    return found
