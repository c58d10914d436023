"""A sealed report is read strictly: what it does not know is refused, and no module reads one by the names in its text."""

from __future__ import annotations

import ast
import json
from typing import Any

import pytest
from msgspec.structs import replace

from checklist.errors import Refused
from checklist.model.closing import report
from tests.model.closing import reports
from tests.test_house import ROOT, nodes_of

TEXT = report.canonical(reports.small("記録がない"))


def changed(**values: Any) -> str:
    return json.dumps({**json.loads(TEXT), **values})


def without(name: str) -> str:
    return json.dumps({key: value for key, value in json.loads(TEXT).items() if key != name})


def test_a_report_is_read_as_it_was_written() -> None:
    assert report.decode(TEXT) == report.decode(TEXT.encode()) == reports.small("記録がない")


@pytest.mark.parametrize("kappa", ["1e-05", "-1e-07", "0.6627906976744187", "1.0", "0.0"])
def test_a_number_is_written_as_it_was_always_written(kappa: str) -> None:
    found = reports.small("")
    (first, *_) = found.sheets
    sheet = replace(first, concordance=replace(first.concordance, kappa=float(kappa)))
    assert f'"kappa":{kappa},' in report.canonical(replace(found, sheets=(sheet,)))


@pytest.mark.parametrize("number", [0, 5, 99])
def test_an_unknown_format_is_named_and_refused(number: int) -> None:
    with pytest.raises(Refused, match=f"（第{number}形式）は、お使いの版のプログラムでは読めません。"):
        report.decode(changed(format=number))


def test_a_report_of_format_1_is_written_as_it_was_and_holds_nothing_that_came_later() -> None:
    old = report.decode(changed(format=1))
    assert json.loads(report.canonical(old)) == {**json.loads(TEXT), "format": 1}
    drawn = [{**one, "strokes": [[1, 2]]} for one in json.loads(TEXT)["signatures"]]
    assert report.decode(changed(signatures=drawn)).signatures[0].strokes == ((1, 2),)
    with pytest.raises(Refused, match="決められた形式ではありません"):
        report.decode(changed(format=1, signatures=drawn))


@pytest.mark.parametrize("number", [1, 2])
def test_a_report_before_format_3_holds_no_photos_of_findings_and_no_captions(number: int) -> None:
    old = report.decode(changed(format=number))
    assert json.loads(report.canonical(old)) == {**json.loads(TEXT), "format": number}
    chosen = [{**one, "photos": [5]} for one in json.loads(TEXT)["findings"]]
    assert report.decode(changed(findings=chosen)).findings[0].photos == (5,)
    with pytest.raises(Refused, match="決められた形式ではありません"):
        report.decode(changed(format=number, findings=chosen))


@pytest.mark.parametrize("number", [1, 2, 3])
def test_a_report_before_format_4_holds_no_hours_and_nothing_of_the_host(number: int) -> None:
    told = json.loads(TEXT)
    assert {"began", "ended", "hours_noted"}.isdisjoint(told["visit"])
    assert "remarks_host" not in told
    later: list[dict[str, Any]] = [
        {"visit": {**told["visit"], "began": "09:30"}},
        {"findings": [{**one, "host": "改善済み"} for one in told["findings"]]},
        {"remarks_host": "お礼"},
    ]
    for values in later:
        found = report.decode(changed(**values))
        assert json.loads(report.canonical(found)) == {**told, **values}
        with pytest.raises(Refused, match="決められた形式ではありません"):
            report.decode(changed(format=number, **values))


def inner(part: str, **values: Any) -> str:
    return changed(**{part: {**json.loads(TEXT)[part], **values}})


@pytest.mark.parametrize(
    "content",
    [
        changed(more="x"),
        inner("document", more="x"),
        inner("visit", mode="by_letter"),
        inner("visit", date="22.11.2026"),
        inner("document", sealed_at="2026-11-22T01:15:00Z"),
        inner("document", edition="1"),
        changed(format="1"),
        without("format"),
        without("remarks"),
        "{}",
        "[]",
        "",
        TEXT[:-1],
        b"\xff" + TEXT.encode(),
        TEXT.encode().replace("記".encode(), b"\xff"),
        '{"more":' + "[" * 100_000,
    ],
)
def test_what_is_not_of_its_format_is_refused_in_one_sentence(content: str | bytes) -> None:
    with pytest.raises(Refused, match=r"^評価報告書の内容が決められた形式ではありません。管理者に連絡してください。$"):
        report.decode(content)


def test_a_report_cannot_be_changed_in_place() -> None:
    with pytest.raises(AttributeError):
        reports.small("").remarks = "別の講評"  # type: ignore[misc]


TYPED = (
    "model/closing/report", "rules/closing/erasure", "papers/closing/report_document", "papers/closing/agreed_tables",
    "store/closing/report_snapshot", "store/closing/sealed_reports", "store/closing/erasures",
)  # fmt: skip
"""Everything that writes, changes or reads a report."""
ROWS = {"row"}
"""What the database hands out; only the store sees it."""


@pytest.mark.parametrize("module", TYPED)
def test_whatever_touches_a_report_names_its_parts_with_their_types(module: str) -> None:
    nodes = nodes_of(ROOT / "checklist" / f"{module}.py")
    untyped = [node.id for node in nodes if isinstance(node, ast.Name) and node.id == "Any"]
    by_name = [
        ast.unparse(node)
        for node in nodes
        if isinstance(node, ast.Subscript)
        and isinstance(node.slice, ast.Constant)
        and isinstance(node.slice.value, str)
        and not (module.startswith("store/") and ast.unparse(node.value) in ROWS)
    ]
    assert untyped == by_name == []
