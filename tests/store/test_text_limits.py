"""Every text that reaches the server has an end, whoever sends it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import date

import pytest

from checklist.errors import Refused
from checklist.model.backups import BackupPlan
from checklist.model.hospitals import Addon, Filing
from checklist.model.notices import MailPlan
from checklist.model.sheets import RevisionStep, Stance
from checklist.model.visits import VisitMode
from checklist.rules.fields.text_limits import MOST
from checklist.store import db, region
from checklist.store.accounts import people
from checklist.store.act import Act
from checklist.store.assessments import assessments, photos
from checklist.store.backups import backup_plans
from checklist.store.closing import host_comments
from checklist.store.files import picture
from checklist.store.hospitals import hospitals
from checklist.store.notices import mail_plans
from checklist.store.sheets import phrases, revision_comments, revisions
from checklist.store.visits import agreements, visits
from tests.cycle import who
from tests.imports.taken import take_in
from tests.pictures import jpeg
from tests.world import HOST, SECOND, World, by

LONG = "あ" * 1_000_000


def commented(act: Act, world: World) -> int:
    """A 改訂案 on which the managers of hospitals may say something."""
    office = replace(act, principal=who(world, "secretariat"))
    draft = revisions.start(office, SECOND.code, "第3版", date(2030, 4, 1))
    revisions.event(office, draft, RevisionStep.OPENED, office.today)
    return draft


SEND: dict[str, Callable[[Act, World], object]] = {
    "病院名": lambda act, world: hospitals.save(act, replace(hospitals.get(act, world.hospitals[HOST]), name=LONG)),
    "開設者": lambda act, world: hospitals.save(act, replace(hospitals.get(act, world.hospitals[HOST]), founder=LONG)),
    "所在地": lambda act, world: hospitals.save(act, replace(hospitals.get(act, world.hospitals[HOST]), address=LONG)),
    "受理番号": lambda act, world: hospitals.save_filing(
        act, Filing(0, world.hospitals[HOST], Addon.SAFETY, 1, date(2030, 4, 1), None, LONG)
    ),
    "地域の名称": lambda act, world: region.save(act, replace(region.load(act.db), name=LONG)),
    "メールアドレス": lambda act, world: people.change(
        act, replace(world.people["manager.h01"], mail=f"{LONG}@example.jp")
    ),
    "氏名": lambda act, world: people.change(act, replace(world.people["manager.h01"], name=LONG)),
    "協議した人": lambda act, world: agreements.record(act, world.visit, date(2026, 5, 1), LONG, VisitMode.IN_PERSON),
    "協議の内容": lambda act, world: agreements.record(
        act, world.visit, date(2026, 5, 1), "人", VisitMode.IN_PERSON, LONG
    ),
    "バックアップ先のフォルダー": lambda act, world: backup_plans.save(act, BackupPlan(folder=f"/{LONG}")),
    "備考": lambda act, world: visits.change(act, replace(visits.get(act, world.visit), note=LONG)),
    "写真の説明": lambda act, world: photos.add(
        act, world.visitor_assessment, "1-01", "number", picture.shrink(jpeg()), "a" * 64, None, LONG
    ),
    "定型文": lambda act, world: phrases.choose(act, SECOND.code, "", LONG),
    "意見": lambda act, world: revision_comments.say(act, commented(act, world), "", Stance.AGREES, LONG, 1),
    "受審病院のコメント": lambda act, world: host_comments.save(act, world.visit, host_comments.REMARKS, 0, LONG),
    "グループ": lambda act, world: hospitals.save(
        act, replace(hospitals.get(act, world.hospitals[HOST]), corporate_group=LONG)
    ),
    "医療圏": lambda act, world: hospitals.save(
        act, replace(hospitals.get(act, world.hospitals[HOST]), medical_area=LONG)
    ),
    "訪問できない期間": lambda act, world: hospitals.save(
        act, replace(hospitals.get(act, world.hospitals[HOST]), closed_days="12/29-1/3、" * 100)
    ),
    "メールサーバー": lambda act, world: mail_plans.save(act, MailPlan(host=LONG)),
    "差出人のメールアドレス": lambda act, world: mail_plans.save(act, MailPlan(sender=f"{LONG}@example.jp")),
    "メールサーバーのユーザー名": lambda act, world: mail_plans.save(act, MailPlan(login=LONG)),
    "メールサーバーのパスワード": lambda act, world: mail_plans.save(act, MailPlan(password=LONG)),
    "理由": lambda act, world: assessments.submit(act, world.self_assessment, LONG),
}
"""Field -> how it is sent."""
BY = {
    "協議した人": "manager.h01",
    "協議の内容": "manager.h01",
    "理由": "manager.h01",
    "受理番号": "manager.h01",
    "受審病院のコメント": "manager.h01",
    "意見": "manager.h01",
    "写真の説明": "evaluator.h02",
}


def test_every_limit_is_tried() -> None:
    assert set(SEND) == set(MOST)


@pytest.mark.parametrize("field", SEND)
def test_a_text_without_end_is_refused_with_its_field(field: str, world: World) -> None:
    with db.writing() as connection, pytest.raises(Refused) as refused:
        SEND[field](by(connection, who(world, BY[field]) if field in BY else None), world)
    assert f"{field}：{MOST[field]:,}文字以内で入力してください。" in refused.value.message


def test_a_file_names_the_cell_with_the_long_text(world: World) -> None:
    rows = "コード,病院名,病床数,開設者\nH09,架空南病院,120," + "あ" * 101 + "\n"
    with pytest.raises(Refused) as refused:
        take_in(world, "病院.csv", rows.encode())
    assert refused.value.message == "2行目・開設者：100文字以内で入力してください。"
