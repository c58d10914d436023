"""The closing meeting of a visit (講評会): opening it, its items, drafts and the closing remarks."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass

from checklist.errors import Fault, NotOpen, Refused, Stale
from checklist.model.assessments import Assessment, AssessmentState, Rating, Track
from checklist.model.closing import Signatory
from checklist.model.permission import Thing, Verb
from checklist.model.scales import SCALES, Scale
from checklist.model.sheets import Item, SheetVersion
from checklist.model.visits import Visit, VisitState
from checklist.rules import access
from checklist.rules.closing import closing_meeting
from checklist.rules.closing.closing_meeting import REMARKS_LIMIT, Draft
from checklist.rules.closing.concordance import Concordance, agreed_value, concordance
from checklist.rules.visits import visit_states
from checklist.store.act import Act, View
from checklist.store.assessments import assessment_rows, assessment_states, expected_items
from checklist.store.closing import closing_rows
from checklist.store.closing.closing_rows import Signature
from checklist.store.rows import insert, update
from checklist.store.sheets import sheets
from checklist.store.visits import visit_rows, visits


@dataclass(frozen=True)
class ClosingItem:
    """One item with all three tracks; `agreed` is what counts now, None for 未合意."""

    item: Item
    own: Rating | None
    visitor: Rating | None
    recorded: Rating | None
    agreed: str | None
    to_discuss: bool

    @property
    def values(self) -> tuple[str | None, str | None, str | None]:
        """What counts, and what both sides gave: the agreed value, the host's, the visitors'."""
        return self.agreed, _value(self.own), _value(self.visitor)


@dataclass(frozen=True)
class ClosingSheet:
    """One sheet of the visit with the items that are for its host; `agreed_assessment_id` takes the taps through the answers API."""

    version: SheetVersion
    agreed_assessment_id: int | None
    items: tuple[ClosingItem, ...]
    concordance: Concordance
    drafts: tuple[Draft, ...]
    whole: SheetVersion
    """The sheet with the items that its host need not answer."""

    @property
    def exempt(self) -> tuple[Item, ...]:
        """Those items, in sheet order: they come to no meeting, and are neither 未回答 nor 未合意."""
        return tuple(item for item in self.whole.items if item.code not in self.version.codes)

    @property
    def to_discuss(self) -> tuple[ClosingItem, ...]:
        """The items that come up, in sheet order."""
        return tuple(found for found in self.items if found.to_discuss)

    @property
    def unagreed(self) -> tuple[ClosingItem, ...]:
        """The items that come up and are not settled yet."""
        return tuple(found for found in self.to_discuss if found.agreed is None)


@dataclass(frozen=True)
class Closing:
    """Everything on the screen of the closing meeting; `version` 0 before it was opened."""

    visit_id: int
    remarks: str
    version: int
    edition: int
    signatures: dict[Signatory, Signature]
    sheets: tuple[ClosingSheet, ...]

    @property
    def opened(self) -> bool:
        """Whether the meeting has begun."""
        return self.version > 0


def open_meeting(act: Act, visit_id: int) -> None:
    """Begin the closing meeting: create the agreed track; a second time nothing happens.

    A visit whose day has come is then 訪問中. Refused unless everything that the meeting compares is submitted.
    """
    visits.require(act, visit_id, Thing.CLOSING, Verb.WRITE)
    visit_rows.begin(act, visit_id)
    visit = visit_rows.get(act.db, visit_id)
    if visit.state in visit_states.AHEAD:
        raise Refused("訪問日より前に講評会は始められません。訪問日を変更するか、訪問の画面で訪問を始めてください。")
    if visit.state is not VisitState.ON_SITE:
        raise Refused("講評会は、訪問中の訪問でのみ始められます。")
    if assessment_rows.open_visitor_of(act.db, visit_id):
        raise Refused("訪問評価がまだ提出されていないため、講評会を始められません。")
    if any(
        a.track is Track.SELF and a.state is AssessmentState.OPEN for a in assessment_rows.of_visit(act.db, visit_id)
    ):
        raise Refused("受審病院の自己評価がまだ提出されていないため、講評会を始められません。")
    assessment_states.add_agreed(act, visit_id)
    if closing_rows.meeting(act.db, visit_id) is None:
        insert(act, "closing", {"visit_id": visit_id, "version": 1})


def is_open(view: View, visit_id: int) -> bool:
    """Whether the closing meeting of a visit has begun, for whoever may know of the visit; raises NotFound or Forbidden."""
    return bool(opened(view, [visit_rows.by_id(view, visit_id)]))


def opened(view: View, found: Collection[Visit]) -> frozenset[int]:
    """Those of several visits whose closing meeting has begun, by their ids."""
    for one in found:
        view.require(Verb.READ, Thing.VISIT, access.of_visit(one))
    begun = closing_rows.meetings(view, (one.id for one in found))
    return frozenset(visit_id for visit_id, meeting in begun.items() if meeting is not None)


def save_remarks(act: Act, visit_id: int, version: int, remarks: str) -> None:
    """Write the 講評 text if it still has this version; raises Stale if somebody else was first."""
    visit = visits.require(act, visit_id, Thing.FINDINGS, Verb.WRITE)
    if visit.state is not VisitState.ON_SITE:
        raise NotOpen("講評の記録は、訪問中の訪問でのみ変更できます。確定した報告書は変更できません。")
    found = closing_rows.meeting(act.db, visit_id)
    if found is None:
        raise Refused("講評会をまだ始めていません。")
    if len(remarks) > REMARKS_LIMIT:
        raise Refused([Fault("講評", f"{REMARKS_LIMIT:,}文字以内で入力してください。")])
    if found[1] != version:
        raise Stale
    update(act, "closing", visit_id, {"remarks": remarks.strip(), "version": version + 1})


def read(view: View, visit_id: int) -> Closing:
    """Everything on the screen of the closing meeting.

    Raises Forbidden, or Refused while a side is not submitted and so must not be seen by the other.
    """
    visits.require(view, visit_id, Thing.CLOSING, Verb.READ)
    found = closing_rows.meeting(view.db, visit_id)
    if found is None:
        raise Refused("講評会をまだ始めていません。")
    # A member can withdraw after the meeting has begun: until it is submitted again, the host must not watch it change.
    if assessment_rows.open_visitor_of(view.db, visit_id):
        raise Refused("訪問評価が取り下げられているため、提出し直されるまで表示できません。")
    return Closing(visit_id, *found, closing_rows.edition(view.db, visit_id), closing_rows.standing_signatures(view.db, visit_id),
                   tuple(of_sheets(view, visit_id)))  # fmt: skip


def of_sheets(view: View, visit_id: int) -> list[ClosingSheet]:
    """Every sheet of a visit with all three tracks; raises NotFound or Forbidden."""
    visits.require(view, visit_id, Thing.CLOSING, Verb.READ)
    every = assessment_rows.of_visits(view, [visit_id])[visit_id]
    # A comment that has become a finding is not proposed a second time.
    noted = {(one.version_code, one.item) for one in closing_rows.findings(view.db, visit_id)}
    rated = assessment_rows.ratings_of(view, (one.id for one in every))
    versions = sheets.several(view, (one.version_code for one in every))
    rating = [one for one in every if one.track is Track.VISITOR]
    # What is not for this hospital comes to no meeting and into no report, whatever somebody answered there.
    asked = expected_items.of_assessments(view, rating)
    return [
        _sheet(
            versions[one.version_code],
            asked[one.id],
            [other for other in every if other.version_code == one.version_code],
            rated,
            noted,
        )
        for one in rating
    ]


def _sheet(
    whole: SheetVersion,
    asked: Collection[str],
    tracks: list[Assessment],
    rated: Mapping[int, Mapping[str, Rating]],
    noted: set[tuple[str, str]],
) -> ClosingSheet:
    """One sheet; a visit uses each version once, so its three tracks are told apart by their names."""
    version = whole.only(asked)
    scale, ids = SCALES[version.scale], {one.track: one.id for one in tracks}
    agreed = ids.get(Track.AGREED)
    own, theirs, recorded = (rated.get(ids.get(track, 0), {}) for track in (Track.SELF, Track.VISITOR, Track.AGREED))
    items = tuple(
        _item(item, own.get(item.code), theirs.get(item.code), recorded.get(item.code), scale) for item in version.items
    )
    pairs = [(_value(one.own), _value(one.visitor)) for one in items]
    proposed = closing_meeting.drafts((one.visitor for one in items if one.visitor), scale)
    drafts = tuple(draft for draft in proposed if (version.code, draft.item) not in noted)
    return ClosingSheet(version, agreed, items, concordance(pairs, scale), drafts, whole)


def _value(rating: Rating | None) -> str | None:
    return rating.value if rating else None


def _item(item: Item, own: Rating | None, visitor: Rating | None, recorded: Rating | None, scale: Scale) -> ClosingItem:
    values = _value(own), _value(visitor)
    agreed = agreed_value(_value(recorded), *values)
    return ClosingItem(item, own, visitor, recorded, agreed, closing_meeting.to_discuss(*values, scale))
