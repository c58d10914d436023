"""The commands for accounts: add, give a new password, list; passwords are typed twice or come from the input."""

from __future__ import annotations

import getpass
import sys
from argparse import Namespace

from checklist import words
from checklist.errors import Refused
from checklist.jobs import notices
from checklist.model.accounts import Person, Role
from checklist.rules.accounts import account_faults
from checklist.store.accounts import people, second_factors
from checklist.store.act import Whence, acting, operator, viewing
from checklist.store.hospitals import hospitals

DONE = 0


def _password(options: Namespace) -> str:
    """A new password from the terminal (twice) or, if asked for or without a terminal, the first line of the input."""
    # Never an argument: the history of the shell and the list of processes would show it.
    if options.password_stdin or not sys.stdin.isatty():
        return sys.stdin.readline().rstrip("\r\n")
    password = getpass.getpass("新しいパスワード：")
    if getpass.getpass("もう一度：") != password:
        raise Refused("2回の入力が一致しません。何も変更していません。")
    return password


def add_user(options: Namespace) -> int:
    """Add an account."""
    password = _password(options)
    with acting(operator()) as act:
        hospital = hospitals.by_code(act, options.hospital).id if options.hospital else None
        roles = frozenset(map(Role, options.role))
        person = Person(0, options.login, options.name, hospital, options.center, roles, True)
        people.add(act, person, password)
    print(f"アカウントを追加しました：{account_faults.normal_login(options.login)}")
    return DONE


def reset_user(options: Namespace) -> int:
    """Give an account a new password."""
    with viewing(operator()) as view:
        person = people.by_login(view, options.login)
    # Outside of any transaction: nobody is kept from writing while somebody types.
    password = _password(options)
    with acting(operator()) as act:
        people.set_password(act, person.id, password)
    print(f"パスワードを設定し直しました：{person.login}")
    return DONE


def reset_second_factor(options: Namespace) -> int:
    """Take away the authenticator of somebody who has lost it; who sits at the server may, as nobody else is left."""
    with acting(operator(), whence=Whence(confirmed=True)) as act:
        person = people.by_login(act, options.login)
        notices.mail_at_once(act, person.id, second_factors.reset(act, person.id))
    print(f"二段階認証を解除しました：{person.login}")
    return DONE


def list_users(options: Namespace) -> int:
    """One line for each account."""
    with viewing(operator()) as view:
        names = {hospital.id: hospital.name for hospital in hospitals.all_hospitals(view)}
        for person in people.all_people(view):
            place = names[person.hospital_id] if person.hospital_id else "支援センター" if person.center else ""
            roles = "・".join(words.ROLES[role] for role in sorted(person.roles))
            print(f"{person.login}\t{person.name}\t{roles}\t{place}\t{'' if person.active else '停止中'}".rstrip())
    return DONE
