"""Whether dbt takes two names for one firm, person or body, on the pairs of `name_pairs.csv`.

Every name is an article of its own, so that nothing but the name speaks for it. The pairs go through the models
themselves, in a warehouse of their own; `python -m tests.golden.name_pairs` prints the figures and every wrong pair.
"""

from __future__ import annotations

import csv
import os
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any, NamedTuple

import duckdb

from ingest.extract import extract
from ingest.extraction import Article, Mention, Organisation
from ingest.lexicon import Lexicon, load_lexicon
from orchestration.settings import DBT_EXECUTABLE, DBT_PROJECT_FOLDER
from warehouse.store import open_store

PAIRS = Path(__file__).with_name("name_pairs.csv")
DATE = "2024-05-08"
SELECTED = ("--select", "+int_article_people", "--exclude-resource-type", "test", "unit_test")
HEAD = "Qin Shu"  # of the body whose name is read; made up
SENTENCE = (
    HEAD + ", director of the {name}, met with Gao Lin, chairman of Norvik International, on May 8, 2024.\n"
)
WANTED = """
    select headers.title as name, firms.firm_id, firms.government_body_id, people.person_id
    from extracted.article_headers as headers
    left join intermediate.int_organisations as firms using (article_id)
    left join intermediate.int_article_people as people using (article_id)
"""


class Pair(NamedTuple):
    """Two names, of what kind they are, and whether they are one's: same, different or unsure."""

    left: str
    right: str
    kind: str
    label: str


@dataclass(frozen=True)
class Score:
    """How often pairs taken for one are one (precision), and pairs that are one are taken for one (recall)."""

    precision: float
    recall: float
    wrong: list[Pair]


def read_pairs() -> list[Pair]:
    """Read the labelled pairs."""
    with PAIRS.open(encoding="utf-8", newline="") as file:
        return [Pair(**row) for row in csv.DictReader(file)]


def read_body(name: str, article_id: str, lexicon: Lexicon) -> tuple[Organisation, list[Mention]]:
    """Read a body's name as the extractor does, in a sentence, and the places that it names.

    The pairs test what a name means and not whether it is seen: one that is not is taken for a national body.
    """
    found = extract(Article(article_id, SENTENCE.format(name=name), None), lexicon)
    by_name = {organisation.organisation_name: organisation for organisation in found.organisations}
    names = [p.organisation_name for p in found.participations if p.person_name == HEAD]
    if names and names[0] in by_name:
        return by_name[names[0]], [m for m in found.mentions if m.mention_kind == "place"]
    return Organisation(name, "government", "government", None, "national", 0, 1, "bench"), []


def fill(con: duckdb.DuckDBPyConnection, pairs: list[Pair], lexicon: Lexicon) -> None:
    """Write an article for every name into the tables that dbt reads."""
    names = sorted({(name, pair.kind) for pair in pairs for name in (pair.left, pair.right)})
    rows: dict[str, list[tuple[Any, ...]]] = {
        table: [] for table in ("article_sources", "headers", "organisations", "mentions", "people")
    }
    for number, (name, kind) in enumerate(names):
        article_id = f"{number:032d}"
        person, _, affiliation = name.partition(", ") if kind == "person" else (None, "", name)
        organisation, places = read_body(affiliation, article_id, lexicon)
        if kind == "firm":
            organisation, places = Organisation(name, "firm", None, None, None, 0, 1, "bench"), []
        rows["article_sources"].append(("bench", article_id, article_id))
        rows["headers"].append((article_id, f"{kind}|{name}"))
        rows["organisations"].append((article_id, *organisation[0:5]))
        rows["mentions"].extend((article_id, number, *mention[0:5]) for number, mention in enumerate(places))
        if person:
            rows["people"].append((article_id, person, organisation.organisation_name))
    statements = {
        "article_sources": "insert into raw.article_sources by name select ? as input_folder, ? as source_path,"
        f" ? as article_id, 1 as byte_count, date '{DATE}' as first_seen_at",
        "headers": "insert into extracted.article_headers by name select ? as article_id, ? as title,"
        f" '{DATE}' as published_on, 'en' as language, 'bench' as extractor_version",
        "organisations": "insert into extracted.organisations select ?, ?, ?, ?, ?, ?, 0, 1, 'bench'",
        "mentions": "insert into extracted.mentions select ?, ?, ?, ?, ?, ?, ?, 'bench'",
        "people": "insert into extracted.participations"
        " select ?, 0, 0, ?, null, null, ?, null, 'attending', 0, 1, 'bench'",
    }
    for table, statement in statements.items():
        con.executemany(statement, rows[table])


def resolve(pairs: list[Pair], lexicon: Lexicon, data: Path) -> dict[tuple[str, str], str]:
    """Let dbt decide who every name is: the key of its firm, person or body by kind and name."""
    warehouse = data / "warehouse" / "potline.duckdb"
    with open_store(warehouse) as con:
        fill(con, pairs, lexicon)
    target = str(data / "target")
    subprocess.run(
        [str(DBT_EXECUTABLE), "--quiet", "build", *SELECTED],
        cwd=DBT_PROJECT_FOLDER,
        env={**os.environ, "POTLINE_DATA": str(data), "DBT_TARGET_PATH": target, "DBT_LOG_PATH": target},
        check=True,
    )
    with duckdb.connect(str(warehouse), read_only=True) as con:
        found = con.execute(WANTED).fetchall()
    keys: dict[tuple[str, str], str] = {}
    for title, firm_id, government_body_id, person_id in found:
        kind, _, name = title.partition("|")
        keys[kind, name] = {"firm": firm_id, "body": government_body_id or firm_id, "person": person_id}[kind]
    return keys


def score(pairs: list[Pair], keys: dict[tuple[str, str], str]) -> Iterator[tuple[str, Score]]:
    """Compare with the labels by kind of name; pairs marked unsure count neither way."""
    for kind in sorted({pair.kind for pair in pairs}):
        sure = [pair for pair in pairs if pair.kind == kind and pair.label != "unsure"]
        merged = {pair for pair in sure if keys[kind, pair.left] == keys[kind, pair.right]}
        same = {pair for pair in sure if pair.label == "same"}
        both = len(merged & same)
        yield kind, Score(both / len(merged), both / len(same), sorted(merged ^ same))


if __name__ == "__main__":
    with tempfile.TemporaryDirectory() as folder:
        everything = read_pairs()
        lexicon = load_lexicon(DBT_PROJECT_FOLDER / "seeds")
        for kind, result in score(everything, resolve(everything, lexicon, Path(folder))):
            sys.stdout.write(f"{kind}: precision {result.precision:.4f}, recall {result.recall:.4f}\n")
            for pair in result.wrong:
                sys.stdout.write(f"  {pair.label}: {pair.left} | {pair.right}\n")
