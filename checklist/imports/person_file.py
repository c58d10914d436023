"""利用者 as a table: who may sign in, for which organisation, with which roles."""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Iterator, Mapping
from dataclasses import dataclass, replace

from checklist import words
from checklist.errors import Fault, Refused
from checklist.formats.file_lines import Line
from checklist.imports import part
from checklist.imports.part import Change, Part
from checklist.imports.template import Wanted
from checklist.model.accounts import Person, Role
from checklist.model.hospitals import Hospital
from checklist.rules.accounts import account_faults
from checklist.rules.fields import text_limits, typed_text
from checklist.rules.sheets.sheet_draft import Grid
from checklist.store.accounts import people
from checklist.store.act import Act
from checklist.store.hospitals import hospitals

SHEET, MAIL_COLUMN = "利用者", "メール"
AWAITED = (
    "地域事務局が「病院一覧」の画面で同じファイルの「病院」と「届出」を取り込んだあとに、もう一度読み込んでください。"
)
WANTED = (
    Wanted("ログインID", "半角の英数字など2文字から60文字。登録済みのログインIDの行は、そのアカウントを変更する", True, 20, example="manager.h001"),
    Wanted("氏名", "本人の氏名", True, 20, example="架空 花子"),
    Wanted(
        "所属", f"病院コードまたは病院名。支援センター職員は「{words.CENTER}」、地域事務局・システム管理者は空欄",
        width=20, closed=False, offered_by=("病院", "コード"), example="H001",
    ),
    Wanted(
        "役割", "・".join(words.ROLES.values()) + "。複数あるときは「、」で区切る", True, 30,
        tuple(words.ROLES.values()), closed=False, example=words.ROLES[Role.SAFETY_MANAGER],
    ),
    Wanted(MAIL_COLUMN, "お知らせの送り先。空欄のときは、登録済みのアドレスを変更しない", width=28, example="hanako@example.jp"),
)  # fmt: skip
_ROLES = {word: role for role, word in words.ROLES.items()} | {role.value: role for role in Role}
_BETWEEN = re.compile(r"[、,・/\s]+")
_CENTERS = frozenset(map(typed_text.same, (words.CENTER, "支援センター", "center")))


@dataclass(frozen=True)
class Entry:
    """What a row says: an account whose organisation is still a text."""

    line: Line
    person: Person
    place: str


def read(grid: Grid) -> Part[Entry]:
    """The rows of the table."""
    return part.read(grid, SHEET, WANTED, _entry, {"ログインID": _login})


def _login(line: Line) -> str:
    return account_faults.normal_login(line.cells.get("ログインID", ""))


def _entry(line: Line, faults: list[Fault]) -> Entry | None:
    named = [one for one in _BETWEEN.split(line.code("役割").lower()) if one]
    if unknown := [one for one in named if one not in _ROLES]:
        faults.append(Fault(line.where("役割"), f"「{unknown[0]}」は使えません（{'・'.join(words.ROLES.values())}）。"))
        return None
    place = line.code("所属")
    roles, center = frozenset(_ROLES[one] for one in named), typed_text.same(place) in _CENTERS
    name, mail = typed_text.line(line.cells.get("氏名", "")), line.code(MAIL_COLUMN)
    person = Person(0, _login(line), name, None, center, roles, True, mail)
    return Entry(line, person, "" if center else place)


def store(
    act: Act, found: Part[Entry], coming: Collection[str], hash_of: Callable[[str], str], faults: list[Fault],
    awaited: Collection[str] = (),
) -> Iterator[Change]:  # fmt: skip
    """Save every account; what the store refuses becomes a fault of its row. A known account keeps its password.

    `coming` are the codes and names of hospitals of the same file, `awaited` those that somebody else has to take in first, which is
    told once; `hash_of` gives the hash of a new account's first password.
    """
    places = {one.id: one for one in hospitals.all_hospitals(act)}
    named = {typed_text.same(text): one.id for one in places.values() for text in (one.name, one.code)}
    known = {one.login: one for one in people.all_people(act)}
    wrong, missing = {one.where for one in faults}, dict[str, Line]()
    for entry in found.entries:
        place = named.get(typed_text.same(entry.place))
        if entry.place and place is None:
            if entry.place in awaited:
                missing.setdefault(entry.place, entry.line)
            elif entry.place not in coming:
                told = f"「{entry.place}」という病院コード・病院名は登録されていません。病院を先に登録してください。"
                faults.append(Fault(entry.line.where("所属"), told))
            continue
        try:
            yield _put(act, replace(entry.person, hospital_id=place), known, places, hash_of, entry.line.number)
        except Refused as refused:
            columns = {"": "ログインID", text_limits.MAIL: MAIL_COLUMN}
            told_at = ((entry.line.where(columns.get(one.where, one.where)), one.message) for one in refused.faults)
            # A login that stands twice is told as that, and not as taken by the row above it as well.
            faults.extend(Fault(*one) for one in told_at if one[0] not in wrong)
    if missing:
        told = f"このファイルの「病院」にある{len(missing)}病院が、まだ登録されていません。{AWAITED}"
        faults.append(Fault(next(iter(missing.values())).where("所属"), told))


def _put(
    act: Act, person: Person, known: Mapping[str, Person], places: Mapping[int, Hospital],
    hash_of: Callable[[str], str], number: int,
) -> Change:  # fmt: skip
    old = known.get(person.login)
    # A file without addresses, as they were before there were notices, takes nobody's away.
    person = replace(person, mail=person.mail or (old.mail if old else ""))
    change = part.compared(SHEET, number, person.login, _fields(old, places) if old else None, _fields(person, places))
    if old is None:
        people.add_first(act, person, hash_of(person.login))
    elif change.effect != part.SAME:
        people.change(act, replace(person, id=old.id, active=old.active))
    return change


def _fields(person: Person, places: Mapping[int, Hospital]) -> dict[str, str]:
    place = words.CENTER if person.center else places[person.hospital_id].name if person.hospital_id else ""
    roles = "、".join(word for role, word in words.ROLES.items() if role in person.roles)
    return {"氏名": person.name, "所属": place, "役割": roles, MAIL_COLUMN: person.mail}
