"""One mechanism searches, narrows and orders every list."""

from __future__ import annotations

from datetime import date

import pytest

from checklist.formats.table import Column
from checklist.readings import listing
from checklist.readings.listing import Line, Listing

COLUMNS = (Column("病院"), Column("期限", "date"), Column("遅れ", "number"))
LINES = (
    Line(("架空Ｂ病院", date(2026, 4, 1), 3), 1, keys=listing.keys(hospital=(1, 3), year=2026)),
    Line(("架空A病院", None, None), 2, keys=listing.keys(hospital=2, year=2026)),
    Line(("架空C病院", date(2025, 4, 1), 12), 3, keys=listing.keys(hospital=3, year=2025)),
)
CHOICES = (
    listing.chosen_by("hospital", "病院", ((1, "B"), (2, "A"), (3, "C"))),
    listing.chosen_by("year", "年度", ((2026, "2026年度"), (2025, "2025年度"))),
)
FOUND = Listing("tried", "試し", COLUMNS, LINES, CHOICES)


@pytest.mark.parametrize(
    ("address", "kept"),
    [
        ({}, [1, 2, 3]),
        ({"q": "ｂ"}, [1]),
        ({"q": "架空 2025年4月"}, [3]),
        ({"q": "ない"}, []),
        ({"hospital": "3"}, [1, 3]),
        ({"hospital": "3", "year": "2025"}, [3]),
        ({"year": "all"}, [1, 2, 3]),
        ({"sort": "1"}, [2, 1, 3]),
        ({"sort": "2"}, [3, 1, 2]),
        # What has no value stands last, whichever way round.
        ({"sort": "-2"}, [1, 3, 2]),
        ({"sort": "-3"}, [3, 1, 2]),
    ],
)
def test_a_list_keeps_what_the_address_asks_for(address: dict[str, str], kept: list[int]) -> None:
    wish = listing.asked(FOUND, address)
    assert wish.wrong == ()
    assert [line.of for line in listing.kept(FOUND, wish)] == kept


@pytest.mark.parametrize(
    ("address", "wrong"),
    [
        ({"year": "1999"}, "年度"),
        ({"hospital": "x"}, "病院"),
        ({"sort": "4"}, "並べ替え"),
        ({"sort": "+1"}, "並べ替え"),
    ],
)
def test_a_wrong_address_is_told_and_not_dropped(address: dict[str, str], wrong: str) -> None:
    wish = listing.asked(FOUND, address)
    assert wish.wrong == (wrong,)
    assert len(listing.kept(FOUND, wish)) == 3


def test_what_was_asked_leads_back_to_itself_and_is_told_in_words() -> None:
    wish = listing.asked(FOUND, {"q": "架空 &", "year": "2026", "sort": "-3"})
    assert listing.query(FOUND, wish) == "?hospital=all&year=2026&q=%E6%9E%B6%E7%A9%BA+%26&sort=-3"
    assert listing.told(FOUND, wish) == "年度「2026年度」、検索「架空 &」、並び順「遅れ（降順）」"
    assert listing.told(FOUND, listing.asked(FOUND, {})) == "なし（すべて）"


def test_a_usual_choice_holds_until_another_is_asked_for() -> None:
    usual = Listing("tried", "試し", COLUMNS, LINES, (listing.chosen_by("year", "年度", ((2025, "2025"),), "2025"),))
    assert [line.of for line in listing.kept(usual, listing.asked(usual, {}))] == [3]
    assert len(listing.kept(usual, listing.asked(usual, {"year": "all"}))) == 3
