"""What may stand in the library of 好事例: a title and a text of their own, consent, and no own name where none is wanted."""

from __future__ import annotations

import pytest

from checklist.rules import practices

HOSPITAL = "架空中央病院"


def faults(
    title: str = "手順の定着", text: str = "毎月確かめている。", named: bool = True, consented: bool = True
) -> list[str]:
    return [fault.where for fault in practices.faults(title, text, named, HOSPITAL, consented)]


def test_a_whole_offer_has_no_fault() -> None:
    assert faults() == faults(named=False) == []


@pytest.mark.parametrize(
    ("change", "where"),
    [
        ({"title": " "}, ["題名"]),
        ({"title": "題" * 61}, ["題名"]),
        ({"title": "題\n名"}, ["題名"]),
        ({"title": "題" * 60}, []),
        ({"text": "　\n"}, ["公開する内容"]),
        ({"text": "内" * 1001}, ["公開する内容"]),
        ({"text": "内" * 1000}, []),
        ({"consented": False}, ["公開の同意"]),
        ({"title": "", "text": "", "consented": False}, ["題名", "公開する内容", "公開の同意"]),
    ],
)
def test_everything_wrong_is_told_in_one_pass(change: dict[str, object], where: list[str]) -> None:
    assert faults(**change) == where  # type: ignore[arg-type]


@pytest.mark.parametrize("said", ["架空中央病院では", "架空 中央 病院の", "架空中央病院"])
def test_an_offer_without_a_name_does_not_name_its_hospital_in_any_width(said: str) -> None:
    assert faults(title=f"{said}取組み", named=False) == ["題名"]
    assert faults(text=f"{said}、毎月確かめている。", named=False) == ["公開する内容"]
    assert faults(title=f"{said}取組み", text=said, named=True) == []


@pytest.mark.parametrize("text", ["一行", "二行\n目", "", "\n先頭が空行"])
def test_title_and_text_come_back_as_they_were_kept(text: str) -> None:
    assert practices.parted(practices.joined("題名", text)) == ("題名", text.strip())


def test_a_title_is_one_line_whatever_blanks_it_has() -> None:
    assert practices.joined("　題　 名 ", " 内容 ") == "題 名\n内容"


def test_what_fewer_than_the_minimum_share_is_not_told() -> None:
    assert [practices.may_tell(hospitals, 5) for hospitals in (0, 4, 5, 6)] == [False, False, True, True]


UNSEEN = ["\u200b", "\u00ad", "\u2060", "\ufeff", "\u200d", "\u200e", "\u202e"]


@pytest.mark.parametrize("mark", UNSEEN)
def test_what_nobody_sees_within_the_own_name_does_not_hide_it(mark: str) -> None:
    said = f"架空{mark}中央{mark}病院では、毎月確かめている。"
    assert faults(text=said, named=False) == ["公開する内容"]
    assert faults(text=said, named=True) == []


@pytest.mark.parametrize("said", ["架空\n中央病院", "架空\u3000中央\t病院", "\u200b架空中央病院", "架空中央病院\u00ad"])
def test_a_name_that_is_broken_over_lines_is_still_the_name(said: str) -> None:
    assert faults(text=f"このほど{said}では", named=False) == ["公開する内容"]


@pytest.mark.parametrize("said", ["架空中央の病院", "中央病院", "架空市民病院", "空中央病院", "👩\u200d⚕️が確かめる"])
def test_what_is_not_the_whole_own_name_is_no_fault(said: str) -> None:
    assert faults(text=said, named=False) == []


@pytest.mark.parametrize("name", ["ＡＢＣ病院", "abc病院", "Abc 病院"])
def test_width_and_capitals_make_no_other_name(name: str) -> None:
    found = practices.faults("題名", "ABC病院の取組み", False, name, True)
    assert [one.where for one in found] == ["公開する内容"]


@pytest.mark.parametrize("mark", ["\x07", "\u202e", "\u200b", "\x00"])
def test_a_title_holds_nothing_that_nobody_sees(mark: str) -> None:
    assert faults(title=f"題{mark}名") == ["題名"]


def test_a_title_and_a_text_that_both_name_the_hospital_are_both_told() -> None:
    assert faults(title=f"{HOSPITAL}の例", text=HOSPITAL, named=False) == ["題名", "公開する内容"]
