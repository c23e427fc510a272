import io
import json
from datetime import date, datetime
from decimal import Decimal

from orchestration.printed_rows import write_csv, write_json


def test_csv_is_read_back_as_it_was() -> None:
    stream = io.StringIO()
    write_csv(["name", "said"], iter([("Chalco", 'He said "yes",\nthen no'), ("中铝", None)]), stream)
    assert stream.getvalue() == 'name,said\nChalco,"He said ""yes"",\nthen no"\n中铝,\n'


def test_json_has_an_object_a_row() -> None:
    stream = io.StringIO()
    rows = [(date(2026, 1, 2), datetime(2026, 1, 2, 3, 4), Decimal("1.5"), None, [1, 2])]
    write_json(["day", "moment", "amount", "nothing", "numbers"], iter(rows), stream)
    assert json.loads(stream.getvalue()) == [
        {
            "day": "2026-01-02",
            "moment": "2026-01-02T03:04:00",
            "amount": 1.5,
            "nothing": None,
            "numbers": [1, 2],
        }
    ]


def test_json_without_rows_is_an_empty_array() -> None:
    stream = io.StringIO()
    write_json(["day"], iter([]), stream)
    assert json.loads(stream.getvalue()) == []


def test_what_is_no_number_in_json_is_null() -> None:
    stream = io.StringIO()
    rows = [(float("nan"), [float("inf"), 1.5], {"a": float("-inf"), 2: 3})]
    write_json(["number", "numbers", "struct"], iter(rows), stream)
    assert json.loads(stream.getvalue()) == [
        {"number": None, "numbers": [None, 1.5], "struct": {"a": None, "2": 3}}
    ]
