"""Our own checks of what was read and extracted. Checks of the models are dbt tests and arrive with them.

Checks of severity error block: nothing downstream of them runs, and so nothing is published.
"""

from contextlib import closing

import dagster as dg
import duckdb

from ingest.articles.landing import name_landing
from orchestration.resources import Build
from warehouse.memory import memory_config

ARTICLES = dg.AssetKey(["raw", "articles"])
HEADERS = dg.AssetKey(["extracted", "article_headers"])
ISSUES = dg.AssetKey(["extracted", "issues"])
# Above this many cues not understood for each statement that was, a rule has probably gone blind.
ISSUES_PER_STATEMENT = 0.5


# The inputs of one landing folder as the ledger has them now.
LEDGER = """
select
    (select count(*) from raw.article_sources
     where input_folder = $folder and superseded_at is null and missing_since is null),
    (select count(*) from raw.rejected_inputs where input_folder = $folder and missing_since is null)
"""
LATEST_READING = """
select seen_count, loaded_count, duplicate_count, rejected_count
from raw.ingest_runs
where input_folder = $folder
order by finished_at desc
limit 1
"""


@dg.asset_check(
    asset=ARTICLES,
    blocking=True,
    pool="warehouse",
    description="Every input seen was loaded, known already under another name, or rejected with a reason.",
)
def accounting(build: dg.ResourceParam[Build]) -> dg.AssetCheckResult:
    """Compare the counts of the folder's latest reading with one another and with the ledger."""
    folder = {"folder": name_landing(build.settings.landing)}
    with closing(
        duckdb.connect(build.settings.warehouse_path, read_only=True, config=memory_config())
    ) as connection:
        readings = connection.execute(LATEST_READING, folder).fetchall()
        present, rejected_now = connection.execute(LEDGER, folder).fetchall()[0]
    seen, loaded, duplicate, rejected = readings[0] if readings else (0, 0, 0, 0)
    return dg.AssetCheckResult(
        passed=(seen, present, rejected_now) == (loaded + duplicate + rejected, loaded + duplicate, rejected),
        metadata={
            "seen": seen,
            "loaded": loaded,
            "duplicate": duplicate,
            "rejected": rejected,
            "places_in_ledger": present,
            "rejections_in_ledger": rejected_now,
        },
    )


@dg.asset_check(
    asset=ARTICLES,
    blocking=True,
    pool="warehouse",
    description="The landing folder gave at least one article.",
)
def no_empty_run(build: dg.ResourceParam[Build]) -> dg.AssetCheckResult:
    """Count the places in the folder that hold an article now."""
    folder = {"folder": name_landing(build.settings.landing)}
    with closing(
        duckdb.connect(build.settings.warehouse_path, read_only=True, config=memory_config())
    ) as connection:
        present, rejected = connection.execute(LEDGER, folder).fetchall()[0]
    return dg.AssetCheckResult(
        passed=present > 0, metadata={"articles_in_folder": present, "rejected": rejected}
    )


EXTRACTED = """
select
    count(*),
    count(headers.article_id),
    count(rejected.article_id),
    count(*) filter ((headers.article_id is null) = (rejected.article_id is null))
from raw.articles as articles
left join extracted.article_headers as headers using (article_id)
left join extracted.rejected_articles as rejected using (article_id)
"""


@dg.asset_check(
    asset=HEADERS,
    additional_deps=[ARTICLES, dg.AssetKey(["extracted", "rejected_articles"])],
    blocking=True,
    pool="warehouse",
    description="Every article that was loaded was read by the extractor, or rejected with a reason.",
)
def extraction_accounting(build: dg.ResourceParam[Build]) -> dg.AssetCheckResult:
    """Look for articles that are on record neither as read nor as rejected, or as both."""
    with closing(
        duckdb.connect(build.settings.warehouse_path, read_only=True, config=memory_config())
    ) as connection:
        loaded, extracted, rejected, unaccounted = connection.execute(EXTRACTED).fetchall()[0]
    return dg.AssetCheckResult(
        passed=unaccounted == 0,
        metadata={
            "articles": loaded,
            "extracted": extracted,
            "rejected": rejected,
            "unaccounted": unaccounted,
        },
    )


@dg.asset_check(
    asset=ISSUES,
    additional_deps=[dg.AssetKey(["extracted", "statements"])],
    pool="warehouse",
    description=f"At most {ISSUES_PER_STATEMENT} cues that no rule understood for each statement.",
)
def issue_rate(build: dg.ResourceParam[Build]) -> dg.AssetCheckResult:
    """Compare the number of issues with that of statements; too many is a warning."""
    with closing(
        duckdb.connect(build.settings.warehouse_path, read_only=True, config=memory_config())
    ) as connection:
        issues, statements = connection.execute(
            "select (select count(*) from extracted.issues), (select count(*) from extracted.statements)"
        ).fetchall()[0]
    return dg.AssetCheckResult(
        passed=issues <= ISSUES_PER_STATEMENT * statements,
        severity=dg.AssetCheckSeverity.WARN,
        metadata={"issues": issues, "statements": statements},
    )


CHECKS = [accounting, no_empty_run, extraction_accounting, issue_rate]
