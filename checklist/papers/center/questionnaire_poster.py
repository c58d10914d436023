"""The link of a questionnaire for a hall: as a code on A4 and on the screen."""

from __future__ import annotations

from checklist import words
from checklist.formats import poster, qr_code
from checklist.model.center.activities import Training
from checklist.model.center.questionnaires import Questionnaire
from checklist.store import region
from checklist.store.act import View
from checklist.store.center import questionnaires
from checklist.store.records import records
from checklist.words.center import CENTER, PURPOSES

NOTES = (
    "スマートフォンのカメラで読み取ってください。ログインは不要です。",
    "無記名です。1分ほどで回答できます。個人名は書かないでください。",
)


def address(base: str, asked: Questionnaire) -> str:
    """The link itself."""
    return f"{base}/q/{asked.token}"


def code(base: str, asked: Questionnaire) -> str:
    """The code as SVG."""
    return qr_code.svg(address(base, asked), f"{PURPOSES[asked.purpose]}のQRコード")


def document(view: View, questionnaire_id: int, base: str) -> tuple[str, bytes]:
    """Title and PDF of the poster, `base` being the address of the server; raises Forbidden or NotFound."""
    asked, own = questionnaires.get(view, questionnaire_id), region.of(view)
    training = records.get(view, Training, asked.training_id)
    until = f"受付は{words.day(asked.opens_on)}から{words.day(asked.closes_on)}までです。"
    title, heading = PURPOSES[asked.purpose], f"{own.name}　{CENTER}".strip()
    made = poster.document(
        title, training.theme, heading, code(base, asked), address(base, asked), (*NOTES, until), own.fictional
    )
    return f"{title}のQRコード", made
