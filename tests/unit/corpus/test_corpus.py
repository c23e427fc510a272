"""The generator of corpora: the same bytes for the same seed, a truth that agrees with what is written, the stated shares."""

from __future__ import annotations

import datetime
import hashlib
import itertools
import json
import os
import subprocess
import sys
from collections import Counter
from pathlib import Path

import pyarrow.parquet as pq
import pytest

from ingest.extract import extract
from ingest.extraction import Article as Text
from ingest.lexicon import Lexicon, load_lexicon
from orchestration.settings import WORLD_FOLDER
from tests.corpus.article import Article
from tests.corpus.generate import (
    OTHER_SHARE,
    REPRINT_SHARE,
    SECOND_OUTLET_SHARE,
    generate,
)
from tests.corpus.write import write_corpus

ROOT = Path(__file__).parents[3]
ARTICLES = 3000
SAMPLE = 12  # every twelfth is read by the extractor
AGREEMENT = 0.995


@pytest.fixture(scope="module")
def articles() -> list[Article]:
    return list(generate(ARTICLES, seed=7))


@pytest.fixture(scope="module")
def lexicon() -> Lexicon:
    return load_lexicon(WORLD_FOLDER)


def digest(count: int, seed: int) -> str:
    texts = "".join(article.text + article.url for article in generate(count, seed))
    return hashlib.sha256(texts.encode()).hexdigest()


def test_same_seed_same_bytes() -> None:
    assert digest(300, 1) == digest(300, 1)


def test_bytes_do_not_depend_on_hashes() -> None:
    code = "from tests.unit.corpus.test_corpus import digest; print(digest(100, 1))"
    environment = os.environ | {"PYTHONHASHSEED": "1"}
    printed = subprocess.run(
        [sys.executable, "-c", code], cwd=ROOT, env=environment, capture_output=True, check=True, text=True
    )
    assert printed.stdout.strip() == digest(100, 1)


def test_another_seed_differs() -> None:
    assert digest(300, 1) != digest(300, 2)


def test_articles_come_in_order(articles: list[Article]) -> None:
    days = [article.published_on for article in articles]
    assert len(articles) == ARTICLES
    assert days == sorted(days)
    assert len({article.text for article in articles}) == ARTICLES


def test_shares(articles: list[Article]) -> None:
    kinds = Counter(article.kind for article in articles)
    meetings = {a.meeting.meeting_id for a in articles if a.meeting}
    assert sum(a.meeting is None for a in articles) / ARTICLES == pytest.approx(OTHER_SHARE, abs=0.02)
    assert kinds["reprint"] / ARTICLES == pytest.approx(REPRINT_SHARE, abs=0.015)
    assert kinds["second_outlet"] / len(meetings) == pytest.approx(SECOND_OUTLET_SHARE, abs=0.025)


def test_lengths(articles: list[Article]) -> None:
    lengths = [len(article.text) for article in articles]
    assert 3500 < sum(lengths) / len(lengths) < 4500
    assert max(lengths) < 10_000


def test_a_name_is_at_one_meeting_a_day(articles: list[Article]) -> None:
    meetings = {a.meeting.meeting_id: a.meeting for a in articles if a.meeting}.values()
    seen = Counter((m.held_on, member.person.name) for m in meetings for member in m.x + m.y)
    assert max(seen.values()) == 1


def test_posts_follow_one_another(articles: list[Article]) -> None:
    """A person leaves one house before coming to the next; two posts at a time are of one house."""
    people = {m.person.person_id: m.person for a in articles for m in a.members}.values()
    assert sum(len(p.tenures) > 1 for p in people) / len(people) == pytest.approx(0.3, abs=0.07)
    for person in people:
        terms = sorted(person.tenures, key=lambda t: t.first)
        for one, other in itertools.pairwise(terms):
            assert one.last < other.first or one.position.unit.group == other.position.unit.group


def test_namesakes_are_made_on_purpose(articles: list[Article]) -> None:
    people = {m.person.person_id: m.person for a in articles for m in a.members}.values()
    names = Counter(person.name for person in people)
    shared = sum(count for count in names.values() if count > 1)
    assert 0 < shared / len(people) < 0.06
    assert all(p.is_settled for p in people if names[p.name] > 1)


def test_extractor_reads_the_articles(articles: list[Article], lexicon: Lexicon) -> None:
    sample = articles[::SAMPLE]
    wrong = [article for article in sample if not _reads_right(article, lexicon)]
    assert len(wrong) <= (1 - AGREEMENT) * len(sample), [article.text[:600] for article in wrong]


def _reads_right(article: Article, lexicon: Lexicon) -> bool:
    facts = extract(Text("a", article.text), lexicon)
    named = {p.person_name for p in facts.participations if p.person_name}
    if article.meeting is None:
        return not facts.meetings and not named
    held_on = datetime.date.fromordinal(article.meeting.held_on)
    days = [m.held_on for m in facts.meetings]
    is_vague = article.kind == "second_outlet" and days == [None]
    is_dated = facts.header.published_on == article.published_on
    return is_dated and (days == [held_on] or is_vague) and named == {m.person.name for m in article.members}


@pytest.mark.parametrize("form", ["files", "jsonl", "parquet"])
def test_truth_agrees_with_what_is_written(tmp_path: Path, form: str) -> None:
    out = tmp_path / "landing"
    counts = write_corpus(out, 600, seed=3, form=form)
    truth = tmp_path / "truth"
    assert json.loads((truth / "truth.json").read_text()) == counts
    people = pq.read_table(truth / "people.parquet").to_pylist()
    meetings = pq.read_table(truth / "meetings.parquet").to_pylist()
    rows = pq.read_table(truth / "articles.parquet").to_pylist()
    assert (counts["people"], counts["meetings"], counts["articles"]) == (
        len(people),
        len(meetings),
        len(rows),
    )
    assert {key for m in meetings for key in m["people"]} == {p["person_id"] for p in people}
    assert {r["meeting_id"] for r in rows if r["meeting_id"]} == {m["meeting_id"] for m in meetings}
    assert {r["path"] for r in rows} == {p.relative_to(out).as_posix() for p in out.rglob("*.*")}
    names = {p["person_id"]: p["name"] for p in people}
    texts = _read_texts(out, form)
    for row in rows:
        assert all(names[key] in texts[row["path"], row["row"]] for key in row["people"])


def _read_texts(out: Path, form: str) -> dict[tuple[str, int], str]:
    texts: dict[tuple[str, int], str] = {}
    for path in sorted(p for p in out.rglob("*.*") if p.is_file()):
        name = path.relative_to(out).as_posix()
        if form == "files":
            texts[name, 0] = path.read_text(encoding="utf-8")
            continue
        if form == "jsonl":
            rows = [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines()]
        else:
            rows = pq.read_table(path).to_pylist()
        texts |= {(name, index): row["text"] for index, row in enumerate(rows)}
    return texts


def test_truth_stays_out_of_the_landing_folder(tmp_path: Path) -> None:
    with pytest.raises(ValueError, match="landing"):
        write_corpus(tmp_path, 10, truth=tmp_path / "truth")
