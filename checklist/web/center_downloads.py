"""The files of the support centre: figures, reports, frozen papers, the survey, and tables to fill in."""

from __future__ import annotations

from starlette.requests import Request

from checklist.errors import NotFound
from checklist.imports import case_file, option_file
from checklist.papers.center import activities_document, figure_report, figures_document, survey_document
from checklist.store.act import View
from checklist.store.center import council
from checklist.web import made, query
from checklist.web.made import Made
from checklist.web.request_state import State


def case_figures(view: View, request: Request[State]) -> Made:
    """The figures of a period; with `public=1` the edition that may be published."""
    asked = request.query_params
    return made.file_of(figures_document.document(view, asked.get("period"), asked.get("public") == "1"), request)


def report(view: View, request: Request[State]) -> Made:
    """年次実績報告 or the council paper of a period; with `public=1` the edition that may be published."""
    asked = request.query_params
    make = figure_report.MAKERS.get(request.path_params["report"])
    if make is None:
        raise NotFound
    return made.file_of(make(view, asked.get("period"), asked.get("public") == "1"), request)


def council_paper(view: View, request: Request[State]) -> Made:
    """A frozen paper, as it was kept."""
    found, content = council.content(view, request.path_params["id"])
    if found.file != request.path_params["kind"]:
        raise NotFound
    return found.title, content


def survey(view: View, request: Request[State]) -> Made:
    """The yearly survey of a fiscal year as it was answered."""
    return made.file_of(survey_document.document(view, query.number(request, "year", "年度", 2000, 2199)), request)


def activities(view: View, request: Request[State]) -> Made:
    """業務の実績 of a fiscal year."""
    year = request.query_params.get("year", "")
    return made.file_of(
        activities_document.document(view, int(year) if year.isascii() and year.isdigit() else None), request
    )


def option_lists(view: View, request: Request[State]) -> Made:
    """The lists of the desk to fill in."""
    return made.file_of(option_file.document(view), request)


def case_template(view: View, request: Request[State]) -> Made:
    """The table of consultations to fill in."""
    return made.file_of(case_file.template(view), request)
