"""評価報告書 as a document, made from the sealed snapshot alone, whatever the database says today."""

from __future__ import annotations

from collections.abc import Sequence

from checklist import words
from checklist.errors import NotFound
from checklist.formats.document import Document, overview
from checklist.formats.figure import Figure, Picture
from checklist.formats.table import Column, Cover, Table, Value
from checklist.model.assessments import Track
from checklist.model.closing import FindingKind, Signatory
from checklist.model.closing.report import Photo, Report, Sheet
from checklist.model.scales import SCALES, UNVERIFIED
from checklist.papers.closing import agreed_tables
from checklist.rules import scoring
from checklist.rules.closing import concordance, erasure, finger
from checklist.store.act import View
from checklist.store.clock import from_text
from checklist.store.closing import sealed_reports
from checklist.store.closing.sealed_reports import SealedReport

HEADING = "医療安全対策　評価報告書"
FINDING_COLUMNS = (
    Column("番号", "number", 6),
    Column("章", "text", 20),
    Column("項目コード", "text", 9),
    Column("項目", "text", 40),
    Column("内容", "text", 60),
)
HOST_COLUMN = Column("受審病院のコメント", "text", 44)
_FOLLOW_UP_COLUMNS = (
    Column("年度", "year", 8),
    Column("項目コード", "text", 9),
    Column("前回までの指摘事項", "text", 44),
    Column("今回の判定", "text", 10),
    Column("コメント", "text", 40),
)
_EDITION_COLUMNS = (
    Column("版", "number", 6),
    Column("文書番号", "text", 20),
    Column("確定日時", "date", 24),
    Column("手交日", "date", 20),
    Column("受領日", "date", 20),
    Column("再開の理由", "text", 40),
)


def report_document(view: View, visit_id: int, edition: int | None = None) -> Document:
    """The report of a visit, the newest edition without a number; raises NotFound, Forbidden, or Refused if altered."""
    content = sealed_reports.snapshot(view, visit_id, edition)
    editions = sealed_reports.of_visit(view, visit_id)
    own = next((one for one in editions if one.edition == content.head.edition), None)
    if own is None:
        raise NotFound("確定した評価報告書はまだありません。")
    facts = _facts(content, own)
    items = [_items(sheet) for sheet in content.sheets]
    tables = [
        overview(facts),
        *(_overall(sheet) for sheet in content.sheets),
        findings_table(content, FindingKind.FINDING),
        findings_table(content, FindingKind.GOOD_PRACTICE),
        _remarks(content),
        _follow_ups(content),
        *items,
        Table("報告書の版", _EDITION_COLUMNS, tuple(_edition_row(one) for one in reversed(editions))),
    ]
    title = f"{content.visit.host.name} {content.visit.fiscal_year}年度 評価報告書"
    return Document(
        title, facts, tuple(tables), items[0] if items else tables[0], (), _notes(content, own),
        content.fictional, _cover(content), figures=_figures(view, content, tables), drawings=_drawings(content),
    )  # fmt: skip


def _cover(content: Report) -> Cover:
    head = content.head
    sealed = from_text(head.sealed_at).astimezone(words.TOKYO).date()
    return Cover(
        HEADING,
        f"{head.addressee}　殿",
        content.visit.evaluators,
        number=head.number,
        dated=words.day(sealed),
    )


_SIGNED = {Signatory.HOST: "受審病院の署名", Signatory.EVALUATOR: "訪問側の署名"}


def _drawings(content: Report) -> tuple[tuple[str, str], ...]:
    """The signatures that were drawn by finger."""
    return tuple((_SIGNED[one.side], finger.svg(one.strokes)) for one in content.signatures if one.strokes)


def _facts(content: Report, own: SealedReport) -> tuple[tuple[str, str], ...]:
    visit, head = content.visit, content.head
    signed = {one.side: f"{one.name}（{words.moment(from_text(one.at))}）" for one in content.signatures}
    members = "、".join(f"{one.name}（{one.hospital}）" for one in visit.members)
    return (
        ("文書番号", head.number),
        ("宛先", head.addressee),
        ("受審病院", visit.host.name),
        ("訪問病院", "、".join(visit.evaluators)),
        ("評価者", members or "未定"),
        ("年度", words.fiscal_year(visit.fiscal_year)),
        ("訪問日", words.day(visit.on)),
        *_hours(content),
        ("実施方法", words.VISIT_MODES[visit.mode]),
        ("点検表の版", "、".join(f"{one.sheet_name} {one.name}" for one in content.sheets)),
        ("版", f"第{head.edition}版{'' if own.stands else '（再開済み）'}"),
        ("確定", f"{words.moment(from_text(head.sealed_at))}　{head.sealed_by}"),
        *((name, signed.get(side, "")) for side, name in _SIGNED.items()),
        (words.CHAIN, words.short_link(own.position, own.link)),
        ("手交日", words.day(own.handed_over_on) if own.handed_over_on else "未手交"),
        ("受領日", words.day(own.acknowledged_on) if own.acknowledged_on else "未受領"),
    )


def _hours(content: Report) -> tuple[tuple[str, str], ...]:
    """From when to when the visit lasted, and who says so; nothing in reports of before, or where nothing tells."""
    visit = content.visit
    if not visit.began and not visit.ended:
        return ()
    if visit.hours_noted:
        return (("訪問の時刻", f"{visit.began}～{visit.ended}"),)
    told = (f"最初の評定 {visit.began}" if visit.began else "", f"最後の署名 {visit.ended}" if visit.ended else "")
    return (("訪問の時刻（記録による）", "、".join(filter(None, told))),)


def _notes(content: Report, own: SealedReport) -> tuple[str, ...]:
    found = [f"この報告書は確定時の内容です。照合用の値（SHA-256）：{own.sha256}"]
    found += [
        f"確定後に個人情報を削除しました（{words.moment(one.at)}　{one.by}）。"
        f"削除後の照合用の値（SHA-256）：{one.sha256}"
        for one in own.erasures
    ]
    found.append(
        f"この報告書までの{words.CHAIN}（第{own.position:,}件までの全記録から計算した値、SHA-256）：{own.link}。"
        "ここまでの記録が書き換えられていないことは、システム管理者がコマンド「doctor --head 値」で確かめられます。"
    )
    for sheet in content.sheets:
        told = f"{sheet.name}：{agreed_tables.sentence(sheet.concordance)}"
        found.append(f"{told}、{words.EXEMPT}{len(sheet.exempt)}" if sheet.exempt else told)
    scores = dict.fromkeys(scoring.definition(SCALES[sheet.scale]) for sheet in content.sheets)
    return (*found, concordance.DEFINITION, *scores)


def _overall(sheet: Sheet) -> Table:
    """The agreed ratings by chapter: how often each value, and the score where the scale has one."""
    scale = SCALES[sheet.scale]
    columns = (
        Column("章", "text", 28),
        Column("得点率", "percent", 9),
        *(Column(value.letter, "number", 8) for value in scale.values),
        Column(words.UNAGREED, "number", 8),
        *([Column(words.EXEMPT, "number", 8)] if sheet.exempt else []),
    )
    rows: list[tuple[Value, ...]] = []
    chapters = {one.code: one.name for one in sheet.chapters}
    chapters |= {one.chapter: one.chapter_name for one in sheet.exempt if one.chapter not in chapters}
    for code, name in (*chapters.items(), ("", "全体")):
        found = [one.agreed_value for one in sheet.items if code in ("", one.chapter)]
        percent = scoring.of_values(found, scale).percent
        counts = [*(found.count(value) for value in scale.codes), found.count(None)]
        if sheet.exempt:
            counts.append(sum(code in ("", one.chapter) for one in sheet.exempt))
        rows.append((name, words.NOT_COMPARABLE if percent is None else percent, *counts))
    return Table(f"合意評価の概要 {sheet.name}", columns, tuple(rows))


def findings_table(content: Report, kind: FindingKind) -> Table:
    """The findings or the good practices of a report, numbered in sheet order."""
    chosen = [one for one in content.findings if one.kind is kind]
    rows = [(place, one.chapter, one.item, one.item_text, one.text) for place, one in enumerate(chosen, 1)]
    if not any(one.host for one in chosen):
        return Table(words.FINDING_KINDS[kind], FINDING_COLUMNS, tuple(rows))
    beside = tuple((*row, one.host) for row, one in zip(rows, chosen, strict=True))
    return Table(words.FINDING_KINDS[kind], (*FINDING_COLUMNS, HOST_COLUMN), beside)


def _remarks(content: Report) -> Table:
    """The 講評, and below it in a row of its own what the host says to it."""
    rows = [(line,) for line in _paragraphs(content.remarks)]
    if content.remarks_host:
        rows += [(f"{HOST_COLUMN.name}：{content.remarks_host.strip()}",)]
    return Table("講評", (Column("講評", "text", 100),), tuple(rows))


def _figures(view: View, content: Report, tables: Sequence[Table]) -> tuple[Figure, ...]:
    """The photos that were chosen for the findings, below the tables in which these are numbered."""
    photos = {photo.id: photo for sheet in content.sheets for photo in sheet.photos}
    places = {table.title: place for place, table in enumerate(tables)}
    figures = []
    for kind, word in words.FINDING_KINDS.items():
        chosen = [one for one in content.findings if one.kind is kind]
        for number, one in enumerate(chosen, 1):
            pictures = tuple(_picture(view, content.visit.id, photos[photo]) for photo in one.photos)
            if pictures:
                figures.append(Figure(places[word], f"{word} {number}（{one.item}）の写真", pictures))
    return tuple(figures)


def _picture(view: View, visit_id: int, photo: Photo) -> Picture:
    if erasure.is_tombstone(photo.caption):
        return Picture(photo.caption, None)
    try:
        return Picture(photo.caption, sealed_reports.picture(view, visit_id, photo))
    except NotFound:
        # The rest of the report is still to be had; the check of stored files names what is damaged.
        return Picture("この写真のファイルが保存場所にないか、壊れています。", None)


def _paragraphs(text: str) -> list[str]:
    return [line.strip() for line in text.splitlines() if line.strip()]


def _follow_ups(content: Report) -> Table:
    rows = tuple(
        (one.fiscal_year, one.item, one.text, words.SEQUELS[one.mark], one.comment) for one in content.follow_ups
    )
    return Table("前回までの指摘事項の確認", _FOLLOW_UP_COLUMNS, rows)


def _items(sheet: Sheet) -> Table:
    """Every item with all three tracks."""
    names = {one.code: one.name for one in sheet.chapters}
    columns = (
        Column("章", "text", 20),
        Column("項目コード", "text", 9),
        Column("項目", "text", 40),
        # Wide enough on paper for the four letters of the heads, and of 回答不要 and 該当なし.
        Column("自己評価", "text", 13),
        Column("訪問評価", "text", 13),
        Column("合意評価", "text", 13),
        Column("自己評価のコメント", "text", 30),
        Column("訪問評価のコメント", "text", 30),
        Column("合意のコメント", "text", 30),
    )
    rows: list[tuple[Value, ...]] = [
        (
            names[one.chapter],
            one.code,
            one.text,
            *(words.value_word(rating.value if rating else None) for rating in (one.own, one.visitor)),
            words.UNAGREED if one.agreed_value is None else words.value_word(one.agreed_value),
            *(rating.comment if rating else "" for rating in (one.own, one.visitor, one.agreed)),
        )
        for one in sheet.items
    ]
    blank = (words.EXEMPT,) * len(Track) + ("",) * len(Track)
    for exempt in sheet.exempt:
        rows.insert(exempt.place, (exempt.chapter_name, exempt.code, exempt.text, *blank))
    open_ = sum(one.agreed_value == UNVERIFIED for one in sheet.items)
    notes: tuple[str, ...] = (f"確認不能のまま残った項目：{open_}件",) if open_ else ()
    notes += words.left_out(len(sheet.exempt))
    return Table(f"項目別の評価 {sheet.name}", columns, tuple(rows), notes)


def _edition_row(one: SealedReport) -> tuple[Value, ...]:
    reason = next((event.reason for event in one.events if event.kind == sealed_reports.REOPENED), "")
    days = (words.day(found) if found else "" for found in (one.handed_over_on, one.acknowledged_on))
    return (one.edition, one.document_number, words.moment(one.sealed_at), *days, reason)


def findings_document(view: View, visit_id: int) -> Document:
    """Findings and good practices of a sealed report alone, for the committee."""
    whole = report_document(view, visit_id)
    chosen = tuple(table for table in whole.tables if table.title in words.FINDING_KINDS.values())
    title = whole.title.replace("評価報告書", "指摘事項・好事例")
    tables = (overview(whole.facts), *chosen)
    return Document(title, whole.facts, tables, chosen[0], (), whole.notes[:1], whole.fictional)
