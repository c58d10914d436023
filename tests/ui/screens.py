"""Screens as a signed-in person sees them, driven without a browser."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date

import pytest
from streamlit.testing.v1 import AppTest

from checklist.model.accounts import Person, Role
from checklist.model.hospitals import Hospital, HospitalKind
from checklist.store import db
from checklist.store.accounts import people, sessions
from checklist.store.hospitals import hospitals
from checklist.ui import session
from tests.world import PASSWORD_HASH, by

TODAY = date(2026, 11, 22)
ROLES = {
    "manager": Role.SAFETY_MANAGER,
    "evaluator": Role.EVALUATOR,
    "leader": Role.LEADER,
    "secretariat": Role.SECRETARIAT,
    "center": Role.CENTER_STAFF,
    "admin": Role.ADMIN,
    "expert": Role.EXPERT,
}


def sign_in(monkeypatch: pytest.MonkeyPatch, person_id: int) -> str:
    """Begin a real session for a person and let every screen read its cookie."""
    with db.writing() as connection:
        token = sessions.start(connection, person_id)
    monkeypatch.setattr(session, "cookie", lambda: token)
    return token


def lone_person(role: Role) -> int:
    """An account in a region that holds nothing else than what the role cannot do without."""
    with db.writing() as connection:
        hospital_id = None
        if role in (Role.SAFETY_MANAGER, Role.EVALUATOR, Role.LEADER):
            lone = Hospital(0, "H01", "架空中央病院", "", "", 200, HospitalKind.GENERAL, False)
            hospital_id = hospitals.save(by(connection), lone)
        center = role is Role.CENTER_STAFF
        person = Person(0, "lone", "架空 太郎", hospital_id, center, frozenset({role}), True)
        return people.add_hashed(by(connection), person, PASSWORD_HASH)


def open_page(page: str, **address: object) -> AppTest:
    """A page inside the frame, as the browser opens it."""
    screen = AppTest.from_file(str(db.ROOT / "checklist" / "ui" / "frame.py"), default_timeout=60)
    for key, value in address.items():
        screen.query_params[key] = str(value)
    screen.switch_page(str(db.ROOT / "pages" / f"{page}.py"))
    return screen.run()


def alone(page: str) -> AppTest:
    """A page file started by itself, without the frame."""
    return AppTest.from_file(str(db.ROOT / "pages" / f"{page}.py"), default_timeout=60).run()


def _parts(screen: AppTest) -> Iterator[str]:
    for found in screen.get("html"):
        # Around a name in a heading stands what keeps it on one line.
        yield re.sub('<span class="unbroken">(.*?)</span>', r"\1", found.proto.body).replace("<wbr>", "")
    for kind in (screen.title, screen.header, screen.subheader, screen.markdown, screen.caption):
        yield from (element.value for element in kind)
    for alert in (screen.error, screen.warning, screen.info, screen.success):
        yield from (element.value for element in alert)


def text(screen: AppTest) -> str:
    """Everything that stands on a screen, the style sheet left out."""
    return "\n".join(part for part in _parts(screen) if not part.startswith("<style>"))


def titles(screen: AppTest) -> list[str]:
    """The titles of a page."""
    made = re.findall("<h1>(.*?)</h1>", text(screen))
    return [*(one.value for one in screen.title), *made]


def faults(screen: AppTest) -> str:
    """The error sentences on a screen, without Markdown's backslashes."""
    return "\n".join(element.value for element in screen.error).replace("\\", "")


def filled(screen: AppTest) -> list[str]:
    """The labels of the filled buttons on a screen, those of its next steps."""
    return [button.label.replace("\\", "") for button in screen.button if button.proto.type == "primary"]


def press(screen: AppTest, label: str) -> AppTest:
    """Press the button with this label."""
    return next(button for button in screen.button if button.label == label).click().run()
