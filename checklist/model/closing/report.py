"""What a sealed 評価報告書 says (formats 1 to 4): its typed parts, the one text that is hashed, and the way back from it."""

from __future__ import annotations

import json
from collections.abc import Callable
from datetime import date
from typing import Annotated, Literal

import msgspec

from checklist.errors import Refused
from checklist.model.assessments import Track
from checklist.model.closing import FindingKind, Signatory
from checklist.model.improvements import Sequel
from checklist.model.visits import VisitMode

FORMAT: Literal[4] = 4
"""What is sealed from now on."""
Moment = Annotated[
    str, msgspec.Meta(pattern=r"^[0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9]{2}:[0-9]{2}:[0-9]{2}\.[0-9]{6}\+00:00$")
]
"""A moment stays the text that was hashed: written any other way, a sealed report would no longer have its hash."""


class _Part(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A part of a report; a field that it does not know would be lost at the next erasure, so it is refused."""


class Head(_Part, frozen=True):
    """The document itself: its number, for whom, which edition, sealed when and by whom."""

    number: str
    addressee: str
    edition: int
    sealed_at: Moment
    sealed_by: str


class Host(_Part, frozen=True):
    """The hospital that was visited."""

    code: str
    name: str
    founder: str
    address: str


class Member(_Part, frozen=True):
    """One of those who visited, and the name of the hospital."""

    name: str
    hospital: str


# What a format has more than the one before stands as nothing where it is empty: older reports keep their hash.
# The names in what was sealed are older than these: date, self, agreement and document stay in the text, because its
# hash stands on paper at both hospitals.
class Visited(_Part, frozen=True, omit_defaults=True, rename={"on": "date"}):
    """The visit: who was visited by whom, when and how; the names as they were on the day of sealing.

    `began` and `ended`, since format 4, are HH:MM in Tokyo, empty where nothing tells; `hours_noted`: a member wrote
    them down, else they are those of the first rating and the last signature.
    """

    id: int
    fiscal_year: int
    on: date | None
    mode: VisitMode
    host: Host
    evaluators: tuple[str, ...]
    members: tuple[Member, ...]
    began: str = ""
    ended: str = ""
    hours_noted: bool = False


class Chapter(_Part, frozen=True):
    """A chapter of a sheet."""

    code: str
    name: str


class Rating(_Part, frozen=True):
    """What one track said of an item."""

    value: str | None
    comment: str
    version: int
    saved_at: Moment
    saved_by: str


class Item(_Part, frozen=True, rename={"own": "self"}):
    """One item with all three tracks; `agreed_value` is what counts, None for 未合意."""

    code: str
    chapter: str
    text: str
    law_part: str
    own: Rating | None
    visitor: Rating | None
    agreed: Rating | None
    agreed_value: str | None

    def rating(self, track: Track) -> Rating | None:
        """What a track said of this item."""
        return {Track.SELF: self.own, Track.VISITOR: self.visitor, Track.AGREED: self.agreed}[track]


class Concordance(_Part, frozen=True):
    """How far both sides agreed."""

    compared: int
    same: int
    percent: float | None
    kappa: float | None
    unanswered: int
    unverified: int
    not_applicable: int


class Photo(_Part, frozen=True, omit_defaults=True):
    """A photo at an item, by its hash; `caption`, since format 3, what it shows, or the tombstone of an erased one."""

    id: int
    track: Track
    item: str
    sha256: str
    caption: str = ""


class Exempt(_Part, frozen=True):
    """An item that the host need not answer (回答不要): for another class, or a department that it is without.

    `place` is its number in the whole sheet, from 0: whole chapters may be of such items.
    """

    code: str
    chapter: str
    chapter_name: str
    text: str
    place: int


class Sheet(_Part, frozen=True, omit_defaults=True, rename={"concordance": "agreement"}):
    """One sheet of the visit with everything that was said in it; `exempt` since format 2."""

    code: str
    sheet_name: str
    name: str
    scale: str
    chapters: tuple[Chapter, ...]
    items: tuple[Item, ...]
    concordance: Concordance
    photos: tuple[Photo, ...]
    exempt: tuple[Exempt, ...] = ()


class Finding(_Part, frozen=True, omit_defaults=True):
    """Something to improve or to learn from, with the words of its item; `photos`, since format 3, the chosen ones; `host`, since
    format 4, what the host says to it.
    """

    id: int
    kind: FindingKind
    text: str
    version: str
    item: str
    item_text: str
    chapter: str
    photos: tuple[int, ...] = ()
    host: str = ""


Strokes = tuple[tuple[int, ...], ...]
"""What was drawn by finger on a field of 1000 × 300: for each stroke x, y, x, y …"""


class Signature(_Part, frozen=True, omit_defaults=True):
    """The name that stands for one side; `strokes`, since format 2, what its person drew by finger."""

    side: Signatory
    name: str
    at: Moment
    strokes: Strokes = ()


class FollowUp(_Part, frozen=True):
    """What this visit said of a finding of an earlier year."""

    finding_id: int
    mark: Sequel
    comment: str
    text: str
    item: str
    fiscal_year: int


class Report(_Part, frozen=True, kw_only=True, omit_defaults=True, rename={"head": "document"}):
    """Everything that a sealed report says; `remarks_host`, since format 4, what the host says to the 講評."""

    format: Literal[1, 2, 3, 4]
    region: str
    fictional: bool
    head: Head
    visit: Visited
    sheets: tuple[Sheet, ...]
    findings: tuple[Finding, ...]
    remarks: str
    signatures: tuple[Signature, ...]
    follow_ups: tuple[FollowUp, ...]
    remarks_host: str = ""


def canonical(report: Report) -> str:
    """The one way of writing a report, so that equal reports have equal hashes: sorted keys, no spaces, UTF-8."""
    # Not msgspec's own JSON: it writes a kappa of 1e-05 as 0.00001, and what is sealed so far was written by json.
    return json.dumps(msgspec.to_builtins(report), ensure_ascii=False, sort_keys=True, separators=(",", ":"))


class _Numbered(msgspec.Struct, frozen=True):
    format: int


# Only the number, whatever else stands there: a newer format is then named instead of called damaged.
_number = msgspec.json.Decoder(_Numbered).decode

# Sealed reports are kept for years and never written anew: whoever changes what a report says adds a format here and
# leaves those before it as they are.
_report = msgspec.json.Decoder(Report).decode


def _third(content: bytes | str) -> Report:
    """Format 3, which knew neither hours nor what the host says."""
    found = _report(content)
    visit = found.visit
    if visit.began or visit.ended or visit.hours_noted or found.remarks_host or any(one.host for one in found.findings):
        raise msgspec.ValidationError("fields of format 4 in an older report")
    return found


def _second(content: bytes | str) -> Report:
    """Format 2, which knew neither captions nor photos of findings."""
    found = _third(content)
    if any(one.caption for sheet in found.sheets for one in sheet.photos) or any(one.photos for one in found.findings):
        raise msgspec.ValidationError("fields of format 3 in an older report")
    return found


def _first(content: bytes | str) -> Report:
    """Format 1, which knew neither items that need no answer nor signatures by finger."""
    found = _second(content)
    if any(sheet.exempt for sheet in found.sheets) or any(one.strokes for one in found.signatures):
        raise msgspec.ValidationError("fields of format 2 in a report of format 1")
    return found


_DECODERS: dict[int, Callable[[bytes | str], Report]] = {1: _first, 2: _second, 3: _third, 4: _report}


def decode(content: bytes | str) -> Report:
    """What a canonical text says; Refused if it has another format than the number in it promises, or an unknown one."""
    try:
        number = _number(content).format
        if number not in _DECODERS:
            raise Refused(
                f"この評価報告書の形式（第{number}形式）は、お使いの版のプログラムでは読めません。プログラムを更新してください。"
            )
        return _DECODERS[number](content)
    # A text that was damaged on the disk may be no UTF-8, or nested deeper than the reader goes.
    except (msgspec.MsgspecError, UnicodeDecodeError, RecursionError) as error:
        raise Refused("評価報告書の内容が決められた形式ではありません。管理者に連絡してください。") from error
