"""Full extraction against spaCy's blank English tokenizer, on the same articles and one core."""

from __future__ import annotations

import spacy

from ingest.extract import extract_batch
from ingest.lexicon import load_lexicon
from orchestration.settings import WORLD_FOLDER
from tests.bench.figures import Figure, Measured, times
from tests.bench.rounds import time_in_turn
from tests.bench.texts import gather_texts, make_batch
from tests.bench.workshop import Workshop

ARTICLES = 200
ROUNDS = 7
GOAL = 2.0


def measure(_: Workshop) -> Measured:
    """Time both in turn."""
    texts = gather_texts(ARTICLES)
    batch, lexicon, tokenizer = make_batch(texts), load_lexicon(WORLD_FOLDER), spacy.blank("en")

    def extract() -> None:
        extract_batch(batch, lexicon, "bench")

    def tokenize() -> None:
        for text in texts:
            tokenizer(text)

    # Both once before: spaCy remembers the words that it has seen.
    extract()
    tokenize()
    seconds = time_in_turn({"extract": extract, "tokenize": tokenize}, ROUNDS)
    speed = min(seconds["tokenize"]) / min(seconds["extract"])
    figure = Figure(
        "speed of full extraction against spaCy's blank English tokenizer",
        times(speed),
        f"at least {GOAL:g} times as fast",
        speed >= GOAL,
    )
    return Measured(
        [figure],
        f"{ARTICLES} generated articles of {sum(map(len, texts)) // ARTICLES:,} characters each, from text to Arrow "
        f'tables against `spacy.blank("en")(text)`; processor time of one process, both loaded and run once before; '
        f"the best of {ROUNDS} alternating rounds of each.",
    )
