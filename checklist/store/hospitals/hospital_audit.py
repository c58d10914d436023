"""What the audit writes down of a change in the register of hospitals: before and after, by name."""

from __future__ import annotations

from dataclasses import asdict

from checklist import words
from checklist.model.hospitals import Filing, Hospital
from checklist.model.notices import AuditKind
from checklist.rules.notices import differences
from checklist.store.act import Act
from checklist.store.notices import audit

_HOSPITAL = {
    "code": "病院コード", "name": "病院名", "founder": "開設者", "address": "所在地", "beds": "病床数", "kind": "種別",
    "external": "域外の連携先", "latitude": "緯度", "longitude": "経度", "corporate_group": "グループ",
    "medical_area": "医療圏", "closed_days": "訪問できない期間",
}  # fmt: skip
_FILING = {
    "class": "区分", "valid_from": "算定開始日", "valid_to": "終了日", "receipt_number": "受理番号",
}  # fmt: skip


def note_hospital(act: Act, before: Hospital | None, after: Hospital) -> None:
    """A hospital was registered (`before` None) or changed; nothing where everything is as it was."""
    old, new = (
        {} if one is None else {**asdict(one), "kind": words.HOSPITAL_KINDS[one.kind]} for one in (before, after)
    )
    if told := differences.told(old, new, _HOSPITAL):
        audit.note(act, AuditKind.HOSPITAL_CHANGED, detail=f"{after.name}：{told}", hospital_id=after.id)


def note_sharing(act: Act, hospital: Hospital, shares: bool) -> None:
    """A hospital lets the secretariat see its 施設基準, or no longer."""
    names = {"shares_entitlement": "施設基準の判定を事務局に開示する"}
    if told := differences.told(asdict(hospital), {"shares_entitlement": shares}, names):
        audit.note(act, AuditKind.CONSENT_CHANGED, detail=told, hospital_id=hospital.id)


def note_filing(act: Act, before: Filing | None, after: Filing) -> None:
    """A filing was entered (`before` None) or changed."""
    old, new = (
        {} if one is None else {**asdict(one), "class": words.addon_class(one.addon_class)} for one in (before, after)
    )
    if told := differences.told(old, new, _FILING):
        detail = f"{words.ADDONS[after.addon]}：{told}"
        audit.note(act, AuditKind.FILING_CHANGED, detail=detail, hospital_id=after.hospital_id)
