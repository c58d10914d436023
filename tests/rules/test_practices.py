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
