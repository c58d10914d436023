"""The deadlines of a visit in the settings, and the check of what was sealed and stored."""

from __future__ import annotations

import dataclasses
from pathlib import Path

import pytest

from checklist.model.region import Deadlines
from checklist.store import db, links, region
from tests import cycle
from tests.store.test_doctor import break_with
from tests.ui import screens
from tests.ui.screens import faults, open_page, press, text
from tests.world import World


def test_the_administrator_changes_the_deadlines_of_a_visit(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    screens.sign_in(monkeypatch, world.people["admin"].id)
    screen = open_page("settings")
    labels = [one.label for one in screen.number_input]
    assert "自己評価の提出期限（訪問日の何日前まで）" in labels
    assert "改善計画の期限（報告書の手交から何日以内）" in labels
    days = {f"settings-{one.name}" for one in dataclasses.fields(Deadlines)}
    assert {(one.min, one.max) for one in screen.number_input if one.key in days} == {(0, 366)}
    for name, start in (("agreement_days", 90), ("self_days", 0), ("plan_days", 366)):
        screen.number_input(key=f"settings-{name}").set_value(start)
    press(screen, "設定を保存する")
    assert "設定を保存しました。" in text(screen)
    with db.reading() as connection:
        assert region.load(connection).deadlines == Deadlines(agreement_days=90, self_days=0, plan_days=366)


def test_the_check_of_everything_stored_tells_numbers_and_what_is_wrong(
    world: World, world_db: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    cycle.sealed(world)
    screens.sign_in(monkeypatch, world.people["admin"].id)
    screen = press(open_page("settings"), "すべての記録・報告書・ファイルを照合する")
    with db.reading() as connection:
        count, link, _ = links.tip(connection)
    assert f"{count:,}件（最後の記録：" in text(screen)
    assert link.hex() in text(screen)
    assert f"記録の連鎖：初めから{count:,}件を計算し直し、すべてつながりました。" in text(screen)
    assert "評価報告書：1件を照合し、すべて一致しました。" in text(screen)
    assert "写真・添付ファイル：まだありません。" in text(screen)
    break_with(world_db, "UPDATE report SET snapshot = snapshot || ' '")
    screen = press(screen, "すべての記録・報告書・ファイルを照合する")
    assert "評価報告書：1件を照合し、1件が一致しません。" in faults(screen)
    break_with(world_db, "UPDATE visit_event SET state = 'x' WHERE id = 1")
    screen = press(screen, "すべての記録・報告書・ファイルを照合する")
    assert "訪問の状態の記録（番号1、" in faults(screen)


def test_whoever_reads_a_report_checks_it_on_the_page_of_the_visit(
    world: World, world_db: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    cycle.sealed(world)
    screens.sign_in(monkeypatch, world.people["leader.h01"].id)
    screen = press(open_page("visits", visit=world.visit, part="paperwork"), "改ざんの有無を確認する")
    assert "1件すべての版が、確定した時の値と一致しました。改ざんはありません。" in text(screen)
    break_with(world_db, "UPDATE report SET snapshot = replace(snapshot, '病院長', '病院氏')")
    screen = press(screen, "改ざんの有無を確認する")
    assert "第1版の内容が、確定した時の値と一致しません。" in faults(screen)
