"""Documents to take away, with the same permissions as the screen."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from urllib.parse import quote

from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from checklist.comparison import comparison, partners_comparison, selection, spread, track_comparison
from checklist.comparison.selection import Selection
from checklist.errors import Forbidden, NotFound, Refused
from checklist.formats.document import Document
from checklist.formats.file_kinds import ANNUAL, CSV, EXCEL, ICS, PDF, ZIP
from checklist.imports import plan_file, record_file, region_file, sheet_files, travel_file
from checklist.jobs import annual_papers, report_papers
from checklist.papers import list_document
from checklist.papers.closing import report_document
from checklist.papers.criteria import criteria_document
from checklist.papers.evidence import evidence_pack, submission
from checklist.papers.hospitals import annual as hospital_annual
from checklist.papers.hospitals import filing_form, leader_paper, partner_document
from checklist.papers.improvements import plan_document
from checklist.papers.records import incident_document
from checklist.papers.region import annual as region_annual
from checklist.papers.sheets import paper_sheet, revision_document
from checklist.papers.visits import place_codes, visit_document
from checklist.rules import access, fiscal_year
from checklist.store import clock, db, region
from checklist.store.act import View, viewing
from checklist.store.evidence import evidence_documents
from checklist.store.files.attachments import StoredFile
from checklist.store.improvements import improvement_plans
from checklist.store.records import records
from checklist.store.sheets import revisions, sheets
from checklist.store.visits import visit_papers
from checklist.web import calendar, center_downloads, noting, origin, query
from checklist.web.file_answers import Endpoint, Made
from checklist.web.file_answers import download as _download
from checklist.web.file_answers import file as _file
from checklist.web.file_answers import numbered as _numbered
from checklist.web.gate import principal_of
from checklist.web.request_state import State


def _visit(view: View, request: Request[State]) -> Made:
    return _file(visit_document.visit_document(view, request.path_params["id"]), request)


def _assessment(view: View, request: Request[State]) -> Made:
    return _file(visit_document.assessment_document(view, request.path_params["id"]), request)


def _comparison(view: View, request: Request[State]) -> Made:
    if not access.may_open("comparison", view.principal):
        raise Forbidden
    kinds: dict[str, Callable[[View, Selection], Document]] = {
        "classes": spread.class_document,
        "hospitals": comparison.hospital_comparison,
        "tracks": track_comparison.track_comparison,
    }
    make = kinds.get(request.query_params.get("by", "classes"))
    if make is None:
        raise Refused("比較の種類の指定が正しくありません。")
    return _file(make(view, selection.from_query(request.query_params)), request)


def _partners(view: View, request: Request[State]) -> Made:
    partner = query.number(request, "partner", "連携先")
    sheet = request.query_params.get("sheet", "")
    found = partners_comparison.partners_comparison(view, request.path_params["id"], partner, sheet)
    if sheet not in ("", *dict(found.sheets)):
        raise Refused("点検表の指定が正しくありません。")
    return _file(found, request)


def _sheet(view: View, request: Request[State]) -> Made:
    if not access.may_open("sheets", view.principal):
        raise Forbidden
    code, kind = request.path_params["code"], request.path_params["kind"]
    if kind == PDF.code:
        return _file(paper_sheet.blank(view, code), request)
    version = sheets.get(view, code)
    export = sheet_files.export_csv if kind == CSV.code else sheet_files.export_xlsx
    return f"{version.sheet_name} {version.name}", export(version)


def _xlsform(view: View, request: Request[State]) -> Made:
    """A version for ODK and Kobo."""
    if not access.may_open("sheets", view.principal):
        raise Forbidden
    version = sheets.get(view, request.path_params["code"])
    return f"{version.sheet_name} {version.name} XLSForm", sheet_files.export(version, sheet_files.XLSFORM)


def _empty(view: View, request: Request[State]) -> Made:
    """A table to fill in and to take in again, for whoever may take it in."""
    name, kind = request.path_params["name"], request.path_params["kind"]
    if name == "sheets":
        return sheet_files.EMPTY, sheet_files.empty_form(view, kind)
    make = {"plan": plan_file.empty_file, "travel": travel_file.empty_file}.get(name)
    if make is None:
        raise NotFound
    return _file(make(view), request)


def _revised_sheet(view: View, request: Request[State]) -> Made:
    """The whole sheet that a 改訂案 would be, in the form in which sheets are taken in."""
    one = revisions.get(view, request.path_params["id"])
    found = revisions.sheet(view, one, revisions.content(view, one.id))
    return f"{one.sheet_name} {one.name} 改訂案の全項目", sheet_files.written(found.grid, request.path_params["kind"])


def _paper(view: View, request: Request[State]) -> Made:
    """The sheet on paper; `filled`: with what was rated so far, `by=place`: in the order of a round."""
    asked = request.query_params
    found = paper_sheet.of_assessment(view, request.path_params["id"], "filled" in asked, asked.get("by") == "place")
    return _file(found, request)


def _places(view: View, request: Request[State]) -> Made:
    base = origin.base(request.scope)
    return place_codes.TITLE, place_codes.document(view, request.path_params["id"], base)


def _report(view: View, request: Request[State]) -> Made:
    edition = query.number(request, "edition", "版")
    if request.path_params["kind"] == PDF.code:
        return report_papers.content(view, request.path_params["id"], edition)
    return _file(report_document.report_document(view, request.path_params["id"], edition), request)


def _filing(view: View, request: Request[State]) -> Made:
    return _file(filing_form.document(view, request.path_params["id"], query.day(request, "on", "基準日")), request)


def _leader(view: View, request: Request[State]) -> Made:
    return leader_paper.made(view, request.path_params["id"])


def _records(view: View, request: Request[State]) -> Made:
    """The records of one kind in one fiscal year (or all), or with `empty` the table to fill in."""
    hospital_id, kind = request.path_params["id"], records.kind_of(request.path_params["record"])
    # Year 9999 is a number, too, but counting on from its last day ended in an unexpected error.
    year = query.number(request, "year", "年度", 1950, 2199)
    start = region.load(view.db).fiscal_year_start_month
    since, until = fiscal_year.bounds(year, start) if year else (None, None)
    found = record_file.document(view, hospital_id, kind, since, until)
    return _file(record_file.template(kind) if "empty" in request.query_params else found, request)


def _list(view: View, request: Request[State]) -> Made:
    """A list of a screen, as the address of the screen narrows it."""
    return _file(list_document.document(view, request.path_params["name"], request.query_params), request)


def _hospitals(view: View, request: Request[State]) -> Made:
    """The workbook of hospitals, filings and accounts to fill in, for whoever may take one in."""
    return _file(region_file.empty_file(view), request)


def _on(request: Request[State]) -> date:
    """The day `on` that a document is asked for, today without one."""
    return query.day(request, "on", "基準日") or clock.today()


def _criteria(view: View, request: Request[State]) -> Made:
    return _file(criteria_document.document(view, request.path_params["id"], _on(request)), request)


def _pack(view: View, request: Request[State]) -> Made:
    found = evidence_pack.collect(view, request.path_params["id"], _on(request))
    return found.title, evidence_pack.render(found, request.path_params["kind"])


def _submission(view: View, request: Request[State]) -> Made:
    """The pack for the inspectors; `parts` names what goes in, everything without it."""
    asked = request.query_params.get("parts")
    parts = None if asked is None else asked.split(",")
    found = submission.collect(view, request.path_params["id"], _on(request), parts)
    return found.title, submission.render(found, request.path_params["kind"])


def _annual(view: View, request: Request[State]) -> Made:
    return _file(hospital_annual.document(view, request.path_params["id"], _year(request)), request)


def _region_annual(view: View, request: Request[State]) -> Made:
    return _file(region_annual.document(view, _year(request)), request)


def _all_annual(view: View, request: Request[State]) -> Made:
    """The reports of all hospitals, once they are made."""
    return annual_papers.content(view, db.default_path())


def _year(request: Request[State]) -> int:
    """The fiscal year that a report is asked for."""
    year = query.number(request, "year", "年度", 2000, 2199)
    if year is None:
        raise Refused("年度を指定してください。")
    return year


def _stored(read: Callable[[View, int], tuple[StoredFile, bytes]]) -> Endpoint:
    """An endpoint that hands over a stored file; never shown in the page, whatever its content says."""

    async def endpoint(request: Request[State]) -> Response:
        principal = principal_of(request.scope)

        def work() -> tuple[StoredFile, bytes]:
            with viewing(principal) as view:
                return read(view, request.path_params["id"])

        found, content = await run_in_threadpool(work)
        await noting.exported(request, principal, found.name)
        disposition = f"attachment; filename=\"file\"; filename*=UTF-8''{quote(found.name, safe='')}"
        headers = {"content-disposition": disposition, "content-security-policy": "sandbox"}
        return Response(content, media_type=found.media_type, headers=headers)

    return endpoint


routes = [
    Route("/download/visits/{id:int}.{kind}", _download(_visit)),
    Route("/download/visits/{id:int}/partners.{kind}", _download(_partners)),
    Route("/download/visits/{id:int}/report.{kind}", _download(_report, kinds=(PDF, EXCEL))),
    Route("/download/visits/{id:int}/day.{kind}", _download(calendar.day, kinds=(ICS,))),
    Route("/download/visits/{id:int}/places.{kind}", _download(_places, kinds=(PDF,))),
    Route(
        "/download/visits/{id:int}/findings.{kind}",
        _download(_numbered(report_document.findings_document), kinds=(EXCEL,)),
    ),
    Route("/download/hospitals/template.{kind}", _download(_hospitals, kinds=(EXCEL, CSV))),
    Route("/download/hospitals/{id:int}/criteria.{kind}", _download(_criteria)),
    Route(
        "/download/hospitals/{id:int}/plans.{kind}",
        _download(_numbered(plan_document.plan_document), kinds=(PDF, EXCEL)),
    ),
    Route(
        "/download/hospitals/{id:int}/partners.{kind}",
        _download(_numbered(partner_document.document), kinds=(PDF, EXCEL)),
    ),
    Route("/download/hospitals/{id:int}/filing.{kind}", _download(_filing, kinds=(PDF, EXCEL))),
    Route("/download/hospitals/{id:int}/leader.{kind}", _download(_leader, kinds=(PDF,))),
    Route("/download/hospitals/{id:int}/records/{record}.{kind}", _download(_records, kinds=(EXCEL, CSV))),
    Route("/download/hospitals/{id:int}/incidents.{kind}", _download(_numbered(incident_document.document))),
    Route("/download/hospitals/{id:int}/evidence-pack.{kind}", _download(_pack, kinds=(ZIP, PDF))),
    Route("/download/hospitals/{id:int}/annual.{kind}", _download(_annual, kinds=ANNUAL)),
    Route("/download/region/annual-reports.{kind}", _download(_all_annual, kinds=(ZIP,))),
    Route("/download/region/annual.{kind}", _download(_region_annual, kinds=ANNUAL)),
    Route("/download/hospitals/{id:int}/submission.{kind}", _download(_submission, kinds=submission.KINDS_OF_FILE)),
    Route("/download/evidence/{id:int}", _stored(improvement_plans.proof_file)),
    Route("/download/visit-papers/{id:int}", _stored(visit_papers.file)),
    Route("/download/evidence-documents/{id:int}", _stored(evidence_documents.file)),
    Route("/download/assessments/{id:int}.{kind}", _download(_assessment)),
    Route("/download/assessments/{id:int}/paper.{kind}", _download(_paper, kinds=(PDF,))),
    *center_downloads.routes,
    Route("/download/comparison.{kind}", _download(_comparison)),
    Route("/download/forms/{name}.{kind}", _download(_empty, kinds=(EXCEL, CSV))),
    Route("/download/sheets/{code}.{kind}", _download(_sheet)),
    Route("/download/sheets/{code}/xlsform.{kind}", _download(_xlsform, kinds=(EXCEL,))),
    Route("/download/revisions/{id:int}.{kind}", _download(_numbered(revision_document.document))),
    Route("/download/revisions/{id:int}/sheet.{kind}", _download(_revised_sheet, kinds=(EXCEL, CSV))),
    Route("/download/lists/{name}.{kind}", _download(_list, kinds=(EXCEL, CSV))),
]
