"""The current extractor against a folder of gold."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from pathlib import Path

from ingest.evaluation.agreement import compare
from ingest.evaluation.gold import GoldError, found_by_annotator, found_by_extractor, insist, read_gold
from ingest.evaluation.report import Evaluated
from ingest.extract import extract
from ingest.extraction import Article
from ingest.lexicon import Lexicon


def evaluate(
    folder: Path, lexicon: Lexicon, *, texts: Path | None = None, name: str = "", about: str = ""
) -> Evaluated:
    """Extract every annotated article and compare.

    Args:
        folder: gold files.
        lexicon: the compiled pack and world.
        texts: where the texts are, if not where the gold files say.
        name: what to call the folder.
        about: what it is for, in a sentence.

    Raises:
        GoldError: the folder cannot be used.
    """
    articles = read_gold(folder, texts)
    extractions = [extract(Article(article.name, article.text), lexicon) for article in articles]
    issues = Counter(issue.issue_kind for extraction in extractions for issue in extraction.issues)
    agreement = compare(
        (article, found_by_extractor(extraction))
        for article, extraction in zip(articles, extractions, strict=True)
    )
    return Evaluated(name or folder.name, agreement, len(articles), about, dict(issues))


def compare_annotators(first: Iterable[Path], second: Path, *, is_strict: bool) -> Evaluated:
    """Hold a second annotation of articles against the first, by the article's name.

    Args:
        first: folders of gold files.
        second: gold files of the same articles, or of some of them.
        is_strict: count optional rows of either as required, and no further right answers.

    Raises:
        GoldError: a folder cannot be used, or an article has no first annotation.
    """
    known = {article.name: article for folder in first for article in read_gold(folder)}
    again = read_gold(second)
    unknown = [article.name for article in again if article.name not in known]
    if unknown:
        raise GoldError(f"{', '.join(unknown)} in {second} is annotated for the first time")
    pairs = [(known[article.name], article) for article in again]
    if is_strict:
        pairs = [(insist(one), insist(other)) for one, other in pairs]
    agreement = compare((one, found_by_annotator(other)) for one, other in pairs)
    return Evaluated("strictly" if is_strict else "as scored", agreement, len(again))
