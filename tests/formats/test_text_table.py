"""A table in a text file, whatever encoding and separator it has."""

from __future__ import annotations

import pytest

from checklist.formats import grid_file

COLUMNS = ("コード", "病院名", "病床数")
TEXTS = (("コード", "病院名", "病床数"), ("X01", "架空東病院", "100"), ("X02", "架空西病院", "80"))
PLAIN = "コード,病院名,病床数\r\nX01,架空東病院,100\r\nX02,架空西病院,80\r\n"


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "cp932", "utf-16", "utf-16-le", "utf-16-be"])
@pytest.mark.parametrize("separator", [",", "\t", ";"])
@pytest.mark.parametrize("columns", [COLUMNS, ()])
def test_a_text_is_read_in_every_encoding_with_every_separator(
    encoding: str, separator: str, columns: tuple[str, ...]
) -> None:
    data = PLAIN.replace(",", separator).encode(encoding)
    assert grid_file.read("一覧.txt", data, columns) == TEXTS


def test_utf16_that_begins_with_the_greater_byte_has_its_mark_too() -> None:
    assert grid_file.read("一覧.txt", b"\xfe\xff" + PLAIN.encode("utf-16-be"), COLUMNS) == TEXTS


def test_signs_that_separate_elsewhere_stay_in_the_texts_of_a_comma_separated_file() -> None:
    data = 'コード,病院名\nX01,"架空;東;病院;"\nX02,"架空\t西\t病\t院"\n'.encode()
    assert grid_file.read("一覧.csv", data, COLUMNS)[1:] == (("X01", "架空;東;病院;"), ("X02", "架空\t西\t病\t院"))
    assert grid_file.read("一覧.csv", data)[1] == ("X01", "架空;東;病院;")
