"""Documents of the support centre to take away, with the same permissions as the screen."""

from __future__ import annotations

from starlette.requests import Request
from starlette.routing import Route

from checklist.formats.file_kinds import CSV, EXCEL, PDF
from checklist.imports import attendance_file, case_file, option_file
from checklist.papers.center import activities_document, figures_document, questionnaire_poster, training_papers
from checklist.store.act import View
from checklist.web.file_answers import Made, base, download, file
from checklist.web.request_state import State


def _case_figures(view: View, request: Request[State]) -> Made:
    """The figures of a period; with `public=1` the edition that may be published."""
    asked = request.query_params
    return file(figures_document.document(view, asked.get("period"), asked.get("public") == "1"), request)


def _activities(view: View, request: Request[State]) -> Made:
    year = request.query_params.get("year", "")
    return file(activities_document.document(view, int(year) if year.isascii() and year.isdigit() else None), request)


def _training_paper(view: View, request: Request[State]) -> Made:
    return file(training_papers.document(view, request.path_params["id"], request.path_params["paper"]), request)


def _attendances(view: View, request: Request[State]) -> Made:
    return file(attendance_file.document(view, request.path_params["id"]), request)


def _poster(view: View, request: Request[State]) -> Made:
    return questionnaire_poster.document(view, request.path_params["id"], base(request))


def _results(view: View, request: Request[State]) -> Made:
    return file(training_papers.results(view, request.path_params["id"]), request)


def _option_lists(view: View, request: Request[State]) -> Made:
    return file(option_file.document(view), request)


def _case_template(view: View, request: Request[State]) -> Made:
    return file(case_file.template(view), request)


routes = [
    Route("/download/center/figures.{kind}", download(_case_figures)),
    Route("/download/center/activities.{kind}", download(_activities)),
    Route("/download/center/trainings/{id:int}/attendances.{kind}", download(_attendances, kinds=(EXCEL, CSV))),
    Route("/download/center/trainings/{id:int}/{paper}.{kind}", download(_training_paper, kinds=(PDF, EXCEL))),
    Route("/download/center/questionnaires/{id:int}/poster.{kind}", download(_poster, kinds=(PDF,))),
    Route("/download/center/questionnaires/{id:int}/results.{kind}", download(_results)),
    Route("/download/center/options.{kind}", download(_option_lists, kinds=(EXCEL, CSV))),
    Route("/download/center/cases.{kind}", download(_case_template, kinds=(EXCEL, CSV))),
]
