"""Hospitals and their filings (届出)."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import replace
from datetime import date

from checklist import words
from checklist.errors import Fault, NotFound, Refused
from checklist.model.hospitals import CLASSES_OF, Addon, Filing, Hospital
from checklist.model.permission import Thing, Verb
from checklist.rules import access
from checklist.rules.fields import day_spans, text_limits, typed_text
from checklist.store import rows
from checklist.store.act import Act, View
from checklist.store.db import slots
from checklist.store.hospitals import bed_counts, filed_class, hospital_audit, twins
from checklist.store.hospitals.twins import Twins
from checklist.store.rows import insert, update

PLANNED_BY = ("latitude", "longitude", "corporate_group", "medical_area", "closed_days")
"""The columns that the year plan goes by."""


def all_hospitals(view: View) -> list[Hospital]:
    """Every hospital, by code."""
    view.require(Verb.READ, Thing.HOSPITALS)
    found = view.once("all hospitals", lambda: _all_hospitals(view))
    view.learn("hospital", found)
    return list(found.values())


def _all_hospitals(view: View) -> dict[int, Hospital]:
    return {one.id: one for one in rows.many(Hospital, view.db.execute("SELECT * FROM hospital ORDER BY code"))}


def all_names(view: View) -> dict[int, str]:
    """The name of every hospital, by code: for whoever needs nothing else of thousands of them."""
    view.require(Verb.READ, Thing.HOSPITALS)

    def read() -> dict[int, str]:
        return dict(map(tuple, view.db.execute("SELECT id, name FROM hospital ORDER BY code")))

    return view.once("hospital names", read)


def get(view: View, hospital_id: int) -> Hospital:
    """One hospital by id; raises NotFound."""
    return several(view, [hospital_id])[hospital_id]


def several(view: View, hospital_ids: Iterable[int]) -> dict[int, Hospital]:
    """Several hospitals by their ids; raises NotFound."""
    view.require(Verb.READ, Thing.HOSPITALS)

    def read(ids: list[int]) -> dict[int, Hospital]:
        known = view.db.execute(f"SELECT * FROM hospital WHERE id IN ({slots(ids)})", ids)
        found = {one.id: one for one in rows.many(Hospital, known)}
        if len(found) < len(ids):
            raise NotFound("指定された病院は登録されていません。")
        return found

    return view.each("hospital", hospital_ids, read)


def by_code(view: View, code: str) -> Hospital:
    """One hospital by its code; raises NotFound."""
    view.require(Verb.READ, Thing.HOSPITALS)
    found = view.db.execute("SELECT * FROM hospital WHERE code = ?", [normal_code(code)])
    return rows.one(Hospital, rows.first(found, f"病院コード「{code}」は登録されていません。"))


def normal_code(code: str) -> str:
    """A code without spaces around it, in half width."""
    return typed_text.code(code)


def faults(hospital: Hospital) -> list[Fault]:
    """Everything wrong with a hospital's fields."""
    names = typed_text.LINES["hospital"]
    found = typed_text.faults({name: getattr(hospital, column) for column, name in names.items()})
    if not 1 <= len(normal_code(hospital.code)) <= 20:
        found.append(Fault("病院コード", "1文字から20文字で入力してください。"))
    if not hospital.name.strip():
        found.append(Fault("病院名", "入力してください。"))
    if not 1 <= hospital.beds <= 3000:
        found.append(Fault("病床数", "1から3000までの数で入力してください。"))
    found += text_limits.faults({"病院名": hospital.name, "開設者": hospital.founder, "所在地": hospital.address})
    return found + list(_of_the_plan(hospital))


def _of_the_plan(hospital: Hospital) -> Iterator[Fault]:
    """What is wrong with the fields that the year plan goes by."""
    for name, degrees, most in (("緯度", hospital.latitude, 90), ("経度", hospital.longitude, 180)):
        if degrees is not None and not -most <= degrees <= most:
            yield Fault(name, f"-{most}から{most}までの数（度）で入力してください。")
    if (hospital.latitude is None) is not (hospital.longitude is None):
        yield Fault("緯度・経度", "両方を入力するか、両方を空欄にしてください。")
    yield from text_limits.faults(
        {
            "グループ": hospital.corporate_group,
            "医療圏": hospital.medical_area,
            "訪問できない期間": hospital.closed_days,
        }
    )
    try:
        day_spans.parse(hospital.closed_days)
    except ValueError:
        yield Fault("訪問できない期間", f"月日の範囲を入力してください（例：{day_spans.EXAMPLE}）。")


def save(act: Act, hospital: Hospital, taken: Twins | None = None, beds_since: date | None = None) -> int:
    """Insert a hospital (id 0) or change one, and return its id; raises Refused, NotFound or Forbidden.

    Its beds count from the day `beds_since` on, or from today. Whoever saves many hands in what is `taken`: read for each of 2,000 rows of a file it took 3 s, in which nobody wrote.
    """
    act.require(Verb.WRITE, Thing.HOSPITALS)
    if found := faults(hospital):
        raise Refused(found)
    names = taken or twins.read(act)
    names.refuse(hospital.id, normal_code(hospital.code), hospital.name)
    values = {
        "code": normal_code(hospital.code),
        "name": hospital.name,
        "founder": hospital.founder,
        "address": hospital.address,
        "beds": hospital.beds,
        "kind": hospital.kind,
        "external": hospital.external,
        # The other consent (施設基準) is not written here: the secretariat must not give it in place of a hospital.
        **{name: getattr(hospital, name) for name in PLANNED_BY},
    }
    before = get(act, hospital.id) if hospital.id else None
    if before:
        update(act, "hospital", hospital.id, values)
        _follow(act, before.code, values["code"])
    saved = hospital.id or insert(act, "hospital", values)
    hospital_audit.note_hospital(act, before, replace(hospital, id=saved, code=normal_code(hospital.code)))
    today = bed_counts.record(act, saved, hospital.beds, beds_since)
    if today != hospital.beds:
        # Written down for a time that is over: what came after it stays.
        update(act, "hospital", saved, {"beds": today})
    names.note(saved, normal_code(hospital.code), hospital.name)
    return saved


def _follow(act: Act, code: str, new: str) -> None:
    """Let the 受講者数 of a hospital keep to it under its new code, which another hospital may have had before."""
    if code != new:
        # Whoever counted stays who counted: the server, which takes in hospitals as well, is nobody.
        sql = """UPDATE attendance SET hospital_code = ?, version = version + 1, updated_at = ?
            WHERE hospital_code = ? AND withdrawn_at IS NULL"""
        act.db.execute(sql, [new, act.at, code])


def share_entitlement(act: Act, hospital_id: int, shares: bool) -> None:
    """Let the secretariat see how the 施設基準 of a hospital are judged, or no longer; raises Forbidden."""
    hospital = get(act, hospital_id)
    act.require(Verb.WRITE, Thing.CRITERIA, access.of_hospital(hospital_id))
    hospital_audit.note_sharing(act, hospital, shares)
    update(act, "hospital", hospital_id, {"shares_entitlement": shares})


def filings(view: View, hospital_id: int | None = None) -> list[Filing]:
    """Filings of one hospital, or of all, oldest first: classes are public."""
    view.require(Verb.READ, Thing.HOSPITALS)
    where, parameters = ("WHERE hospital_id = ?", [hospital_id]) if hospital_id else ("", [])
    found = view.db.execute(f"SELECT * FROM filing {where} ORDER BY hospital_id, addon, valid_from, id", parameters)
    return rows.many(Filing, found)


def save_filing(act: Act, filing: Filing) -> int:
    """Insert a filing (id 0) or change one; two filings of one add-on never overlap; raises Forbidden."""
    get(act, filing.hospital_id)
    act.require(Verb.WRITE, Thing.FILING, access.of_hospital(filing.hospital_id))
    before = None
    if filing.id:
        # By the number alone, the manager of any hospital could overwrite the filing of another.
        # Whose filing it was says the database, not the caller.
        found = act.db.execute("SELECT * FROM filing WHERE id = ?", [filing.id])
        before = rows.one(Filing, rows.first(found, "指定された届出は登録されていません。"))
        act.require(Verb.WRITE, Thing.FILING, access.of_hospital(before.hospital_id))
    if filing.addon_class not in (known := CLASSES_OF[filing.addon]):
        told = "・".join(words.addon_class(one) for one in known)
        raise Refused([Fault("区分", f"{words.ADDONS[filing.addon]}の区分（{told}）から選んでください。")])
    if filing.valid_to is not None and filing.valid_to < filing.valid_from:
        raise Refused([Fault("終了日", "算定開始日より前の日にはできません。")])
    text_limits.require("受理番号", filing.receipt_number)
    overlap = act.db.execute(
        """SELECT 1 FROM filing WHERE hospital_id = ? AND addon = ? AND id <> ?
           AND valid_from <= coalesce(?, '9999-12-31') AND coalesce(valid_to, '9999-12-31') >= ?""",
        [
            filing.hospital_id,
            filing.addon.value,
            filing.id,
            filing.valid_to and filing.valid_to.isoformat(),
            filing.valid_from.isoformat(),
        ],
    ).fetchone()
    if overlap:
        raise Refused([Fault("算定開始日", "同じ加算の届出と期間が重なります。先の届出に終了日を入れてください。")])
    values = {
        "hospital_id": filing.hospital_id,
        "addon": filing.addon,
        "addon_class": filing.addon_class,
        "valid_from": filing.valid_from,
        "valid_to": filing.valid_to,
        "receipt_number": filing.receipt_number.strip(),
    }
    if filing.id:
        update(act, "filing", filing.id, values)
    saved = filing.id or insert(act, "filing", values)
    hospital_audit.note_filing(act, before, filing)
    return saved


def classes_on(view: View, day: date, addon: Addon = Addon.SAFETY) -> dict[int, int]:
    """The class of every hospital whose filing of an add-on is valid on a day."""
    view.require(Verb.READ, Thing.HOSPITALS)
    own = filed_class.in_sql("hospital.id", ":day", addon)
    found = view.db.execute(f"SELECT id, {own} AS addon_class FROM hospital", {"day": day.isoformat()})
    return {row["id"]: row["addon_class"] for row in found if row["addon_class"] is not None}


def class_on(view: View, hospital_id: int, day: date) -> int | None:
    """The class of one hospital on a day; None without a valid 医療安全対策加算 filing."""
    view.require(Verb.READ, Thing.HOSPITALS)
    asked = {"hospital": hospital_id, "day": day.isoformat()}
    found: int | None = view.db.execute(f"SELECT {filed_class.in_sql(':hospital', ':day')}", asked).fetchone()[0]
    return found
