"""What has to stand written and posted: the department, its duties, its committee, and the notice for patients."""

from __future__ import annotations

from checklist import words
from checklist.model.criteria import Result
from checklist.model.records import CommitteeMeeting, Guideline, Notice
from checklist.rules.criteria.duty import Done, going_on
from checklist.rules.criteria.facts import Facts
from checklist.rules.criteria.incidents import with_incidents
from checklist.rules.criteria.rule_set import Requirement
from checklist.rules.criteria.verdict import Shown, Verdict, met, not_met, of, unknown
from checklist.words.records import GUIDELINES

REGISTER = "「記録」で指針・要綱を登録してください。"


def _guideline(one: Guideline) -> Shown:
    return of(one, one.title)


def _in_force(facts: Facts, document: str) -> Guideline | None:
    """The newest edition of a document that was not yet given up on the day."""
    found = [one for one in facts.of(Guideline) if one.document == document]
    valid = [one for one in found if one.ended_on is None or one.ended_on >= facts.on]
    return valid[-1] if valid else None


def _written(facts: Facts, asked: Requirement) -> Verdict:
    """Every document that is asked for is in force."""
    wanted = asked.texts_of("documents")
    found = {document: _in_force(facts, document) for document in wanted}
    shown = tuple(_guideline(one) for one in found.values() if one)
    missing = [document for document, one in found.items() if one is None]
    names = "、".join(f"「{GUIDELINES[document]}」" for document in missing)
    if not missing:
        titles = "、".join(f"「{one.title}」" for one in found.values() if one)
        return met(f"{titles}が整備されています。", shown)
    if any(one.document in missing for one in facts.of(Guideline)):
        return not_met(f"{names}は廃止され、有効なものがありません。", REGISTER, shown)
    # With one of two there the other is really missing; with none, nobody may have typed anything in yet.
    if shown:
        return not_met(f"{names}が整備されていません。", REGISTER, shown)
    return unknown(f"{names}が記録されていません。", REGISTER)


def department_set_up(facts: Facts, asked: Requirement) -> Verdict:
    """管理体制（イ）: the department exists on paper."""
    return _written(facts, asked)


def duties_written(facts: Facts, asked: Requirement) -> Verdict:
    """管理体制（ウ）: its guideline and the duties of the 医療安全管理者."""
    return _written(facts, asked)


def desk_set_up(facts: Facts, asked: Requirement) -> Verdict:
    """告示 ハ: there is a desk for patients who seek advice."""
    return _written(facts, asked)


def guideline_written(facts: Facts, asked: Requirement) -> Verdict:
    """入院料の通則: the hospital has its 指針 of 医療安全."""
    return _written(facts, asked)


@with_incidents
def reporting_written(facts: Facts, asked: Requirement) -> Verdict:
    """入院料の通則: what goes wrong is reported inside the hospital."""
    return _written(facts, asked)


def committee_linked(facts: Facts, asked: Requirement) -> Verdict:
    """管理体制（オ）: the committee has its terms, and the 医療安全管理者 sits in it."""
    terms, meetings = _written(facts, asked), facts.of(CommitteeMeeting)
    if terms.result is Result.NOT_MET or not meetings:
        lacking = terms if terms.result is not Result.MET else None
        return lacking or unknown(
            "医療安全管理対策委員会の開催が記録されていません。", "「記録」で委員会を登録してください。", terms.shown
        )
    attended = [Done(one.day, one, "医療安全管理者が出席") for one in meetings if one.manager_present]
    found = going_on(
        facts, "医療安全管理者が出席した委員会", attended, "医療安全管理者が委員会に出席し、記録してください。"
    )
    if found.result is Result.MET and terms.result is not Result.MET:
        return terms
    return Verdict(found.result, found.reason, (*terms.shown, *found.shown), found.remedy)


def notice_posted(facts: Facts, asked: Requirement) -> Verdict:
    """管理体制（カ）: patients are told where to find advice."""
    found, remedy = facts.of(Notice), "相談・支援が受けられる旨を掲示し、「記録」に登録してください。"
    if not found:
        return unknown("患者への掲示が記録されていません。", remedy)
    posted = [one for one in found if one.ended_on is None or one.ended_on >= facts.on]
    if not posted:
        last = max(one.ended_on for one in found if one.ended_on)
        return not_met(f"掲示は{words.day(last)}に終わり、現在の掲示がありません。", remedy)
    places = "、".join(dict.fromkeys(one.place for one in posted))
    return met(f"{places}に掲示しています。", tuple(of(one, one.place) for one in posted))
