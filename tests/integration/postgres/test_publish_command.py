"""`potline publish postgres`: what it says, and what it never says."""

import traceback
from collections.abc import Callable
from pathlib import Path

import pytest

from orchestration.postgres import publish_current
from orchestration.settings import SettingsError, read_settings
from tests.integration.commands import call_potline
from tests.integration.postgres.shared import SECRET, Rows
from tests.integration.small_releases import make_release
from warehouse.errors import PublishError


def test_the_command_says_what_it_did(tmp_path: Path, url: str, ask: Callable[..., Rows]) -> None:
    release = make_release(tmp_path, "r1")
    ask("create role reader_one login")
    data = release.folder.parents[2]
    arguments = ("publish", "postgres", "--reader", "reader_one", "--data", data)
    first = call_potline(*arguments, "--url", url)
    assert (first.exit_code, first.complaint) == (0, "")
    assert first.output.startswith("Release r1 is in schema marts of database postgres at ")
    assert first.output.endswith(": 3 tables, 7 rows.\n")
    again = call_potline(*arguments, POTLINE_POSTGRES_URL=url)
    assert (again.exit_code, again.complaint) == (0, "")
    assert again.output.startswith("Nothing new: release r1 is in schema marts of database postgres at ")
    assert SECRET not in first.output + again.output


@pytest.mark.parametrize(
    ("change", "why"),
    [
        (lambda url: "", "Say which database"),
        (lambda url: url.replace("/postgres?", "/nowhere?"), 'database "nowhere" does not exist'),
        (lambda url: url.replace("potline:", "stranger:"), 'role "stranger" does not exist'),
        (lambda url: f"postgresql://potline:{SECRET}@localhost:1/postgres", "does not answer"),
        (lambda url: f"postgresql://potline:{SECRET}@@localhost:1/postgres", "must be like"),
        (lambda url: f"mysql://potline:{SECRET}@localhost/postgres", "must be like"),
        (lambda url: f"{url}&nonsense={SECRET}", "does not answer"),
    ],
    ids=["none", "database", "user", "port", "at", "kind", "option"],
)
def test_a_url_that_leads_nowhere_is_told_without_its_password(
    tmp_path: Path, url: str, change: Callable[[str], str], why: str
) -> None:
    data = make_release(tmp_path, "r1").folder.parents[2]
    with pytest.raises((SettingsError, PublishError), match=why) as caught:
        publish_current(read_settings({"POTLINE_DATA": str(data), "POTLINE_POSTGRES_URL": change(url)}))
    told = "".join(traceback.format_exception(caught.value))
    assert "\n" not in str(caught.value)
    # The sources that a trace quotes are this test's, too.
    assert SECRET not in told


def test_nothing_published_is_told(tmp_path: Path, url: str) -> None:
    called = call_potline("publish", "postgres", "--data", tmp_path, "--url", url)
    assert (called.exit_code, called.output) == (1, "")
    assert "Nothing is published" in called.complaint
