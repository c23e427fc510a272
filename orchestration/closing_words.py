"""What `potline build` says at its end: what is in the release, where it lies, and what to do with it."""

import shlex
import shutil
import sys
from pathlib import Path

from rich.console import Console
from rich.text import Text

from orchestration.published import open_published
from orchestration.report import REPORT_FILE
from orchestration.settings import PROJECT_FOLDER, Settings
from orchestration.summary import count_rows, read_listings, render_listing
from orchestration.terminal import clean_text

# What a short summary counts, and what it calls it.
NOUNS = {
    "dim_articles": "articles",
    "fct_meetings": "meetings",
    "dim_people": "people",
    "fct_participations": "participations",
    "fct_statements": "statements",
    "fct_demands": "demands",
    "fct_commitments": "commitments",
    "fct_rejected_inputs": "rejected inputs",
}
EXAMPLE_QUERY = "select category, count(distinct statement_id) as times from marts.fct_demands group by all order by 2 desc"


def print_summary(settings: Settings, console: Console, *, is_unchanged: bool) -> None:
    """Print the summary; a short one where nothing has changed."""
    with open_published(settings) as connection:
        release_id = connection.execute("select release_id from marts.dim_release").fetchall()[0][0]
        counts = dict(count_rows(connection))
        listings = [] if is_unchanged else read_listings(connection)
    if is_unchanged:
        console.print(Text(f"Nothing new: release {release_id} stays as it is."), soft_wrap=True)
    for listing in listings:
        console.print(render_listing(listing))
    if is_unchanged:
        words = ", ".join(f"{counts[table]:,} {noun}" for table, noun in NOUNS.items() if table in counts)
        console.print(Text(f"It holds {words}."), soft_wrap=True)
    else:
        console.print(Text(f"Release {release_id} is published."), style="bold", soft_wrap=True)
    console.print(Text(f"Warehouse  {clean_text(_relative(settings.published_path))}"), soft_wrap=True)
    console.print(
        Text(f"Parquet    {clean_text(_relative(settings.published / 'current' / 'parquet'))}"),
        soft_wrap=True,
    )
    report = settings.published / "current" / REPORT_FILE
    # A release of before there were reports stays, where nothing is new.
    if report.is_file():
        console.print(Text(f"Report     {clean_text(_relative(report))}"), soft_wrap=True)
    if not is_unchanged:
        console.print(Text("\nNext:"))
        for command in next_steps(settings):
            console.print(Text(f"  {command}"), soft_wrap=True)


def next_steps(settings: Settings) -> list[str]:
    """Return three commands that work as they are when copied."""
    potline = _name_command()
    is_default = settings.data == PROJECT_FOLDER / "data"
    data = "" if is_default else f" --data {shlex.quote(_relative(settings.data))}"
    make_data = "" if is_default else f" DATA={shlex.quote(_relative(settings.data))}"
    folder = "" if Path.cwd() == PROJECT_FOLDER else f" -C {shlex.quote(_relative(PROJECT_FOLDER))}"
    if folder and make_data:
        make_data = f" DATA={shlex.quote(str(settings.data))}"
    return [
        f'{potline} query "{EXAMPLE_QUERY}"{data}',
        f"{potline} status{data}",
        f"make{folder} dev{make_data}",
    ]


def _name_command() -> str:
    """Return how the reader can call potline: by its name, or by where it lies."""
    command = Path(sys.argv[0]).absolute()
    if command.name != "potline":
        return "potline"
    found = shutil.which("potline")
    if found and Path(found).absolute() == command:
        return "potline"
    return shlex.quote(_relative(command))


def _relative(path: Path) -> str:
    """Return a path as seen from the current folder where it lies below it."""
    try:
        return str(path.relative_to(Path.cwd()))
    except ValueError:
        return str(path)
