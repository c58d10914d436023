"""What looks like one mail address, and nothing that a mail would take for two."""

from __future__ import annotations

from email.message import EmailMessage

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from checklist.rules.accounts import addresses


@pytest.mark.parametrize(
    "address",
    [
        "name@example.jp", "first.last@med.example.co.jp", "anzen+plan@example.jp", "a_b-c@ex-ample.jp", " name@example.jp ",
        "two..dots@example.jp", "o'brien@example.jp", "1@2.3",
    ],
)  # fmt: skip
def test_addresses_that_people_have_look_right(address: str) -> None:
    assert addresses.looks_right(address)


@pytest.mark.parametrize(
    "address",
    [
        "", "name", "name@", "@example.jp", "name@example", "name@.jp", "name@example.", "na me@example.jp",
        "a@b@example.jp", "名前@example.jp", "name@例え.jp", "ｎａｍｅ@example.jp", "name@example.jp\nBcc: other@example.jp",
        "name@example.jp\r\nX: y", "Name <name@example.jp>", "name@exam_ple.jp",
    ],
)  # fmt: skip
def test_what_is_no_address_does_not(address: str) -> None:
    assert not addresses.looks_right(address)


@pytest.mark.parametrize("mark", list(',;:<>()[]"\\'))
def test_no_mark_that_parts_addresses_stands_in_one(mark: str) -> None:
    """`x,chief@example.jp` would go to `chief@example.jp`, who is somebody else."""
    assert not addresses.looks_right(f"x{mark}chief@example.jp")


@given(st.text("ab1.!#'*+/=?^_`{|}~-,;<", min_size=1, max_size=12))
@settings(max_examples=60)
def test_the_head_of_a_mail_reads_back_what_looks_right_as_this_one_address(local: str) -> None:
    address = f"{local.strip()}@example.jp"
    if not addresses.looks_right(address):
        return
    message = EmailMessage()
    message["To"] = address
    (found,) = message["To"].addresses
    assert found.domain == "example.jp"
    assert found.username.replace('"', "") == address.partition("@")[0]
