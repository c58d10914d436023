"""Hospitals and their filings (届出)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum

from checklist.model.sheets import Module


class HospitalKind(StrEnum):
    """Kinds that the rules of the add-ons tell apart."""

    GENERAL = "general"
    ADVANCED_TREATMENT = "advanced_treatment"
    CLINIC = "clinic"
    """有床診療所, which may claim 医療安全対策加算 as well."""


class Addon(StrEnum):
    """What a filing is about."""

    SAFETY = "safety"
    REGIONAL = "regional"
    INFECTION = "infection"
    """感染対策向上加算; what it asks for is judged nowhere here."""


OUTPATIENT = 4
"""外来感染対策向上加算, which a clinic files in place of 感染対策向上加算1 to 3."""
CLASSES_OF: dict[Addon, tuple[int, ...]] = {
    Addon.SAFETY: (1, 2),
    Addon.REGIONAL: (1, 2),
    Addon.INFECTION: (1, 2, 3, OUTPATIENT),
}
"""The classes in which each add-on can be filed."""


@dataclass(frozen=True)
class Hospital:
    """A hospital of the region, or an external partner; `shares_entitlement`: the secretariat sees its 施設基準."""

    id: int
    code: str
    name: str
    founder: str
    address: str
    beds: int
    kind: HospitalKind
    external: bool
    shares_entitlement: bool = False
    latitude: float | None = None
    longitude: float | None = None
    corporate_group: str = ""
    """グループ: hospitals of one founder or corporation."""
    medical_area: str = ""
    """医療圏."""
    closed_days: str = ""
    """Spans of days in which it takes part in no visit, as 12/29-1/3、8/13-8/16."""


@dataclass(frozen=True)
class Filing:
    """A 届出 of one hospital: which add-on and class, and from when to when (both days included)."""

    id: int
    hospital_id: int
    addon: Addon
    addon_class: int
    valid_from: date
    valid_to: date | None
    receipt_number: str


@dataclass(frozen=True)
class Profile:
    """What a hospital was on a day: the class it had filed (None without a filing), and the departments it lacked."""

    addon_class: int | None
    lacking: frozenset[Module] = frozenset()


@dataclass(frozen=True)
class NameSign:
    """外字: what a hospital has printed in the place of a sign of its names; an empty text takes the choice back.

    `picture` is a small JPEG in base64 that takes the place of the text on what is printed by us, empty without one.
    """

    sign: str
    text: str
    at: datetime
    by: str
    picture: str = ""


@dataclass(frozen=True)
class PrintedName:
    """A name with such signs as it stands on paper, and each of its signs with what was printed instead."""

    name: str
    text: str
    signs: tuple[tuple[str, str], ...]
    pictures: tuple[tuple[str, str], ...] = ()
    """Those of the signs for which there is a picture, with it."""
