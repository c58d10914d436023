"""The papers that an evidence pack makes of itself: the index of its files, and the judgement of every requirement."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from checklist import words
from checklist.formats.document import Document, overview
from checklist.formats.table import Column, Table, Value
from checklist.formats.zip_file import PackFile
from checklist.papers.criteria.criteria_document import certainty_word
from checklist.readings import criteria_words
from checklist.readings.evidence_list import EvidenceList
from checklist.rules.criteria.evaluation import Evaluation, Judgement
from checklist.rules.evidence.evidence_days import KINDS

DISCLAIMER = "この判定は記録に基づく目安です。最終の判断は地方厚生（支）局と最新の通知で確認してください。"
SHOWN = 5
"""That many records stand beside a requirement; the rest is counted."""
FILE_COLUMNS = (
    Column("番号", "number", 6),
    Column("ファイル", "text", 38),
    Column("種類", "text", 18),
    Column("名称", "text", 24),
    Column("日付", "date", 20),
    Column("登録日時", "date", 22),
    Column("頁", "text", 9),
    Column("SHA-256", "text", 42),
)
_JUDGEMENT_COLUMNS = (
    Column("区分", "text", 14),
    Column("要件", "text", 40),
    Column("判定", "text", 10),
    Column("理由", "text", 36),
    Column("示す記録", "text", 34),
    Column("必要な対応", "text", 26),
    Column("資料", "text", 18),
    Column("基準の確認", "text", 14),
)


MADE_BY = "作成者"


def judgements(found: Evaluation) -> list[Judgement]:
    """The requirements of the filed add-ons (of every add-on without a filing) in the order of the inspection."""
    filed = {code.code for code in found.rule_set.addons if found.facts.filed_class(code.addon) == code.addon_class}
    own = [one for one in found.judgements if not filed or one.requirement.addon in filed]
    return sorted(own, key=lambda one: one.requirement.inspection)


def judgement(found: Evaluation, fictional: bool) -> Document:
    """Every requirement with its answer, the reason, and the records that show it."""
    chosen = judgements(found)
    table = Table("要件ごとの判定", _JUDGEMENT_COLUMNS, tuple(_judged(one) for one in chosen))
    facts = (*head(found), ("判定", counts(chosen)), ("基準", f"{found.rule_set.name}（{found.rule_set.source}）"))
    title = f"{found.facts.hospital.name} 施設基準の判定"
    return Document(
        title, facts, (overview(facts), table), table, (), _notes(found), fictional,
        printed=printed(found),
    )  # fmt: skip


def printed(found: Evaluation) -> str:
    """What stands at the foot of every page."""
    return f"基準日　{words.day(found.facts.on)}"


def head(found: Evaluation, by: str = "") -> tuple[tuple[str, str], ...]:
    """Whose papers these are, of which day, for which filing, and who had them made."""
    filed = [one.name for one in found.rule_set.addons if found.facts.filed_class(one.addon) == one.addon_class]
    return (
        ("病院", found.facts.hospital.name),
        ("基準日", words.day(found.facts.on)),
        ("届出", "、".join(filed) or "届出なし（すべての加算の要件を示します）"),
        *([(MADE_BY, by)] if by else []),
    )


def _notes(found: Evaluation) -> tuple[str, ...]:
    return tuple(note for note in (found.rule_set.statement, DISCLAIMER) if note)


def counts(chosen: Sequence[Judgement]) -> str:
    """How many requirements have which answer."""
    told = [(word, sum(one.result is result for one in chosen)) for result, word in words.RESULTS.items()]
    confirmed = sum(one.settled is not None for one in chosen)
    return "、".join(f"{word} {count}件" for word, count in told) + (
        f"（適のうち確認済み {confirmed}件）" if confirmed else ""
    )


def _judged(one: Judgement) -> tuple[Value, ...]:
    asked, shown = one.requirement, [line.label for line in one.verdict.shown]
    more = [f"ほか{len(shown) - SHOWN}件"] if len(shown) > SHOWN else []
    return (
        asked.place,
        ("★ " if asked.emphasis else "") + asked.text,
        criteria_words.result_word(one),
        criteria_words.reason(one),
        "\n".join([*shown[:SHOWN], *more]),
        one.verdict.remedy,
        "、".join(KINDS.get(kind, kind) for kind in asked.evidence),
        certainty_word(asked.certainty),
    )


def index(
    found: Evaluation, asked: EvidenceList, files: Sequence[PackFile], pages: Mapping[str, str], fictional: bool,
    by: str,
) -> Document:  # fmt: skip
    """Every file of the pack with its hash, the requirements with their files, and what inspectors ask for."""
    listed, chosen = file_table(files, pages), judgements(found)
    facts = (
        *head(found, by),
        ("判定", counts(chosen)),
        ("不足している書類", "、".join(line.kind.name for line in asked.missing) or "なし"),
        ("収録したファイル", f"{len(files)}件"),
    )
    tables = (
        overview(facts),
        _by_requirement(chosen, files),
        listed,
        asked.table(),
    )
    title = f"{found.facts.hospital.name} 証拠書類一式 目次"
    notes = (
        *_notes(found),
        "★は適時調査の重点確認事項です（加算2の調査書の公表部分による目安）。番号は「収録したファイル」の番号です。",
    )
    return Document(title, facts, tables, listed, (), notes, fictional, printed=printed(found))


def _by_requirement(chosen: Sequence[Judgement], files: Sequence[PackFile]) -> Table:
    """The requirements in the order of the inspection, each with the numbers of the files that show it."""
    columns = (
        Column("区分", "text", 20),
        Column("要件", "text", 56),
        Column("判定", "text", 16),
        Column("資料の番号", "text", 18),
    )
    rows = []
    for one in chosen:
        kinds = {*one.requirement.evidence, *(shown.kind for shown in one.verdict.shown)}
        numbers = [str(place) for place, file in enumerate(files, 1) if file.requirement_kind in kinds]
        star = "★ " if one.requirement.emphasis else ""
        rows.append(
            (
                one.requirement.place,
                star + one.requirement.text,
                criteria_words.result_word(one),
                "、".join(numbers) or "なし",
            )
        )
    return Table("要件と資料", columns, tuple(rows))


def file_table(files: Sequence[PackFile], pages: Mapping[str, str], whole: bool = False) -> Table:
    """One line for each file; on paper the hash stands in groups so that it wraps, `whole` in a file."""
    rows = tuple(
        (
            place,
            one.place,
            one.kind,
            one.title,
            words.day(one.dated_on) if one.dated_on else "",
            words.moment(one.registered_at),
            pages.get(one.place, ""),
            one.sha256 if whole else " ".join(one.sha256[start : start + 8] for start in range(0, 64, 8)),
        )
        for place, one in enumerate(files, 1)
    )
    return Table("収録したファイル", FILE_COLUMNS, rows)
