"""`report.html` of a release: one page that needs nothing but a browser, made of the marts of the draft."""

import base64
import hashlib
from pathlib import Path

import duckdb
from jinja2 import Environment, FileSystemLoader, StrictUndefined
from markupsafe import Markup

from orchestration.report import REPORT_FILE
from orchestration.report.changes import read_changes
from orchestration.report.demands import read_demands
from orchestration.report.figures import read_figures
from orchestration.report.island import write_island
from orchestration.report.left_out import read_left_out
from orchestration.report.meetings import read_meetings
from orchestration.report.pairs import read_pairs
from orchestration.report.quality import read_quality
from warehouse.releases import Draft

TEMPLATES = Path(__file__).parent / "templates"


def write_report(draft: Draft) -> None:
    """Write the page into the folder of a draft.

    What stands in `changes.json` there already, is shown, too.

    Raises:
        duckdb.Error: the draft has not the tables of schema `marts`.
    """
    (draft.folder / REPORT_FILE).write_text(compose_report(draft), encoding="utf-8")


def compose_report(draft: Draft) -> str:
    """Return the page: equal for equal tables, name and time of the release."""
    with duckdb.connect(draft.database, read_only=True) as con:
        con.execute("set TimeZone = 'UTC'")
        figures = read_figures(con)
        demands = read_demands(con)
        meetings = read_meetings(con)
        pairs = read_pairs(con)
        left_out = read_left_out(con)
    style, script = (TEMPLATES / name for name in ("report.css", "report.js"))
    style_text, script_text = style.read_text(encoding="utf-8"), script.read_text(encoding="utf-8")
    environment = Environment(
        loader=FileSystemLoader(TEMPLATES),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    environment.filters["number"] = lambda value: f"{value:,}"
    return environment.get_template("report.html.j2").render(
        release_id=draft.release_id,
        built_at=draft.built_at,
        figures=figures,
        demands=demands,
        meetings=meetings,
        pairs=pairs,
        left_out=left_out,
        quality=read_quality(),
        changes=read_changes(draft.folder),
        policy=_write_policy(style_text, script_text),
        # Our own two files and JSON without a character that means anything in HTML; all else is escaped.
        style=Markup(style_text),  # noqa: S704
        script=Markup(script_text),  # noqa: S704
        island=Markup(write_island({**demands.island, **meetings.island, **pairs.island})),  # noqa: S704
    )


def _write_policy(style: str, script: str) -> str:
    """Return a policy under which nothing loads and nothing runs but these two texts."""
    return (
        f"default-src 'none'; style-src {_hash_source(style)}; script-src {_hash_source(script)}; "
        "img-src data:; base-uri 'none'; form-action 'none'"
    )


def _hash_source(text: str) -> str:
    digest = hashlib.sha256(text.encode()).digest()
    return f"'sha256-{base64.b64encode(digest).decode()}'"
