"""`potline status`: what is published, when, from how many articles, what was corrected, what rejected and why."""

from rich.text import Text

from orchestration.changes_summary import summarise_changes
from orchestration.command_corrections import print_unapplied, summarise_corrections
from orchestration.published import open_published
from orchestration.settings import Settings
from orchestration.summary import Listing, count_rows, render_listing
from orchestration.terminal import clean_text, output_console


def show_status(settings: Settings) -> None:
    """Print the state of the current release.

    Raises:
        CommandError: nothing is published.
    """
    with open_published(settings) as connection:
        release_id, built_at, articles, extractor_version, code_version = connection.execute(
            "select release_id, built_at, article_count, extractor_version, code_version from marts.dim_release"
        ).fetchall()[0]
        reasons = connection.execute(
            "select reason, count(*) from marts.fct_rejected_inputs group by all order by 2 desc, 1"
        ).fetchall()
        rejected = connection.execute(
            "select source_path, reason, detail from marts.fct_rejected_inputs order by all limit 20"
        ).fetchall()
        issues, articles_with_issues = connection.execute(
            "select count(*), count(distinct article_id) from marts.fct_extraction_issues"
        ).fetchall()[0]
        tables = count_rows(connection)
    console = output_console()
    for label, value in (
        ("Release", release_id),
        ("Built", f"{built_at:%Y-%m-%d %H:%M:%S} UTC"),
        ("Articles", f"{articles:,}"),
        ("Extractor", extractor_version),
        ("Code", code_version),
        ("File", settings.published_path),
    ):
        console.print(Text(f"{label:10} {clean_text(value)}"), soft_wrap=True)
    rejected_count = sum(count for _, count in reasons)
    why = "; ".join(f"{count:,} {clean_text(reason)}" for reason, count in reasons)
    console.print(Text(f"{'Rejected':10} {rejected_count:,}{f' ({why})' if why else ''}"), soft_wrap=True)
    rate = f", {issues / articles:.1f} an article, in {articles_with_issues:,} articles" if articles else ""
    console.print(Text(f"{'Issues':10} {issues:,} seen and not understood{rate}"), soft_wrap=True)
    for label, value in (
        ("Corrected", summarise_corrections(settings)),
        ("Changes", summarise_changes(settings)),
    ):
        if value:
            console.print(Text(f"{label:10} {clean_text(value)}"), soft_wrap=True)
    console.print()
    console.print(render_listing(Listing("Tables", ("table", "rows"), tables)))
    if rejected:
        console.print(
            render_listing(
                Listing(
                    "Rejected inputs",
                    ("input", "reason", "detail"),
                    rejected,
                    max(0, rejected_count - len(rejected)),
                )
            )
        )
    print_unapplied(console, settings)
