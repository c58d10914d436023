"""One English word, one thing: words that once had two meanings are defined only where their one meaning is at home."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from functools import cache
from pathlib import Path

import pytest

from tests.test_house import ROOT, SOURCES, nodes_of

CLOSING, VISITS, IMPROVEMENTS = r"/(closing|closing_\w+)(/|\.py)", r"/visits(/|\.py)", r"/improvements(/|\.py)"
# Whatever lists every noun, or reads several of them for one screen, names each as it is called at home.
SHARED = r"model/permission|web/(downloads|visits)\.py|readings/|store/(contradictions|doctor)|demo/|migrations/"

MEANINGS = {
    # 協議 on method and day of a visit; how far two sides agree is `concordance`, their common value `agreed`.
    "agreement": (VISITS, r"model/region", r"model/closing/__init__", SHARED),
    # 指摘事項 or 好事例 of a visit; what the rules say of a requirement is a `verdict`. `findings` is also the column
    # of a safety round that holds what was seen.
    "finding": (CLOSING, IMPROVEMENTS, r"/practices(/|\.py)", r"rules/visits/deadlines|model/records|web/meetings", SHARED),
    # 証拠書類, by kind, and in the guide of an item what of them to ask for; files of a plan are its `proofs`.
    "evidence": (
        r"/evidence(/|\.py)", r"/criteria/", r"model/(fields|sheets)\.py", r"model/records/", r"__main__|command/", SHARED,
    ),
    # A file that shows that an improvement plan was carried out.
    "proof": (IMPROVEMENTS,),
    # The state of a visit; how it is made is `in_person`.
    "on_site": (r"model/visits", SHARED),
    # 解決・継続・再発 of an earlier finding.
    "mark": (IMPROVEMENTS, r"model/closing/report", SHARED),
    # 評価報告書; the yearly 定例報告 of the filings is the `self_check`. Of the support centre: 実績報告.
    "report": (
        r"/center(/|\.py|_downloads)",
        CLOSING, VISITS, r"model/notices|jobs/report_papers", r"rules/criteria/(evaluations|yearly)", r"model/region", r"papers/evidence/evidence_pack", r"store/visits/visit_(facts|progress)",
        SHARED,
    ),
    # 一致率 and κ.
    "concordance": (CLOSING,),
    # 適, 否 or 要確認 of a requirement.
    "verdict": (r"/criteria/",),
    # 定例報告.
    "self_check": (r"/criteria/",),
}  # fmt: skip


@cache
def defined(path: Path) -> frozenset[str]:
    """Every name that a module gives to something of its own: functions, classes, arguments, fields and variables."""
    return frozenset(_defined(path))


def _defined(path: Path) -> Iterator[str]:
    yield path.stem
    for node in nodes_of(path):
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef):
            yield node.name
        elif isinstance(node, ast.arg):
            yield node.arg
        elif isinstance(node, ast.Name) and isinstance(node.ctx, ast.Store):
            yield node.id


@cache
def snake(name: str) -> str:
    """A name in small letters with its words apart."""
    return re.sub(r"(?<=[a-z0-9])(?=[A-Z])", "_", name).lower()


def elsewhere(word: str, name: str, place: str) -> bool:
    """Whether a name with this word is defined where the word has no meaning."""
    said = re.search(rf"(^|_){word}(s|ed)?(_|$)", snake(name))
    return bool(said) and not any(re.search(home, place) for home in MEANINGS[word])


@pytest.mark.parametrize("word", MEANINGS)
def test_a_word_is_defined_only_where_it_has_its_meaning(word: str) -> None:
    places = {path: path.relative_to(ROOT).as_posix() for path in SOURCES}
    assert [
        (place, name) for path, place in places.items() for name in defined(path) if elsewhere(word, name, place)
    ] == []


def test_the_test_sees_a_word_in_another_meaning() -> None:
    assert elsewhere("agreement", "AgreementRate", "checklist/rules/scoring.py")
    assert elsewhere("mark", "menu_mark", "checklist/ui/frame.py")
    assert not elsewhere("mark", "markup", "checklist/ui/frame.py")
    assert not elsewhere("report", "SealedReport", "checklist/store/closing/closing_rows.py")
