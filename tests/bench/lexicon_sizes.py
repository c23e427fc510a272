"""What a larger world costs: invented names of firms and places that stand in no text."""

from __future__ import annotations

import csv
import shutil
from functools import partial
from pathlib import Path
from random import Random

from ingest.extract import extract_batch
from ingest.lexicon import load_lexicon
from orchestration.settings import WORLD_FOLDER
from tests.bench.figures import Figure, Measured, times
from tests.bench.rounds import time_in_turn
from tests.bench.texts import gather_texts, make_batch
from tests.bench.workshop import Workshop

FACTORS = (1, 4, 16)
ALIASES = ("firm_aliases.csv", "place_aliases.csv")
SEEDS = ("firms.csv", "places.csv", *ALIASES)
ARTICLES = 200
ROUNDS = 5
GOAL = 1.3


def measure(workshop: Workshop) -> Measured:
    """Time the same articles with a world of each size."""
    texts = gather_texts(ARTICLES)
    batch = make_batch(texts)
    known = {word for text in texts for word in text.lower().split()}
    lexicons = {
        str(factor): load_lexicon(write_world(workshop.make_folder(f"world-{factor}"), factor, known))
        for factor in FACTORS
    }
    tasks = {name: partial(extract_batch, batch, lexicon, "bench") for name, lexicon in lexicons.items()}
    for task in tasks.values():
        task()
    seconds = time_in_turn(tasks, ROUNDS)
    figures = []
    for factor in FACTORS[1:]:
        ratio = min(seconds[str(factor)]) / min(seconds["1"])
        is_last = factor == FACTORS[-1]
        goal = f"at most {GOAL:g} times" if is_last else ""
        figures.append(
            Figure(
                f"cost of extraction with {factor} times the world's names",
                times(ratio),
                goal,
                ratio <= GOAL if is_last else None,
            )
        )
    sizes = ", ".join(f"{len(lexicon.entries):,}" for lexicon in lexicons.values())
    return Measured(
        figures,
        f"{ARTICLES} generated articles of about 4 kB with lexicons of {sizes} literals: names of firms and places "
        f"whose first word is invented and stands in no text are added to the seeds; processor time of one process "
        f"without the loading, best of {ROUNDS} alternating rounds.",
    )


def write_world(folder: Path, factor: int, known: set[str]) -> Path:
    """Copy the seeds and give each alias, and each name of a place, so many invented ones beside it."""
    for name in SEEDS:
        shutil.copyfile(WORLD_FOLDER / name, folder / name)
    rng = Random(factor)
    for name in ALIASES:
        with (WORLD_FOLDER / name).open(encoding="utf-8", newline="") as lines:
            reader = csv.DictReader(lines)
            rows, columns = list(reader), reader.fieldnames or []
        if name == "place_aliases.csv":
            rows += _name_places()
        with (folder / name).open("a", encoding="utf-8", newline="") as file:
            writer = csv.DictWriter(file, columns, lineterminator="\n")
            for _ in range(factor - 1):
                for row in rows:
                    writer.writerow({**row, "alias": _invent(row["alias"], rng, known)})
    return folder


def _name_places() -> list[dict[str, str]]:
    """The places by the names that `places.csv` gives them, as rows of the aliases."""
    with (WORLD_FOLDER / "places.csv").open(encoding="utf-8", newline="") as lines:
        return [
            {"place_code": place["place_code"], "alias": place["name"], "language": "en"}
            for place in csv.DictReader(lines)
        ]


def _invent(alias: str, rng: Random, known: set[str]) -> str:
    """The alias with an invented first word, so that the automaton shares the rest with what it knows."""
    while True:
        word = "".join(rng.choice("bdghjlmnpqxyz") + rng.choice("aeiou") for _ in range(3)) + rng.choice(
            "ngz"
        )
        if word not in known:
            return " ".join([word.title(), *alias.split()[1:]])
