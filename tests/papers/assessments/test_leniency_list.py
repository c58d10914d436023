"""The list of visiting hospitals: by name in every case, in words that accuse nobody, and 比較不可 with its reason."""

from __future__ import annotations

import csv
import io
from pathlib import Path

import pytest

from checklist.comparison import leniency
from checklist.comparison.leniency import Leniency, Visitor
from checklist.comparison.leniency_fit import Effect
from checklist.errors import Refused
from checklist.formats import csv_file
from checklist.papers import list_document
from checklist.papers.assessments import leniency_list
from checklist.readings import listing
from checklist.store import db
from checklist.store.act import View
from tests.comparison.test_leniency import someone
from tests.world import by


def visitor(name: str, low: float, high: float) -> Visitor:
    return Visitor(name, 5, 4, Effect(1, (low + high) / 2, low, high))


def of(*found: Visitor, reason: str = "") -> Leniency:
    return Leniency("anzen", 2022, 2026, (2022, 2026), {"anzen": "点検表"}, found, reason)


NONE_APART = of(visitor("い病院", -2, 1), visitor("ろ病院", -1, 3))
BOTH_WAYS = of(visitor("い病院", 0.5, 2), visitor("ろ病院", -1, 3), visitor("は病院", -4, -1), visitor("に病院", 1, 9))


def test_only_those_are_named_whose_interval_leaves_out_zero() -> None:
    assert (
        leniency_list.sentence(NONE_APART)
        == "比較できる2病院のすべてで、95％区間が0を含みます。差があるとはいえません。"
    )
    told = leniency_list.sentence(BOTH_WAYS)
    assert told == (
        "い病院、に病院の訪問評価は、地域の平均より高いと推定されます。"
        "は病院の訪問評価は、地域の平均より低いと推定されます。ほかの病院は、差があるとはいえません。"
    )


def test_the_words_show_a_difference_and_no_cause() -> None:
    everything = "".join((leniency_list.LEAD, *leniency_list.NOTES, leniency_list.sentence(BOTH_WAYS)))
    assert "差を示すもので、甘い・厳しいの原因は分かりません。" in everything
    assert "順位を付けるものではない" in everything
    assert "甘い病院" not in everything


def test_there_is_one_order_and_no_other() -> None:
    listed = leniency_list.listed(BOTH_WAYS)
    assert listing.orders(listed) == (0,)
    for sort in ("4", "-4", "1"):
        assert listing.asked(listed, {"sort": sort}).wrong == ("並べ替え",)


def test_what_is_not_compared_says_why() -> None:
    few = Visitor("い病院", 2, 2, None, leniency.FEW)
    (line,) = leniency_list.listed(of(few)).lines
    assert line.cells[:6] == ("い病院", 2, 2, None, None, None)
    assert line.cells[6] == f"比較不可（{leniency.FEW}）"
    (line,) = leniency_list.listed(of(Visitor("い病院", 9, 9, None), reason="理由。")).lines
    assert line.cells[6] == "比較不可（理由。）"
    assert leniency_list.sentence(of(reason="理由。")) == "理由。"


@pytest.mark.parametrize(
    "address", [{"first": "x"}, {"last": "20x6"}, {"first": "２０２６"}, {"first": "2026", "last": "2022"}]
)
def test_a_senseless_year_is_refused(address: dict[str, str], demo_db: Path) -> None:
    with db.reading() as connection, pytest.raises(Refused):
        leniency_list.asked(View.now(connection, someone(by(connection), "secretariat")), address)


def test_the_file_says_how_the_numbers_came_about_and_holds_the_cells_of_the_screen(demo_db: Path) -> None:
    with db.reading() as connection:
        view = View.now(connection, someone(by(connection), "secretariat"))
        document = list_document.document(view, "leniency", {"first": "2023", "last": "2026"})
        listed = leniency_list.listed(leniency_list.asked(view, {"first": "2023", "last": "2026"}))
    table = document.tables[0]
    assert table.rows == tuple(line.cells for line in listed.lines)
    assert [row[0] for row in table.rows] == sorted(str(row[0]) for row in table.rows)
    assert leniency_list.CAUSE in table.notes
    assert set(leniency_list.NOTES) <= set(table.notes)
    head, *body = csv.reader(io.StringIO(csv_file.encode(document.csv_table).decode("utf-8-sig")))
    assert head[3] == "差（ポイント）"
    assert len(body) == len(table.rows)
