"""The lists of visits, self-assessments, hospitals, filings and accounts: their columns, and what narrows them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

from checklist import words
from checklist.formats.table import Column
from checklist.model.accounts import Person
from checklist.model.criteria import Result
from checklist.model.hospitals import Hospital
from checklist.model.visits import Visit, VisitState
from checklist.readings import assessment_list, criteria_words, listing, visit_list
from checklist.readings.accounts_page import AccountsPage
from checklist.readings.listing import Line, Listing
from checklist.readings.partnership import Partnership
from checklist.readings.visit_list import VisitList
from checklist.rules.criteria.evaluation import Evaluation

_HOSPITAL = Column("病院", "text", 26, least=10)
_STATE = Column("状態", "text", 12, least=5)
VISITS = (
    Column("訪問日", "date", 20),
    Column("受審病院", "text", 26, least=10),
    Column("訪問側", "text", 30, least=10),
    Column("方法", "text", 10),
    _STATE,
)
ASSESSMENTS = (
    Column("年度", "text", 14),
    _HOSPITAL,
    Column("点検表", "text", 46, least=12),
    Column("状態", "text", 22, least=5),
    Column("進み具合", "text", 26, least=7),
)
HOSPITALS = (
    Column("病院コード", "text", 12),
    Column("病院名", "text", 26, least=12),
    Column("種別", "text", 16),
    Column("区分（本日）", "text", 12),
    Column("病床数", "number", 10),
    Column("所在地", "text", 34, least=10),
)
FILINGS = (
    Column("病院名", "text", 26, least=12),
    Column("区分（本日）", "text", 12),
    Column("地域連携", "text", 12),
    Column("感染対策向上", "text", 12),
    Column("届け出た連携先（件）", "number", 12),
    Column("状態", "text", 24, least=5),
)
ACCOUNTS = (
    Column("ログインID", "text", 18),
    Column("氏名", "text", 16, least=7),
    Column("役割", "text", 30, least=9),
    Column("所属", "text", 26, least=11),
    Column("メール", "text", 28, least=8),
    _STATE,
)
CRITERIA = (
    _HOSPITAL,
    Column("届出中の加算", "text", 40, least=10),
    Column("満たしていない要件", "text", 60, least=12),
)
STANDINGS = {
    Result.NOT_MET: "満たしていない要件がある病院",
    Result.UNKNOWN: "要確認の要件がある病院",
    Result.MET: "すべて満たす病院",
}
REPORTS = {visit_list.MEASURED: "期限の来たもの", visit_list.IN_TIME: "期限内", visit_list.TOO_LATE: "期限後・未確定"}
ACTIVE = {"1": "有効", "0": "停止中"}


def visits(found: VisitList) -> Listing[Visit]:
    """The visits, those of this fiscal year unless another is asked for."""
    known, names, year = found.visits, found.names, found.year
    years = sorted({one.fiscal_year for one in known} | {year}, reverse=True)
    states = {one.state for one in known}
    hosts = {key for one in known for key in (one.host_id, *one.evaluator_ids)}
    choices = (
        listing.chosen_by("year", "年度", ((one, f"{one}年度") for one in years), str(year)),
        listing.chosen_by("state", "状態", ((one, words.VISIT_STATES[one]) for one in VisitState if one in states)),
        _hospitals(hosts, names),
        *([listing.chosen_by("report", "評価報告書", REPORTS.items())] if found.reports else []),
    )
    lines = tuple(_visit(one, names, found.reports.get(one.id)) for one in known)
    return Listing("visits", "訪問の一覧", VISITS, lines, choices)


def _hospitals(ids: Iterable[int], names: Mapping[int, str]) -> listing.Choice:
    ordered = sorted(ids, key=names.__getitem__)
    return listing.chosen_by("hospital", "病院", ((key, names[key]) for key in ordered))


def _visit(one: Visit, names: Mapping[int, str], in_time: bool | None) -> Line[Visit]:
    evaluators = "・".join(names[key] for key in one.evaluator_ids)
    cells = (
        one.visit_date, names[one.host_id], evaluators, words.VISIT_MODES[one.mode], words.VISIT_STATES[one.state]
    )  # fmt: skip
    came = () if in_time is None else (visit_list.MEASURED, visit_list.IN_TIME if in_time else visit_list.TOO_LATE)
    keys = listing.keys(year=one.fiscal_year, state=one.state, hospital=(one.host_id, *one.evaluator_ids), report=came)
    return Line(cells, one, f"/visits?visit={one.id}", keys)


def assessments(found: Sequence[assessment_list.Line]) -> Listing[assessment_list.Line]:
    """The self-assessments, the newest year first; the hospital is named only where there are several."""
    names = {one.assessment.hospital_id: one.host for one in found}
    years = sorted({one.assessment.fiscal_year for one in found}, reverse=True)
    states = {one.assessment.state: words.ASSESSMENT_STATES[one.assessment.state] for one in found}
    kept = [place for place, column in enumerate(ASSESSMENTS) if column is not _HOSPITAL or len(names) > 1]
    lines = tuple(_assessment(one, kept) for one in found)
    choices = (
        listing.chosen_by("year", "年度", ((one, f"{one}年度") for one in years)),
        _hospitals(names, names),
        listing.chosen_by("state", "状態", states.items()),
    )
    return Listing("assessments", "自己評価の一覧", tuple(ASSESSMENTS[place] for place in kept), lines, choices)


def _assessment(line: assessment_list.Line, kept: Sequence[int]) -> Line[assessment_list.Line]:
    one = line.assessment
    edition = f"（第{one.edition}回）" if one.edition > 1 else ""
    state = words.ASSESSMENT_STATES[one.state] + ("・院長承認済み" if one.approved_at else "")
    cells = (f"{one.fiscal_year}年度{edition}", line.host, line.sheet, state, line.progress)
    keys = listing.keys(year=one.fiscal_year, hospital=one.hospital_id, state=one.state)
    href = f"/answer?assessment={one.id}" if line.fills_in else f"/assessments?assessment={one.id}"
    return Line(tuple(cells[place] for place in kept), line, href, keys)


def hospitals(found: Sequence[Hospital], classes: Mapping[int, int]) -> Listing[Hospital]:
    """The hospitals with their class today."""
    lines = tuple(_hospital(one, classes.get(one.id)) for one in found)
    return Listing("hospitals", "病院の一覧", HOSPITALS, lines, (_classes(classes.get(one.id) for one in found),))


def _classes(found: Iterable[int | None]) -> listing.Choice:
    used = sorted(set(found), key=lambda one: one or 99)
    return listing.chosen_by("class", "区分", ((one or 0, words.addon_class(one)) for one in used))


def _hospital(one: Hospital, addon_class: int | None) -> Line[Hospital]:
    kind = "・".join([words.HOSPITAL_KINDS[one.kind], *(["地域外"] if one.external else [])])
    cells = (one.code, one.name, kind, words.addon_class(addon_class), one.beds, one.address)
    keys = {"class": frozenset({str(addon_class or 0)})}
    return Line(cells, one, f"/hospitals?hospital={one.id}", keys)


def filings(found: Sequence[Partnership]) -> Listing[Partnership]:
    """Every hospital with its filings of today and whether its partners are as filed."""
    lines = tuple(_filing(one) for one in found)
    states = {line.of.standing: line.of.standing.value for line in lines}
    choices = (
        _classes(one.classes.get(one.hospital.id) for one in found),
        listing.chosen_by("state", "状態", ((state.name.lower(), word) for state, word in states.items())),
    )
    return Listing("filings", "届出の一覧", FILINGS, lines, choices)


def _filing(one: Partnership) -> Line[Partnership]:
    safety = one.classes.get(one.hospital.id)
    cells = (
        one.hospital.name, words.addon_class(safety), words.addon_class(one.addon_class),
        words.addon_class(one.infection), len(one.named), one.standing.value,
    )  # fmt: skip
    keys = {"class": frozenset({str(safety or 0)}), "state": frozenset({one.standing.name.lower()})}
    return Line(cells, one, f"/filings?hospital={one.hospital.id}", keys)


def criteria(found: Sequence[Evaluation]) -> Listing[Evaluation]:
    """The hospitals that share their judgement, those that lack something first."""
    lines = sorted(map(_judged, found), key=lambda line: [one in line.keys["state"] for one in STANDINGS], reverse=True)
    used = {key for line in lines for key in line.keys["state"]}
    state = listing.chosen_by("state", "状態", ((one, word) for one, word in STANDINGS.items() if one in used))
    return Listing("criteria", "判定を公開している病院", CRITERIA, tuple(lines), (state,))


def _judged(one: Evaluation) -> Line[Evaluation]:
    filed = criteria_words.claimed(one)
    results = {line.result for line in filed}
    # Without an add-on filed there is nothing to be met.
    standing = next((state for state in STANDINGS if state in results), ())
    told = "、".join(f"{line.addon.name} {words.RESULTS[line.result]}" for line in filed)
    cells = (one.facts.hospital.name, told, criteria_words.missing(one) or "なし")
    href = f"/criteria?hospital={one.facts.hospital.id}&on={one.facts.on.isoformat()}"
    return Line(cells, one, href, listing.keys(state=standing))


def accounts(page: AccountsPage) -> Listing[Person]:
    """Every account, by login."""
    places = {str(one.id): one.name for one in page.hospitals} | {"center": words.CENTER}
    used = {_place(one) for one in page.people}
    roles = {role for one in page.people for role in one.roles}
    choices = (
        listing.chosen_by("role", "役割", ((role, word) for role, word in words.ROLES.items() if role in roles)),
        listing.chosen_by("place", "所属", ((key, name) for key, name in places.items() if key in used)),
        listing.chosen_by("state", "状態", ACTIVE.items()),
    )
    lines = tuple(_account(one, places) for one in page.people)
    return Listing("accounts", "アカウントの一覧", ACCOUNTS, lines, choices)


def _place(one: Person) -> str:
    return "center" if one.center else str(one.hospital_id or "")


def _account(one: Person, places: Mapping[str, str]) -> Line[Person]:
    roles = "・".join(word for role, word in words.ROLES.items() if role in one.roles)
    active = str(int(one.active))
    cells = (one.login, one.name, roles, places.get(_place(one), ""), one.mail, ACTIVE[active])
    keys = listing.keys(role=one.roles, place=_place(one), state=active)
    return Line(cells, one, f"/accounts?account={one.id}", keys)
