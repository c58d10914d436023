"""Everything that a visit puts into its 評価報告書, at the moment of sealing."""

from __future__ import annotations

from collections.abc import Collection

from checklist.model import assessments
from checklist.model.closing.report import (
    FORMAT,
    Chapter,
    Concordance,
    Exempt,
    Finding,
    Head,
    Host,
    Item,
    Member,
    Photo,
    Rating,
    Report,
    Sheet,
    Signature,
    Visited,
)
from checklist.model.permission import Thing, Verb
from checklist.model.visits import Visit
from checklist.rules import access
from checklist.store import region
from checklist.store.accounts import people
from checklist.store.act import View
from checklist.store.assessments import photos
from checklist.store.clock import to_text
from checklist.store.closing import closing_rows, closings, host_comments, visit_hours
from checklist.store.closing.closings import ClosingItem, ClosingSheet
from checklist.store.hospitals import hospitals
from checklist.store.improvements import follow_ups


# A report repeats names, items and chapters instead of pointing to them: it must read the same in years, whatever is
# renamed, moved away or reworded by then.
def of_visit(view: View, visit: Visit, head: Head) -> Report:
    """The report of a visit as it stands, under the head of the document; raises Forbidden."""
    view.require(Verb.WRITE, Thing.SEAL, access.of_visit(visit))
    settings = region.load(view.db)
    sheets = tuple(_sheet(view, visit.id, found) for found in closings.of_sheets(view, visit.id))
    standing = {one.id for sheet in sheets for one in sheet.photos}
    host = {about: one.text for about, one in host_comments.of_visit(view, visit.id).items()}
    return Report(
        format=FORMAT,
        region=settings.name,
        fictional=settings.fictional,
        head=head,
        visit=_visit(view, visit),
        sheets=sheets,
        findings=tuple(
            _finding(one, standing, host.get(one.id, "")) for one in closing_rows.findings(view.db, visit.id)
        ),
        remarks=view.db.execute("SELECT remarks FROM closing WHERE visit_id = ?", [visit.id]).fetchone()[0],
        signatures=tuple(
            Signature(one.side, one.name, to_text(one.at), one.strokes)
            for one in closing_rows.standing_signatures(view.db, visit.id).values()
        ),
        follow_ups=follow_ups.marked(view, visit.id),
        remarks_host=host.get(host_comments.REMARKS, ""),
    )


def _visit(view: View, visit: Visit) -> Visited:
    members = [people.named(view, one) for one in visit.member_ids]
    names = {one.hospital_id: hospitals.get(view, one.hospital_id).name for one in members if one.hospital_id}
    host, hours = hospitals.get(view, visit.host_id), visit_hours.of_visit(view, visit)
    return Visited(
        id=visit.id,
        fiscal_year=visit.fiscal_year,
        on=visit.visit_date,
        mode=visit.mode,
        host=Host(host.code, host.name, host.founder, host.address),
        evaluators=tuple(hospitals.get(view, one).name for one in visit.evaluator_ids),
        members=tuple(Member(one.name, names.get(one.hospital_id or 0, "")) for one in members),
        began=hours.began,
        ended=hours.ended,
        hours_noted=bool(hours.version),
    )


def _sheet(view: View, visit_id: int, found: ClosingSheet) -> Sheet:
    version, concordance = found.version, found.concordance
    return Sheet(
        code=version.code,
        sheet_name=version.sheet_name,
        name=version.name,
        scale=version.scale,
        chapters=tuple(Chapter(one.code, one.name) for one in version.chapters),
        items=tuple(_item(one) for one in found.items),
        concordance=Concordance(
            compared=concordance.compared,
            same=concordance.same,
            percent=concordance.percent,
            kappa=concordance.kappa,
            unanswered=concordance.unanswered,
            unverified=concordance.unverified,
            not_applicable=concordance.not_applicable,
        ),
        photos=tuple(_photos(view, visit_id, version.code)),
        exempt=_exempt(found),
    )


def _exempt(found: ClosingSheet) -> tuple[Exempt, ...]:
    names = {one.code: one.name for one in found.whole.chapters}
    places = {item.code: place for place, item in enumerate(found.whole.items)}
    return tuple(
        Exempt(one.code, one.chapter_code, names[one.chapter_code], one.text, places[one.code]) for one in found.exempt
    )


def _item(found: ClosingItem) -> Item:
    return Item(
        code=found.item.code,
        chapter=found.item.chapter_code,
        text=found.item.text,
        law_part=found.item.law_part,
        own=_rating(found.own),
        visitor=_rating(found.visitor),
        agreed=_rating(found.recorded),
        agreed_value=found.agreed,
    )


def _rating(found: assessments.Rating | None) -> Rating | None:
    if found is None:
        return None
    return Rating(found.value, found.comment, found.version, to_text(found.saved_at), found.saved_by)


def _photos(view: View, visit_id: int, version_code: str) -> list[Photo]:
    rows = view.db.execute(
        """SELECT a.id, a.track FROM assessment a JOIN visit_sheet s ON s.id = a.visit_sheet_id
               OR s.self_assessment_id = a.id JOIN sheet_version v ON v.id = s.version_id
           WHERE s.visit_id = ? AND v.code = ? ORDER BY a.id""",
        [visit_id, version_code],
    ).fetchall()
    return [
        Photo(photo.id, assessments.Track(row["track"]), item, photo.sha256, photo.caption)
        for row in rows
        for item, taken in photos.of_assessment(view, row["id"]).items()
        for photo in taken
    ]


def _finding(found: closing_rows.Finding, standing: Collection[int], host: str) -> Finding:
    """A finding with its photos, but for what was erased since they were chosen."""
    return Finding(
        id=found.id,
        kind=found.kind,
        text=found.text,
        version=found.version_code,
        item=found.item,
        item_text=found.item_text,
        chapter=found.chapter_name,
        photos=tuple(photo for photo in found.photos if photo in standing),
        host=host,
    )
