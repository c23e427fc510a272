"""What a kilobyte costs in short and in long articles."""

from __future__ import annotations

from functools import partial

from ingest.extract import extract_batch
from ingest.lexicon import Lexicon, load_lexicon
from orchestration.settings import WORLD_FOLDER
from tests.bench.figures import Figure, Measured, times
from tests.bench.rounds import time_in_turn
from tests.bench.texts import gather_texts, make_batch
from tests.bench.workshop import Workshop

KILOBYTES = (1, 4, 16, 64, 256, 1_024)
BASE = 4
VOLUME = 512  # thousand characters that each length is measured on, where one article is no longer than that
ROUNDS = 3
GOAL = 1.3


def measure(_: Workshop) -> Measured:
    """Time about the same volume in articles of each length."""
    lexicon = load_lexicon(WORLD_FOLDER)
    paragraphs = gather_prose(1_024 * max(KILOBYTES), lexicon)
    batches = {length: cut_articles(paragraphs, length) for length in KILOBYTES}
    tasks = {
        str(length): partial(extract_batch, make_batch(batch), lexicon, "bench")
        for length, batch in batches.items()
    }
    read = {length: share_read(batch, lexicon) for length, batch in batches.items()}
    seconds = time_in_turn(tasks, ROUNDS)
    each = {length: min(seconds[str(length)]) / sum(map(len, batch)) for length, batch in batches.items()}
    figures = []
    for length in KILOBYTES:
        if length != BASE:
            ratio = each[length] / each[BASE]
            goal = f"linear: at most {GOAL:g} times" if length > BASE else ""
            figures.append(
                Figure(
                    f"cost of a kB in articles of {length:,} kB against {BASE} kB",
                    times(ratio),
                    goal,
                    ratio <= GOAL if goal else None,
                )
            )
    return Measured(
        figures,
        f"Paragraphs of prose of generated articles put one after the other, and cut into articles of each length, at "
        f"least {VOLUME} kB a length; processor time of one process for a character, best of {ROUNDS} alternating "
        f"rounds. Of the characters {read[BASE]:.0%} are read as body at {BASE} kB and {read[KILOBYTES[-1]]:.0%} at "
        f"{KILOBYTES[-1]:,} kB.",
    )


def gather_prose(size: int, lexicon: Lexicon) -> list[str]:
    """Paragraphs of so many characters: what is body in its own article.

    Whole articles cannot be joined: what follows the links at the foot of the first would not be read.
    """
    texts = gather_texts(size // 2_000)
    zones = extract_batch(make_batch(texts), lexicon, "bench")["zones"].to_pylist()
    by_name = dict(zip(make_batch(texts)["article_id"].to_pylist(), texts, strict=True))
    bodies = (z for z in zones if z["zone_kind"] == "body")
    return [by_name[z["article_id"]][z["start_char"] : z["end_char"]] for z in bodies]


def share_read(articles: list[str], lexicon: Lexicon) -> float:
    """The share of the characters that is read as body."""
    zones = extract_batch(make_batch(articles), lexicon, "bench")["zones"].to_pylist()
    body: int = sum(z["end_char"] - z["start_char"] for z in zones if z["zone_kind"] == "body")
    return body / sum(map(len, articles))


def cut_articles(paragraphs: list[str], kilobytes: int) -> list[str]:
    """Articles of about so many kilobytes, about VOLUME kilobytes of them or one."""
    articles: list[str] = []
    gathered: list[str] = []
    size = 0
    for paragraph in paragraphs:
        gathered.append(paragraph)
        size += len(paragraph) + 2
        if size >= kilobytes * 1_000:
            articles.append("\n\n".join(gathered))
            gathered, size = [], 0
            if len(articles) >= VOLUME / kilobytes:
                break
    return articles
