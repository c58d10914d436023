"""What is wrong with the fields of an account, before the database is asked."""

from __future__ import annotations

from checklist.errors import Fault
from checklist.model.accounts import HOSPITAL_ROLES, Person, Role
from checklist.rules.accounts import addresses
from checklist.rules.fields import text_limits, typed_text
from checklist.rules.fields.text_limits import MAIL


def normal_login(login: str) -> str:
    """A login as it is stored: half width, lower case, no spaces around it."""
    return typed_text.code(login).lower()


def faults(person: Person) -> list[Fault]:
    """Everything wrong with an account's fields."""
    found = typed_text.faults(
        {"ログインID": person.login, "氏名": person.name, MAIL: person.mail}
    ) + text_limits.faults({"氏名": person.name, MAIL: person.mail})
    if person.mail.strip() and not addresses.looks_right(person.mail):
        found.append(Fault(MAIL, addresses.ASKED))
    if not 2 <= len(normal_login(person.login)) <= 60:
        found.append(Fault("ログインID", "2文字から60文字で入力してください。"))
    if not person.name.strip():
        found.append(Fault("氏名", "入力してください。"))
    if not person.roles:
        found.append(Fault("役割", "1つ以上選んでください。"))
    if person.roles & HOSPITAL_ROLES and person.hospital_id is None:
        found.append(Fault("所属", "医療安全管理者・訪問評価者・病院幹部には所属病院が必要です。"))
    if Role.CENTER_STAFF in person.roles and not person.center:
        found.append(Fault("所属", "支援センター職員の所属は支援センターにしてください。"))
    if Role.EXPERT in person.roles and (person.hospital_id is not None or len(person.roles) > 1):
        found.append(Fault("役割", "専門家（顧問）は病院に所属せず、ほかの役割と兼ねることもできません。"))
    if person.hospital_id is not None and person.center:
        found.append(Fault("所属", "所属は1つのみ選んでください。"))
    return found
