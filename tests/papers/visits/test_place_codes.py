"""The code on a door says nothing but the address of the sheet and the place."""

from __future__ import annotations

from checklist.papers.visits import place_codes


def test_the_address_holds_the_place_where_servers_do_not_read_it() -> None:
    found = place_codes.address("https://anzen.example.jp", 12, "病棟 3階/東")
    assert found == "https://anzen.example.jp/visit/12#place=%E7%97%85%E6%A3%9F%203%E9%9A%8E%2F%E6%9D%B1"
    assert "病棟 3階/東のQRコード" in place_codes.code("https://anzen.example.jp", 12, "病棟 3階/東")
