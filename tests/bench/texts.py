"""Generated articles to extract, without files."""

from __future__ import annotations

from itertools import islice

import pyarrow as pa

from tests.corpus.generate import generate

SEED = 5
SHORTEST, LONGEST = 3_500, 4_500


def gather_texts(count: int) -> list[str]:
    """So many articles of about 4,000 characters. Of those that are generated, a third is."""
    texts = (article.text for article in generate(count * 4, SEED))
    return list(islice((text for text in texts if SHORTEST <= len(text) <= LONGEST), count))


def make_batch(texts: list[str]) -> pa.Table:
    """The texts as the extractor takes them."""
    return pa.table(
        {
            "article_id": [f"{number:016x}" for number in range(len(texts))],
            "text": texts,
            "published_on": pa.nulls(len(texts), pa.date32()),
        }
    )
