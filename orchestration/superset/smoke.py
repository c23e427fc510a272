"""Whether every chart of the imported dashboard gives data, asked over REST and seen in a browser."""

import json
import shutil
import subprocess
from dataclasses import dataclass
from pathlib import Path

from orchestration.superset.client import Superset
from orchestration.superset.home import HERE, USER, Home, superset_program
from orchestration.terminal import CommandError, clean_text

SLUG = "potline"
BROWSERS = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
PICTURE_SECONDS = 180


@dataclass(frozen=True)
class ChartCheck:
    """What a chart gave: rows of all its queries, or why it gave none."""

    name: str
    rows: int
    failure: str | None


def check_charts(superset: Superset) -> list[ChartCheck]:
    """Run the query that each chart of the dashboard has saved, and return what came of it, by name."""
    charts = superset.get(f"/api/v1/dashboard/{SLUG}/charts")["result"]
    return [_check_chart(superset, chart["id"]) for chart in sorted(charts, key=lambda it: it["slice_name"])]


def draw_dashboard(superset: Superset, home: Home, charts: int) -> Path | None:
    """Draw the dashboard in a headless Chromium and return the picture, or nothing where there is no Chromium.

    Raises:
        CommandError: not every chart came to show its data, or the page asked for something outside.
    """
    chromium = next(filter(None, map(shutil.which, BROWSERS)), None)
    if chromium is None:
        return None
    picture = home.folder / "dashboard.png"
    wanted = {
        "url": superset.url,
        "user": USER,
        "password": home.password,
        "chromium": chromium,
        "picture": str(picture),
        "charts": charts,
    }
    try:
        drawn = subprocess.run(
            [superset_program("python"), HERE / "picture.py"],
            input=json.dumps(wanted),
            capture_output=True,
            text=True,
            timeout=PICTURE_SECONDS,
            check=False,
        )
    except subprocess.TimeoutExpired as error:
        raise CommandError(
            f"The browser has not drawn the dashboard in {PICTURE_SECONDS} seconds."
        ) from error
    if drawn.returncode != 0:
        raise CommandError(
            f"The browser could not draw the dashboard: {clean_text(drawn.stderr.strip()[-2_000:])}"
        )
    seen = json.loads(drawn.stdout)
    if seen["failures"] or seen["drawn"] != charts:
        reasons = "; ".join(" ".join(clean_text(failure).split()) for failure in seen["failures"])
        raise CommandError(f"{seen['drawn']} of {charts} charts are drawn. {reasons}".rstrip())
    return picture


def _check_chart(superset: Superset, chart_id: int) -> ChartCheck:
    chart = superset.get(f"/api/v1/chart/{chart_id}")["result"]
    name = chart["slice_name"]
    if not chart["query_context"]:
        return ChartCheck(name, 0, "has no saved query: open it in Superset and save it")
    try:
        results = superset.post("/api/v1/chart/data", json.loads(chart["query_context"]))["result"]
    except CommandError as error:
        return ChartCheck(name, 0, str(error))
    errors = [result["error"] for result in results if result["error"]]
    rows = sum(result["rowcount"] for result in results)
    failure = clean_text("; ".join(errors)) if errors else None if rows else "gives no rows"
    return ChartCheck(name, rows, failure)
