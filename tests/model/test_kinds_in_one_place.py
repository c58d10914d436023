"""A kind of record says what it is in its class: nobody lists kinds by hand, or asks which of them a record is."""

from __future__ import annotations

import ast
from collections.abc import Iterable, Iterator
from functools import cache

import pytest

from checklist.store.db import ROOT
from tests.model.kinds import every_kind
from tests.test_house import nodes_of

HOMES = {kind.__module__ for kind in every_kind()}
BESIDE = ("checklist.demo.", "checklist.store.migrations.")
"""The invented region makes up records of every kind, and a landed step stays as it was written."""

_DRAFT = "what is learnt becomes a training or an item of the council, and nothing else"
_CALL = "a case and its contact are taken down together, on a screen of their own"
REASONS = {
    **dict.fromkeys(
        (
            "checklist.imports.case_file",
            "checklist.rules.center.option_lists",
            "checklist.store.center.cases",
            "checklist.ui.center.call_form",
            "checklist.ui.center.case_fields",
        ),
        _CALL,
    ),
    "checklist.imports.activity_file": "a log of mixed rows lays its columns out over the fields of the kinds that it holds",
    "checklist.comparison.learning_outcomes": _DRAFT,
    "checklist.store.center.learning": _DRAFT,
    **dict.fromkeys(
        (
            "checklist.readings.center.activities_page",
            "checklist.readings.center.outreach_map",
            "checklist.readings.center.yearly_tables",
            "checklist.ui.center.activity_board",
        ),
        "what a year of these adds up to, and their file, are of their own fields",
    ),
    **dict.fromkeys(
        ("checklist.readings.center.council_page", "checklist.ui.center.council_board"),
        "the screens of the council show its books beside each other, a meeting apart from them",
    ),
    "checklist.readings.records_page": "attendances that the centre offers become records of this kind alone",
    "checklist.rules.evidence.evidence_days": "codes of papers of the inspection, of which one is called as a kind is",
    "checklist.rules.records.summary": "the line of a year adds up fields of its own for each kind; others are counted",
}
"""Who may list kinds, and why: only what is no property of the class."""

NAMES = {kind.__name__ for kind in every_kind()}
CODES = {kind.KIND for kind in every_kind()}


def kinds_in(nodes: list[ast.expr | None]) -> set[str]:
    """The kinds that stand in a display of values, by their class or by their code."""
    found = {node.id for node in nodes if isinstance(node, ast.Name)} & NAMES
    found |= {node.attr for node in nodes if isinstance(node, ast.Attribute)} & NAMES
    texts = {node.value for node in nodes if isinstance(node, ast.Constant) and isinstance(node.value, str)}
    return found or (texts & CODES)


def listed(node: ast.AST) -> set[str]:
    """The kinds that a tuple, a list, a set, a dictionary or a union lists."""
    if isinstance(node, ast.Tuple | ast.List | ast.Set):
        return kinds_in(list(node.elts))
    if isinstance(node, ast.Dict):
        return max(kinds_in(list(node.keys)), kinds_in(list(node.values)), key=len)
    if isinstance(node, ast.BinOp) and isinstance(node.op, ast.BitOr):
        return kinds_in([node.left, node.right])
    return set()


def asked(node: ast.AST) -> set[str]:
    """The kinds as which a record is recognised: `isinstance(one, Conference)`, `kind is Conference`."""
    if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id in ("isinstance", "issubclass"):
        return kinds_in(list(node.args))
    if isinstance(node, ast.Compare) and any(
        isinstance(one, ast.Is | ast.IsNot | ast.Eq | ast.NotEq) for one in node.ops
    ):
        sides = [node.left, *node.comparators]
        by_code = any(isinstance(side, ast.Attribute) and side.attr == "KIND" for side in sides)
        return {name for name in kinds_in(list(sides)) if by_code or name in NAMES}
    return set()


def faults(nodes: Iterable[ast.AST]) -> Iterator[str]:
    for node in nodes:
        if len(found := listed(node)) > 1:
            yield f"line {node.lineno} lists {sorted(found)}"  # type: ignore[attr-defined]
        if found := asked(node):
            yield f"line {node.lineno} asks for {sorted(found)}"  # type: ignore[attr-defined]


@cache
def lists() -> dict[str, list[str]]:
    """What is wrong with each module that does not define kinds itself."""
    found = {}
    for path in sorted([*(ROOT / "checklist").rglob("*.py"), *(ROOT / "pages").rglob("*.py")]):
        module = ".".join(path.relative_to(ROOT).with_suffix("").parts).removesuffix(".__init__")
        if module not in HOMES and not module.startswith(BESIDE):
            found[module] = list(faults(nodes_of(path)))
    return {module: wrong for module, wrong in found.items() if wrong}


def test_no_module_lists_kinds_or_asks_which_one_a_record_is() -> None:
    assert {module: wrong for module, wrong in lists().items() if module not in REASONS} == {}


def test_whoever_may_list_kinds_does_so() -> None:
    assert set(REASONS) <= set(lists())


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("MONTHLY = (PatientConsultation, Admission)", True),
        ("MONTHLY = [records.PatientConsultation, records.Admission]", True),
        ("MONTHLY = {'patient_consultation', 'admission'}", True),
        ("RECORDED_BY = {'conference_record': 'conference', 'round_record': 'safety_round'}", True),
        ("WORDS = {Conference: 'a', Course: 'b'}", True),
        ("isinstance(one, Notice)", True),
        ("isinstance(one, Notice | Guideline)", True),
        ("issubclass(kind, (Notice, Guideline))", True),
        ("kind is Conference", True),
        ("found = facts.of(Conference)", False),
        ("found = {'conference': 3, 'visit': 4}", False),
        ("kind.KIND == 'notice'", True),
        ("document == 'notice'", False),
        ("isinstance(one, Record)", False),
    ],
)
def test_what_is_looked_for_is_found(text: str, found: bool) -> None:
    assert any(faults(ast.walk(ast.parse(text)))) is found
