"""`potline evaluate`: the current extractor against annotated articles, by metric, by article and by rule."""

from pathlib import Path

from ingest.evaluation.evaluate import evaluate
from ingest.evaluation.gold import KINDS, GoldError
from ingest.evaluation.report import list_articles, list_metrics, list_rules, write_page
from ingest.lexicon import load_lexicon
from orchestration.settings import WORLD_FOLDER, Settings
from orchestration.summary import Listing, render_listing
from orchestration.terminal import CommandError, clean_text, output_console

PAGE = "QUALITY.md"
HEAD = "# Quality\n\nHow far the extractor agrees with the annotated articles of one folder."


def run_evaluation(settings: Settings, gold: Path, texts: Path | None, *, show_differences: bool) -> None:
    """Print the agreement and write it as a page into the data folder.

    Raises:
        CommandError: the gold cannot be used, or the page cannot be written.
    """
    try:
        result = evaluate(gold, load_lexicon(WORLD_FOLDER), texts=texts, name=gold.resolve().name)
    except GoldError as error:
        raise CommandError(f"The evaluation cannot be made: {error}.", exit_code=2) from error
    agreement = result.agreement
    console = output_console()
    for listing in (
        Listing("Agreement", ("metric", "precision", "recall", "figure", "rows"), list_metrics(agreement)),
        Listing("By article, F1", ("article", *KINDS), list_articles(agreement)),
        Listing("By rule", ("kind", "rule", "made", "right", "share"), list_rules(agreement)),
    ):
        console.print(render_listing(listing))
    if show_differences:
        for difference in agreement.differences:
            console.print(clean_text(" | ".join(difference)), markup=False, soft_wrap=True)
        console.print()
    page = settings.data / PAGE
    try:
        page.parent.mkdir(parents=True, exist_ok=True)
        page.write_text(write_page(HEAD, [result], [], ""), encoding="utf-8")
    except OSError as error:
        raise CommandError(f"The page cannot be written to {page}: {error.strerror}.") from error
    console.print(f"{result.article_count} articles; written to {page}", markup=False, soft_wrap=True)
