"""What the comparison page reads for an address: what is offered, what is chosen of it, and what comes of it."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from checklist.comparison import comparison_page, selection, visit_comparison_page
from checklist.comparison.comparison_page import ComparisonPage, Offer
from checklist.comparison.selection import CLASSES, Group, Order, Scope, Selection
from checklist.comparison.visit_comparison_page import VisitComparisonPage
from checklist.model.assessments import Track
from checklist.store import db
from checklist.store.accounts import people
from tests.ui.test_pages import submit_both
from tests.world import World, by, principal

OFFER = Offer(
    (2024, 2025, 2026), 2026, {"mini": "点検表", "other": "別の点検表"}, {"1": "体制", "2": "医薬品"}, ("", "1", "2"), (Track.VISITOR, Track.SELF), tuple(Scope),
    Scope.PARTNERS, tuple(Group),
)  # fmt: skip
USUAL = Selection(2024, 2025, Track.VISITOR, None, None, Scope.PARTNERS, None, CLASSES)


def read(world: World, login: str, kind: str, **asked: str) -> ComparisonPage:
    with db.reading() as connection:
        return comparison_page.read(by(connection, principal(world.people[login])), kind, asked)


def of_visit(world: World, login: str, kind: str, **asked: str) -> VisitComparisonPage:
    with db.reading() as connection:
        return visit_comparison_page.read(by(connection, principal(world.people[login])), kind, asked)


@given(
    st.builds(
        Selection,
        st.sampled_from(OFFER.years),
        st.sampled_from(OFFER.years),
        st.sampled_from(OFFER.tracks),
        st.none() | st.sampled_from(sorted(OFFER.chapters)),
        st.none() | st.sampled_from(sorted(OFFER.sheets)),
        st.sampled_from(OFFER.scopes),
        st.sampled_from([None, 1, 2]),
        st.lists(st.sampled_from(Group), min_size=1, unique=True).map(lambda found: tuple(sorted(found))),
    )
)
def test_the_page_and_its_files_read_one_address_alike(chosen: Selection) -> None:
    asked = selection.to_query(chosen)
    assert OFFER.selection(asked) == selection.from_query(asked) == chosen


@pytest.mark.parametrize(
    "asked",
    [
        {},
        {"first": "1999", "chapter": "x", "track": "agreed", "class": "3", "groups": "others"},
        {"first": "", "last": "2025", "chapter": "", "groups": "class1,class2"},
    ],
)
def test_what_makes_no_sense_is_the_usual(asked: dict[str, str]) -> None:
    assert OFFER.selection(asked) == USUAL


def test_what_an_address_asks_for_in_vain_is_told() -> None:
    asked = {"first": "1999", "last": "2025", "chapter": "14", "sheet": "other", "track": "", "other": "x"}
    assert OFFER.told(asked) == (
        "アドレスで指定された年度（始め）「1999」は選べないため、いつもの選択で表示しています。",
        "アドレスで指定された章「14」は選べないため、いつもの選択で表示しています。",
    )
    assert (OFFER.told({}), OFFER.selection(asked).sheet) == ((), "other")


def test_a_year_that_is_not_over_is_no_usual_choice_unless_there_is_no_other() -> None:
    assert (OFFER.usual_last, replace(OFFER, years=(2026,)).usual_last) == (2025, 2026)


def test_no_group_at_all_is_told_apart_from_the_usual_groups() -> None:
    assert OFFER.selection({"groups": ""}).groups == ()


def test_what_cannot_be_chosen_is_not_offered(world: World) -> None:
    submit_both(world)
    found = {kind: read(world, "manager.h01", kind).offer for kind in ("classes", "hospitals", "tracks")}
    assert all(found.values())
    assert {kind: len(one.tracks) for kind, one in found.items() if one} == {"classes": 3, "hospitals": 3, "tracks": 1}
    assert {kind: bool(one.groups) for kind, one in found.items() if one} == {
        "classes": True, "hospitals": False, "tracks": True,
    }  # fmt: skip
    secretariat = read(world, "secretariat", "classes").offer
    assert secretariat is not None
    assert (secretariat.scopes, secretariat.groups) == ((Scope.REGION,), ())


def test_nothing_to_compare_a_refused_choice_and_comments(world: World) -> None:
    assert read(world, "secretariat", "classes").offer is None
    submit_both(world)
    refused = read(world, "manager.h01", "classes", groups="")
    assert refused.refusal is not None
    assert (refused.found, refused.comments) == (None, None)
    told = read(world, "secretariat", "tracks", item="1-01")
    assert told.comments is not None
    assert "1-01" in (told.differing or {})
    assert read(world, "secretariat", "tracks", item="9-99").comments is None
    assert read(world, "secretariat", "hospitals", item="1-01").comments is None


def test_each_sheet_has_its_own_years_and_chapters_and_the_most_used_comes_first(demo_db: Path) -> None:
    with db.reading(demo_db) as connection:
        who = principal(people.by_login(by(connection), "secretariat"))
        usual, other = (comparison_page.read(by(connection, who), "classes", one) for one in ({}, {"sheet": "kansen"}))
        wrong = comparison_page.read(by(connection, who), "classes", {"sheet": "kansen", "chapter": "1"})
    assert usual.offer is not None
    assert other.offer is not None
    assert other.found is not None
    assert list(usual.offer.sheets) == ["anzen", "kansen"]
    assert not set(usual.offer.chapters) & set(other.offer.chapters)
    assert "K1" in other.offer.chapters
    assert not other.found.empty
    assert (usual.told, other.told, len(wrong.told)) == ((), (), 1)
    assert wrong.selection is not None
    assert (wrong.selection.sheet, wrong.selection.chapter) == ("kansen", None)


def test_a_visit_is_compared_with_itself_or_with_the_way_back(world: World) -> None:
    submit_both(world)
    found = of_visit(world, "manager.h01", "visit", visit="no")
    assert (found.visit and found.visit.id, found.partner, found.both_ways) == (world.visit, None, None)
    assert found.compared is not None
    back = of_visit(world, "manager.h01", "partners")
    assert (back.partner, back.compared) == (world.hospitals["H02"], None)
    assert back.both_ways is not None
    assert of_visit(world, "manager.h04", "visit").visit is None


def test_what_is_chosen_is_told_in_one_sentence() -> None:
    chosen = Selection(2024, 2026, Track.SELF, "2", "other", Scope.REGION, 1, (Group.CLASS_1, Group.OWN), Order.GAP)
    assert OFFER.sentence(chosen) == (
        "2024–2026年度（途中）・点検表 別の点検表・自己評価・2　医薬品・加算1のみ・地域全体・加算1と自院・差が大きい順（最後の年度）"
    )
    plain = replace(OFFER, groups=(), scopes=(Scope.REGION,), tracks=(Track.VISITOR,))
    assert plain.sentence(Selection(2025, 2025)) == "2025年度・点検表 点検表"


def test_a_leader_begins_with_the_own_hospital_beside_the_region(demo_db: Path) -> None:
    with db.reading(demo_db) as connection:
        who = principal(people.by_login(by(connection), "leader.h001"))
        pages = {
            kind: comparison_page.read(by(connection, who), kind, {}) for kind in ("classes", "hospitals", "tracks")
        }
    chosen = {kind: page.selection for kind, page in pages.items()}
    assert chosen["classes"] is not None
    assert chosen["hospitals"] is not None
    assert (chosen["classes"].scope, chosen["classes"].groups) == (Scope.REGION, (*CLASSES, Group.OWN))
    assert chosen["hospitals"].scope is Scope.REGION
    found = pages["classes"].found
    assert found is not None
    assert found.headline.startswith("自院は地域の加算1")


def test_a_visit_or_partner_that_is_not_to_be_had_is_told(world: World) -> None:
    submit_both(world)
    assert of_visit(world, "manager.h01", "visit").told == ()
    told = of_visit(world, "manager.h01", "partners", visit="999", partner="x").told
    assert [one.partition("は")[0] for one in told] == [
        "アドレスで指定された訪問「999」", "アドレスで指定された連携先「x」",
    ]  # fmt: skip


def test_the_pair_that_visits_each_other_is_shown_first(demo_db: Path) -> None:
    with db.reading(demo_db) as connection:
        who = principal(people.by_login(by(connection), "secretariat"))
        found = visit_comparison_page.read(by(connection, who), "partners", {})
        both = connection.execute(
            """SELECT v.id FROM visit v JOIN visit_hospital h ON h.visit_id = v.id
               JOIN visit w ON w.fiscal_year = v.fiscal_year AND w.host_id = h.hospital_id
               JOIN visit_hospital k ON k.visit_id = w.id AND k.hospital_id = v.host_id
               WHERE v.state IN ('reported', 'acknowledged', 'closed') AND w.state IN ('reported', 'acknowledged', 'closed')"""
        ).fetchall()
    assert found.visit is not None
    assert found.visit.id in {row["id"] for row in both}
    assert found.both_ways is not None
    assert found.both_ways.mutual
    assert found.both_ways.headline.count("％") == 2
