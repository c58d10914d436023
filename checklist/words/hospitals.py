"""Words for hospitals and their filings."""

from __future__ import annotations

from checklist.model.hospitals import OUTPATIENT, Addon, HospitalKind

HOSPITAL_KINDS = {
    HospitalKind.GENERAL: "一般",
    HospitalKind.ADVANCED_TREATMENT: "特定機能病院",
    HospitalKind.CLINIC: "有床診療所",
}
ADDONS = {
    Addon.SAFETY: "医療安全対策加算",
    Addon.REGIONAL: "医療安全対策地域連携加算",
    Addon.INFECTION: "感染対策向上加算",
}
FILING_EVENTS = {"filed": "届出", "changed": "変更の届出", "withdrawn": "辞退の届出"}


def addon_class(number: int | None) -> str:
    """The name of a class of hospitals, for instance 加算1."""
    if number == OUTPATIENT:
        return "外来"
    return f"加算{number}" if number else "届出なし"
