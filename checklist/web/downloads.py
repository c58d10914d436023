"""Documents to take away, with the same permissions as the screen."""

from __future__ import annotations

from collections.abc import Callable, Collection
from datetime import date
from urllib.parse import quote

from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from checklist.comparison import comparison, partners_comparison, selection, track_comparison
from checklist.comparison.selection import Selection
from checklist.errors import Forbidden, NotFound, Refused
from checklist.formats import files
from checklist.formats.table import Document
from checklist.imports import hospital_file, record_file, sheet_files
from checklist.papers.closing import report_document
from checklist.papers.criteria import criteria_document
from checklist.papers.evidence import evidence_pack
from checklist.papers.hospitals import partner_document
from checklist.papers.improvements import plan_document
from checklist.papers.sheets import paper_sheet
from checklist.papers.visits import visit_document
from checklist.rules import access, fiscal_year
from checklist.rules.fields import day_text
from checklist.store import clock, region
from checklist.store.act import View, viewing
from checklist.store.evidence import evidence_documents
from checklist.store.files.attachments import StoredFile
from checklist.store.improvements import improvement_plans
from checklist.store.records import records
from checklist.store.sheets import sheets
from checklist.store.visits import visit_papers
from checklist.web.edge import Endpoint, json_errors
from checklist.web.gate import principal_of

MEDIA_TYPES = {
    "pdf": "application/pdf",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    "csv": "text/csv; charset=utf-8",
}


ARCHIVE = {"zip": "application/zip"}
"""What is no document but many."""

Made = tuple[str, bytes]
Maker = Callable[[View, Request], Made]


def _download(make: Maker, kinds: Collection[str] = MEDIA_TYPES) -> Endpoint:
    """An endpoint that makes a document for the reader and hands it over as a file."""

    @json_errors
    async def endpoint(request: Request) -> Response:
        principal, kind = principal_of(request.scope), request.path_params["kind"]
        if kind not in kinds:
            raise NotFound("このファイル形式には対応していません。")

        def work() -> Made:
            with viewing(principal) as view:
                return make(view, request)

        title, content = await run_in_threadpool(work)
        disposition = f"attachment; filename=\"document.{kind}\"; filename*=UTF-8''{quote(f'{title}.{kind}', safe='')}"
        return Response(content, media_type=(MEDIA_TYPES | ARCHIVE)[kind], headers={"content-disposition": disposition})

    return endpoint


def _file(document: Document, request: Request) -> Made:
    return document.title, files.render(document, request.path_params["kind"])


def _visit(view: View, request: Request) -> Made:
    return _file(visit_document.visit_document(view, request.path_params["id"]), request)


def _assessment(view: View, request: Request) -> Made:
    return _file(visit_document.assessment_document(view, request.path_params["id"]), request)


def _comparison(view: View, request: Request) -> Made:
    if not access.may_open("comparison", view.principal):
        raise Forbidden
    kinds: dict[str, Callable[[View, Selection], Document]] = {
        "classes": comparison.class_comparison,
        "hospitals": comparison.hospital_comparison,
        "tracks": track_comparison.track_comparison,
    }
    make = kinds.get(request.query_params.get("by", "classes"))
    if make is None:
        raise Refused("比較の種類の指定が正しくありません。")
    return _file(make(view, selection.from_query(request.query_params)), request)


def _partners(view: View, request: Request) -> Made:
    asked = request.query_params.get("partner", "")
    partner = int(asked) if asked.isascii() and asked.isdigit() and len(asked) < 15 else None
    found = partners_comparison.partners_comparison(view, request.path_params["id"], partner)
    return _file(found, request)


def _sheet(view: View, request: Request) -> Made:
    if not access.may_open("sheets", view.principal):
        raise Forbidden
    code, kind = request.path_params["code"], request.path_params["kind"]
    if kind == "pdf":
        return _file(paper_sheet.blank(view, code), request)
    version = sheets.get(view, code)
    export = sheet_files.export_csv if kind == "csv" else sheet_files.export_xlsx
    return f"{version.sheet_name} {version.name}", export(version)


def _paper(view: View, request: Request) -> Made:
    return _file(paper_sheet.of_assessment(view, request.path_params["id"]), request)


def _report(view: View, request: Request) -> Made:
    asked = request.query_params.get("edition", "")
    if asked and not (asked.isascii() and asked.isdigit() and len(asked) < 6):
        raise Refused("版の指定が正しくありません。")
    found = report_document.report_document(view, request.path_params["id"], int(asked) if asked else None)
    return _file(found, request)


def _findings(view: View, request: Request) -> Made:
    return _file(report_document.findings_document(view, request.path_params["id"]), request)


def _plans(view: View, request: Request) -> Made:
    return _file(plan_document.plan_document(view, request.path_params["id"]), request)


def _partner_tables(view: View, request: Request) -> Made:
    return _file(partner_document.document(view, request.path_params["id"]), request)


def _records(view: View, request: Request) -> Made:
    """The records of one kind in one fiscal year (or all), or with `empty` the table to fill in."""
    hospital_id, kind = request.path_params["id"], records.kind_of(request.path_params["record"])
    year = request.query_params.get("year", "")
    if year and not (year.isascii() and year.isdigit() and len(year) == 4 and 1950 <= int(year) < 2200):
        raise Refused("年度の指定が正しくありません。")
    start = region.load(view.db).fiscal_year_start_month
    since, until = fiscal_year.bounds(int(year), start) if year else (None, None)
    found = record_file.document(view, hospital_id, kind, since, until)
    return _file(record_file.template(kind) if "empty" in request.query_params else found, request)


def _hospitals(view: View, request: Request) -> Made:
    """The table of hospitals to fill in, for whoever may take one in."""
    if not access.manages_region(view.principal):
        raise Forbidden
    return _file(hospital_file.empty_file(), request)


def _day(request: Request) -> date:
    """The day `on` that a document is asked for, today without one; raises Refused for what is no day."""
    asked, faulty = request.query_params, "基準日の指定が正しくありません。"
    try:
        found = date.fromisoformat(asked["on"]) if "on" in asked else clock.today()
    except ValueError as error:
        raise Refused(faulty) from error
    if not day_text.is_plausible(found):
        raise Refused(faulty)
    return found


def _criteria(view: View, request: Request) -> Made:
    hospital, chosen = request.path_params["id"], request.query_params.get("set")
    return _file(criteria_document.document(view, hospital, _day(request), chosen), request)


def _pack(view: View, request: Request) -> Made:
    found = evidence_pack.collect(view, request.path_params["id"], _day(request))
    return found.title, evidence_pack.render(found, request.path_params["kind"])


def _stored(read: Callable[[View, int], tuple[StoredFile, bytes]]) -> Endpoint:
    """An endpoint that hands over a stored file; never shown in the page, whatever its content says."""

    @json_errors
    async def endpoint(request: Request) -> Response:
        principal = principal_of(request.scope)

        def work() -> tuple[StoredFile, bytes]:
            with viewing(principal) as view:
                return read(view, request.path_params["id"])

        found, content = await run_in_threadpool(work)
        disposition = f"attachment; filename=\"file\"; filename*=UTF-8''{quote(found.name, safe='')}"
        headers = {"content-disposition": disposition, "content-security-policy": "sandbox"}
        return Response(content, media_type=found.media_type, headers=headers)

    return endpoint


routes = [
    Route("/download/visits/{id:int}.{kind}", _download(_visit)),
    Route("/download/visits/{id:int}/partners.{kind}", _download(_partners)),
    Route("/download/visits/{id:int}/report.{kind}", _download(_report, kinds=("pdf", "xlsx"))),
    Route("/download/visits/{id:int}/findings.{kind}", _download(_findings, kinds=("xlsx",))),
    Route("/download/hospitals/template.{kind}", _download(_hospitals, kinds=("xlsx", "csv"))),
    Route("/download/hospitals/{id:int}/criteria.{kind}", _download(_criteria)),
    Route("/download/hospitals/{id:int}/plans.{kind}", _download(_plans, kinds=("pdf", "xlsx"))),
    Route("/download/hospitals/{id:int}/partners.{kind}", _download(_partner_tables, kinds=("pdf", "xlsx"))),
    Route("/download/hospitals/{id:int}/records/{record}.{kind}", _download(_records, kinds=("xlsx", "csv"))),
    Route("/download/hospitals/{id:int}/evidence-pack.{kind}", _download(_pack, kinds=("zip", "pdf"))),
    Route("/download/evidence/{id:int}", _stored(improvement_plans.evidence_file)),
    Route("/download/visit-papers/{id:int}", _stored(visit_papers.file)),
    Route("/download/evidence-documents/{id:int}", _stored(evidence_documents.file)),
    Route("/download/assessments/{id:int}.{kind}", _download(_assessment)),
    Route("/download/assessments/{id:int}/paper.{kind}", _download(_paper, kinds=("pdf",))),
    Route("/download/comparison.{kind}", _download(_comparison)),
    Route("/download/sheets/{code}.{kind}", _download(_sheet)),
]
