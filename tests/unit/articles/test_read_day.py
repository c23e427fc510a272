"""Dates that are delivered beside a text."""

from datetime import UTC, date, datetime
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ingest.articles.days import read_day

DAY = date(2024, 3, 5)


@pytest.mark.parametrize(
    "value",
    [
        DAY,
        datetime(2024, 3, 5, 23, tzinfo=UTC),
        "2024-03-05",
        " 2024/03/05 08:00",
        "2024.03.05",
        "20240305",
        "2024-03-05T23:59:59-08:00",
        "Tue, 05 Mar 2024 08:00:00 GMT",
        "5 Mar 2024 08:00:00 +0800",
    ],
)
def test_plain_dates_are_read(value: Any) -> None:
    assert read_day(value) == DAY


@pytest.mark.parametrize(
    "value",
    [
        None,
        "",
        "in spring",
        "05/03/2024",
        "2024-3-5x",
        "2024-13-01",
        "2024-02-30",
        "202403051",
        "0001-01-01",
        "9999-12-31",
        1709600000,
        ["2024-03-05"],
    ],
)
def test_what_can_be_read_in_two_ways_or_none_is_no_date(value: Any) -> None:
    assert read_day(value) is None


@given(st.text())
def test_no_text_breaks_it(value: str) -> None:
    day = read_day(value)
    assert day is None or 1900 <= day.year <= 2100
