"""The 施設基準 on their page: the line on top, alerts, money, and every requirement with its reason one tap away."""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import date

import streamlit as st
from markupsafe import Markup

from checklist import words
from checklist.model.accounts import Principal
from checklist.model.criteria import Result
from checklist.model.hospitals import Hospital
from checklist.model.permission import Thing, Verb
from checklist.model.records import KINDS
from checklist.papers.criteria import criteria_document
from checklist.readings import criteria_sets, criteria_words, lists
from checklist.rules import access
from checklist.rules.criteria.evaluation import Evaluation, Judgement
from checklist.rules.criteria.points import ESTIMATE, admissions, standings
from checklist.rules.criteria.rule_set import AddonClass
from checklist.rules.criteria.verdict import Shown
from checklist.rules.criteria.warnings import Alert
from checklist.store.hospitals import hospitals
from checklist.ui import list_view, markup, widgets
from checklist.ui.criteria import settlement_view
from checklist.ui.markup import Head

CLASSES = (1, 2)
ADDON_HEADS = (Head("加算", 8), "届出", "判定", "内訳", "点数")
FIRST = {Result.NOT_MET: "満たしていない要件", Result.UNKNOWN: "要確認の要件"}
ALL, OPEN = "すべて", "否・要確認のみ"


def days(today: date, hospital: int | None) -> None:
    """Short ways to the days that are asked for most."""
    rule_set = criteria_sets.shipped()[-1]
    # Until 令和5 the state of 7月1日 was to be reported, since then that of 8月1日; so the set says the day.
    year = today.year if (today.month, today.day) >= rule_set.self_check_as_of else today.year - 1
    self_check = date(year, *rule_set.self_check_as_of)
    place = f"&hospital={hospital}" if hospital else ""
    widgets.links(
        ("本日", f"/criteria?on={today.isoformat()}{place}"),
        (
            f"{self_check.year}年{self_check.month}月{self_check.day}日現在（定例報告）",
            f"/criteria?on={self_check.isoformat()}{place}",
        ),
    )


def summary(principal: Principal, found: Evaluation) -> None:
    """Entitled or not, what is missing, how much money; a hospital that is not the reader's own by its name."""
    if found.facts.hospital.id != principal.hospital_id:
        widgets.subsection(found.facts.hospital.name)
    lines = [criteria_words.shortfall(found), criteria_words.money(found), *criteria_words.chances(found)[:1]]
    told = markup.joined(Markup("<span>{}</span>").format(line) for line in lines if line)
    look = " lacking" if criteria_words.missing(found) else ""
    line = Markup('<div class="verdict-line{}"><b>{}</b>{}</div>')
    st.html(line.format(look, criteria_words.headline(found), told))
    st.caption(ESTIMATE)
    if found.outline:
        st.caption("事務局には判定の結果のみを表示します。理由、記録、金額は病院の関係者のみが確認できます。")
    if found.rule_set.statement:
        st.warning(widgets.plain(found.rule_set.statement))


def show(principal: Principal, found: Evaluation) -> None:
    """Everything below the summary of one hospital."""
    hospital = found.facts.hospital
    addons(found)
    widgets.section("要件ごとの判定")
    requirements(found)
    widgets.downloads(f"/download/hospitals/{hospital.id}/criteria", f"?on={found.facts.on.isoformat()}")
    settlement_view.show(principal, found)
    money(found)
    notes(found)
    sharing(principal, hospital)


def addons(found: Evaluation) -> None:
    """Each add-on with its answer and its counts."""
    rows = [
        [
            one.addon.name,
            markup.chip("届出中", "done") if one.filed else markup.chip("届出なし"),
            result_badge(one.result) + ("" if one.filed else markup.small("現在の届出では")),
            "・".join(f"{words.RESULTS[result]} {len(one.of(result))}件" for result in Result if one.of(result)),
            _points(one.addon),
        ]
        for one in standings(found)
    ]
    st.html(markup.listing("加算ごとの判定", ADDON_HEADS, rows))


def _points(addon: AddonClass) -> Markup:
    """Points with how far they were confirmed."""
    certainty = [words.CERTAINTIES[addon.certainty]] if addon.certainty else []
    return markup.lines([f"{addon.points}点", *certainty])


def result_badge(result: Result) -> Markup:
    """適, 否 or 要確認 in its colour."""
    return Markup('<span class="verdict {}">{}</span>').format(result.value, words.RESULTS[result])


def alerts(found: Sequence[Alert]) -> None:
    """What to look after soon."""
    for one in found:
        (st.error if one.urgent else st.warning)(f"**{widgets.plain(one.title)}**　{widgets.plain(one.detail)}")


def requirements(found: Evaluation) -> None:
    """The requirements of one class by section, each opening to its records, remedy and source."""
    filed = [one.addon.addon_class for one in criteria_words.claimed(found)]
    left, right = st.columns(2)
    with left:
        chosen = widgets.choice("区分", CLASSES, "class", words.addon_class, filed[0] if filed else 1)
    with right:
        shown = widgets.choice("表示", (ALL, OPEN), "show")
    kept = [one for one in found.judgements if found.rule_set.addon(one.requirement.addon).addon_class == chosen]
    kept = [one for one in kept if shown == ALL or one.result is not Result.MET]
    if not kept:
        widgets.empty("否・要確認の要件はありません", "すべての要件を満たしています。")
    for section in dict.fromkeys(_section(one) for one in sorted(kept, key=_urgency)):
        lines = [_requirement(found, one) for one in kept if _section(one) == section]
        widgets.subsection(section)
        st.html(Markup('<div class="criteria">{}</div>').format(markup.joined(lines)))


def _section(one: Judgement) -> str:
    """Where a requirement stands: what is not met, and then what is in question, before the order of the law."""
    return FIRST.get(one.result, one.requirement.section)


def _urgency(one: Judgement) -> int:
    # Sorted so, the others keep their order.
    return list(FIRST).index(one.result) if one.result in FIRST else len(FIRST)


def _requirement(found: Evaluation, one: Judgement) -> Markup:
    """One line that opens; the answer stands in words and in colour."""
    asked, verdict = one.requirement, one.verdict
    star = Markup('<span class="star">★重点</span>') if asked.emphasis else ""
    certainty = Markup("<small>{}</small>").format(words.CERTAINTIES[asked.certainty]) if asked.certainty else ""
    pairs: list[tuple[str, str]] = [("基準の内容", asked.text), ("判定の目安", asked.measure)]
    pairs += [("確認済み", criteria_words.settlement(one.settled))] if one.settled else []
    pairs += [("確認の期限切れ", criteria_words.settlement(one.lapsed))] if one.lapsed else []
    pairs += [] if found.outline else _grounds(one, found.facts.hospital.id)
    pairs += [("根拠", _source(asked.source))]
    summary = Markup('<span class="answer">{}</span><span class="what"><b>{}{}{}</b><span>{}</span></span>').format(
        _answer(one), asked.number + asked.title, star, certainty, verdict.reason
    )
    return Markup('<details class="requirement {}" id="{}"><summary>{}</summary>{}</details>').format(
        one.result.value, asked.code, summary, markup.facts(pairs)
    )


def _answer(one: Judgement) -> Markup:
    """The answer that counts, with a word below it where somebody confirmed it by hand."""
    return result_badge(one.result) + (Markup("<small>確認済み</small>") if one.settled else Markup(""))


def _grounds(one: Judgement, hospital: int) -> list[tuple[str, str]]:
    """What would make it met and what shows it, for those of the hospital."""
    asked, verdict = one.requirement, one.verdict
    pairs: list[tuple[str, str]] = [("必要な対応", verdict.remedy)] if verdict.remedy else []
    pairs += [("示す記録", markup.lines(_shown(shown, hospital) for shown in verdict.shown) or "なし")]
    pairs += [("求められる書類", _papers(asked.evidence))] if asked.evidence else []
    return pairs


def _papers(kinds: Sequence[str]) -> Markup:
    names = {one.code: one.name if one.certain else f"{one.name}（目安）" for one in criteria_sets.evidence_kinds()}
    return markup.link("、".join(names[kind] for kind in kinds), "/evidence")


def _source(text: str) -> Markup:
    """A source with its address as a link."""
    # Japanese follows an address without a space, so it ends with the last sign of ASCII.
    address = re.search(r"https?://[!-~]+", text)
    if address is None:
        return markup.joined([text])
    return markup.joined([text[: address.start()], markup.link(address[0], address[0]), text[address.end() :]])


def _shown(one: Shown, hospital: int) -> Markup:
    """What shows it, as a link to its own page."""
    places = {
        "visit": f"/visits?visit={one.id}",
        "document": "/evidence",
        "filing": f"/filings?hospital={hospital}",
        "partner": f"/filings?hospital={hospital}",
        **{kind: f"/records?kind={kind}&record={one.id}" for kind in KINDS},
    }
    return markup.link(one.label, places[one.kind])


def money(found: Evaluation) -> None:
    """The four combinations with what they lack and are worth, for those of the hospital."""
    if found.outline:
        return
    widgets.section("点数と金額の試算")
    widgets.table(criteria_document.option_table(found))
    if not admissions(found.facts).months:
        widgets.links(("新入院患者数を記録する", "/records?kind=admission"))


def notes(found: Evaluation) -> None:
    """What the set says beside its requirements, and where it comes from."""
    widgets.notes(
        (f"施設基準：{found.rule_set.name}（{found.rule_set.source}）", *found.rule_set.sources, *found.rule_set.notes)
    )


def sharing(principal: Principal, hospital: Hospital) -> None:
    """The switch of the safety manager that lets the secretariat see the judgement."""
    if not access.may(principal, Verb.WRITE, Thing.CRITERIA, access.of_hospital(hospital.id)):
        return
    shared = hospital.shares_entitlement
    widgets.section("事務局への公開")
    st.write("事務局に算定要件の判定を公開しています。" if shared else "事務局には算定要件の判定を公開していません。")
    st.caption("公開するのは、加算と要件ごとの判定の結果のみです。理由、記録、金額は事務局には表示しません。")
    label = "公開をやめる" if shared else "事務局に算定要件の判定を公開する"
    if st.button(widgets.plain(label), key="share-entitlement"):
        widgets.save(
            principal,
            lambda act: hospitals.share_entitlement(act, hospital.id, not shared),
            "公開の設定を変更しました。",
        )


def overview(found: Sequence[Evaluation], total: int) -> None:
    """The hospitals that share their entitlement, for the secretariat, of so many of the region."""
    if total:
        told = f"公開に同意した{len(found)}病院を表示しています（同意していない病院 {total - len(found)}）。"
        st.html(markup.paragraph(told))
    if not found:
        widgets.empty(
            "判定を公開している病院はありません", "各病院の医療安全管理者が「施設基準」の画面で公開できます。"
        )
        return
    own = f"on={found[0].facts.on.isoformat()}"
    list_view.show(lists.criteria(found), {lists.CRITERIA[1].name: _badges}, own=own)


def _badges(one: Evaluation) -> Markup:
    """The add-ons that a hospital has filed, each with its answer."""
    return markup.lines(
        markup.beside(line.addon.name, result_badge(line.result)) for line in criteria_words.claimed(one)
    )
