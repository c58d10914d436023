"""What a region still lacks for its first visit, and afterwards which accounts its hospitals are without."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass

from checklist import words
from checklist.model.accounts import Role
from checklist.model.hospitals import Addon, Hospital
from checklist.rules import access
from checklist.store import region
from checklist.store.accounts import hospital_staff
from checklist.store.act import View
from checklist.store.hospitals import hospitals
from checklist.store.sheets import sheets
from checklist.store.visits import visits

_NAMED = 3
"""How many hospitals a sentence names; the others are counted."""
_TASKS = {
    Role.SAFETY_MANAGER: "自己評価は医療安全管理者が記入します。",
    Role.EVALUATOR: "加算1の病院から訪問する人です。",
    Role.LEADER: "自己評価の承認と評価報告書の受領は病院幹部が行います。",
}
"""The roles that hospitals need, and what for."""


@dataclass(frozen=True)
class Step:
    """One thing that a first visit needs; `href` is empty for whoever cannot do it, and then `detail` says who does."""

    title: str
    detail: str
    done: bool
    page: str
    href: str = ""


@dataclass(frozen=True)
class Lack:
    """Hospitals that have nobody in a role, in words."""

    role: Role
    count: int
    sentence: str


def steps(view: View) -> tuple[Step, ...]:
    """The checklist of a new region for the secretariat and the administrator; empty once all is done or a visit was made."""
    if not any(access.comes_as(view.principal, role) for role in (Role.SECRETARIAT, Role.ADMIN)):
        return ()
    planned, made = visits.how_far(view)
    if made:
        return ()
    found = [*_of_region(view), *_of_hospitals(view), *_of_accounts(view)]
    found.append(
        _step(view, "点検表を登録する", "使用する点検表の版を登録します。", bool(sheets.versions(view)), "sheets")
    )
    found.append(_step(view, "訪問を計画する", "受審病院、訪問側の病院、訪問日を登録します。", planned, "visits"))
    return () if all(one.done for one in found) else tuple(found)


def lacks(view: View) -> list[Lack]:
    """The roles in which hospitals have nobody, once a first visit was made; before that `steps` tells it."""
    return [one for one in _lacks(view) if one.count] if visits.how_far(view)[1] else []


def _step(view: View, title: str, detail: str, done: bool, page: str) -> Step:
    if access.may_open(page, view.principal):
        return Step(title, detail, done, page, f"/{page}")
    # Whom to ask is of no use any more once it is done.
    role = Role.ADMIN if page in ("settings", "accounts") else Role.SECRETARIAT
    return Step(title, detail if done else f"{detail}{words.ROLES[role]}が行います。", done, page)


def _of_region(view: View) -> Iterator[Step]:
    yield _step(view, "地域の名称を設定する", "画面と帳票に表示されます。", bool(region.of(view).name), "settings")
    detail = "病院・点検表・訪問は地域事務局が登録します。"
    appointed = Role.SECRETARIAT in hospital_staff.staffed(view)
    yield _step(view, "地域事務局のアカウントを作成する", detail, appointed, "accounts")


def _of_hospitals(view: View) -> Iterator[Step]:
    known = hospitals.all_hospitals(view)
    told = f"{len(known)}病院を登録しています。" if known else "受審病院と訪問側の病院です。"
    told += "ファイルからまとめて取り込むこともできます。" if len(known) < 2 else ""
    yield _step(view, "病院を2つ以上登録する", told, len(known) > 1, "hospitals")
    filed = {one.hospital_id for one in hospitals.filings(view) if one.addon is Addon.SAFETY}
    lacking = [one.name for one in _own(known) if one.id not in filed]
    told = f"未登録：{_in_words(lacking)}。" if lacking else "加算1・加算2の区分は届出によります。"
    yield _step(view, "病院ごとに届出を登録する", told, bool(known) and not lacking, "hospitals")


def _of_accounts(view: View) -> Iterator[Step]:
    known, staffed = bool(_own(hospitals.all_hospitals(view))), hospital_staff.staffed(view)
    for one in _lacks(view):
        # Before any filing nobody knows which hospitals visit, and so who lacks an evaluator.
        done = known and not one.count and bool(staffed.get(one.role))
        title = f"病院ごとに{words.ROLES[one.role]}のアカウントを作成する"
        yield _step(view, title, _TASKS[one.role] if done or not one.count else one.sentence, done, "accounts")


def _lacks(view: View) -> Iterator[Lack]:
    staffed, classes = hospital_staff.staffed(view), hospitals.classes_on(view, view.today)
    for role in _TASKS:
        lacking = _without(_own(hospitals.all_hospitals(view)), staffed.get(role, frozenset()), classes, role)
        yield Lack(role, len(lacking), f"{_in_words(lacking)}。{_TASKS[role]}")


def _without(own: Sequence[Hospital], staffed: Collection[int], classes: Mapping[int, int], role: Role) -> list[str]:
    """The hospitals that need somebody in a role and have nobody: hospitals of 加算2 are visited and do not visit."""
    return [
        one.name for one in own if one.id not in staffed and (role is not Role.EVALUATOR or classes.get(one.id) == 1)
    ]


def _own(known: Sequence[Hospital]) -> list[Hospital]:
    return [one for one in known if not one.external]


def _in_words(names: Sequence[str]) -> str:
    more = f" ほか{len(names) - _NAMED}病院" if len(names) > _NAMED else ""
    return "、".join(names[:_NAMED]) + more
