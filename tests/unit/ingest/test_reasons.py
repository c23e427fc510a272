"""The reasons of rejection: one list, and three places that say what to do."""

import csv
import re

from ingest.articles.reasons import Reason
from tests.conftest import PROJECT


def test_every_reason_is_explained_where_users_look() -> None:
    reasons = {str(reason) for reason in Reason}
    with (PROJECT / "dbt_project" / "seeds" / "rejection_reasons.csv").open(encoding="utf-8") as lines:
        seed = list(csv.DictReader(lines))
    assert {row["code"] for row in seed} == reasons
    assert all(row["remedy"] and row["definition"] for row in seed)
    page = (PROJECT / "docs" / "inputs.md").read_text(encoding="utf-8")
    rows = re.findall(r"^\| `(\w+)` \| (.+) \| (.+) \|$", page, re.MULTILINE)
    assert [code for code, _, _ in rows] == [str(reason) for reason in Reason]
