"""Documents of the support centre to take away, with the same permissions as the screen."""

from __future__ import annotations

from collections.abc import Callable

from starlette.requests import Request
from starlette.routing import Route

from checklist.errors import NotFound
from checklist.formats.document import Document
from checklist.formats.file_kinds import ANNUAL, CSV, EXCEL, PDF
from checklist.imports import attendance_file, case_file, guideline_file, option_file, topic_file
from checklist.papers.center import (
    activities_document,
    casebook_document,
    evaluation_document,
    figure_report,
    figures_document,
    learning_document,
    questionnaire_poster,
    survey_document,
    training_papers,
)
from checklist.store.act import View
from checklist.store.center import council
from checklist.web import origin, query
from checklist.web.file_answers import Made, Maker, download, file, numbered
from checklist.web.request_state import State


def _case_figures(view: View, request: Request[State]) -> Made:
    """The figures of a period; with `public=1` the edition that may be published."""
    asked = request.query_params
    return file(figures_document.document(view, asked.get("period"), asked.get("public") == "1"), request)


def _yearly(made: Callable[[View, int | None], Document]) -> Maker:
    return lambda view, request: file(made(view, query.number(request, "year", "年度", 1950, 2199)), request)


def _whole(made: Callable[[View], Document]) -> Maker:
    """A document that is asked for without a word about what of it."""
    return lambda view, request: file(made(view), request)


def _training_paper(view: View, request: Request[State]) -> Made:
    return file(training_papers.document(view, request.path_params["id"], request.path_params["paper"]), request)


def _poster(view: View, request: Request[State]) -> Made:
    return questionnaire_poster.document(view, request.path_params["id"], origin.base(request.scope))


def _report(view: View, request: Request[State]) -> Made:
    """年次実績報告 or the council paper of a period; with `public=1` the edition that may be published."""
    asked = request.query_params
    make = figure_report.MAKERS.get(request.path_params["report"])
    if make is None:
        raise NotFound
    return file(make(view, asked.get("period"), asked.get("public") == "1"), request)


def _council_paper(view: View, request: Request[State]) -> Made:
    """A frozen paper, as it was kept."""
    found, content = council.content(view, request.path_params["id"])
    if found.file != request.path_params["kind"]:
        raise NotFound
    return found.title, content


routes = [
    Route("/download/center/figures.{kind}", download(_case_figures)),
    Route("/download/center/activities.{kind}", download(_yearly(activities_document.document))),
    Route("/download/center/reports/{report}.{kind}", download(_report, kinds=ANNUAL)),
    Route("/download/center/papers/{id:int}.{kind}", download(_council_paper, kinds=(PDF, EXCEL))),
    Route("/download/center/survey.{kind}", download(_yearly(survey_document.document), kinds=(EXCEL,))),
    Route(
        "/download/center/trainings/{id:int}/attendances.{kind}",
        download(numbered(attendance_file.document), kinds=(EXCEL, CSV)),
    ),
    Route("/download/center/trainings/{id:int}/{paper}.{kind}", download(_training_paper, kinds=(PDF, EXCEL))),
    Route("/download/center/questionnaires/{id:int}/poster.{kind}", download(_poster, kinds=(PDF,))),
    Route("/download/center/questionnaires/{id:int}/results.{kind}", download(numbered(training_papers.results))),
    Route("/download/center/options.{kind}", download(_whole(option_file.document), kinds=(EXCEL, CSV))),
    Route("/download/center/casebook.{kind}", download(_yearly(casebook_document.document))),
    Route("/download/center/evaluations.{kind}", download(_yearly(evaluation_document.document))),
    Route("/download/center/guideline.{kind}", download(_whole(guideline_file.document), kinds=(EXCEL, CSV))),
    Route("/download/center/topics.{kind}", download(_whole(topic_file.document), kinds=(EXCEL, CSV))),
    Route("/download/center/learning.{kind}", download(_whole(learning_document.document))),
    Route("/download/center/case_mapping.{kind}", download(_whole(case_file.mapping_template), kinds=(EXCEL, CSV))),
    Route("/download/center/cases.{kind}", download(_whole(case_file.template), kinds=(EXCEL, CSV))),
]
