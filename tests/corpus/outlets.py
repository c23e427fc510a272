"""The page around an article: headline, day, source, dateline, and what stands below; and how one outlet reprints another."""

from __future__ import annotations

import re
from random import Random
from typing import NamedTuple

from tests.corpus.article import Draft
from tests.corpus.days import write_day
from tests.corpus.units import DAY
from tests.corpus.words import pick, read_words

_SYNONYMS = (
    ("stressed that", "emphasized that"),
    ("pointed out that", "noted that"),
    ("at present", "currently"),
    ("many", "a great many"),
    ("speed up", "accelerate"),
    ("enterprise", "company"),
)
_SENTENCE_END = re.compile(r"(?<=[a-z]{4}\.) (?=[A-Z])")


class Page(NamedTuple):
    """An article with its page."""

    text: str
    url: str


class Outlets:
    """Puts drafts on pages."""

    def __init__(self, rng: Random) -> None:
        self._rng = rng
        words = read_words("outlets")
        self._sources = list(zip(words["sources"], words["domains"], strict=True))
        self._heads: list[str] = words["heads"]
        self._feet: list[str] = words["feet"]
        self._related: list[str] = words["related"]
        self._datelines: list[str] = words["datelines"]

    def publish(self, draft: Draft, published_on: DAY, city: str | None, number: int) -> Page:
        """Put a draft on a page of some outlet; one about a meeting may get a dateline."""
        rng = self._rng
        source, domain = pick(rng, self._sources)
        day = write_day(published_on)
        clock = f"{7 + int(rng.random() * 14):02d}:{int(rng.random() * 60):02d}"
        head = pick(rng, self._heads).format(
            title=draft.title, source=source, clock=clock, views=int(100 + rng.random() * 900), **day
        )
        paragraphs = draft.paragraphs
        if city and draft.takes_dateline and rng.random() < 0.3:
            dateline = pick(rng, self._datelines).format(CITY=city.upper(), source=source, **day)
            paragraphs = [f"{dateline} {paragraphs[0]}", *paragraphs[1:]]
        feet = []
        for _ in range(int(rng.random() * 4)):
            foot = pick(rng, self._feet)
            related = {"related1": pick(rng, self._related), "related2": pick(rng, self._related)}
            feet.append(foot.format(source=source, domain=domain, **related))
        text = "\n\n".join([head, *paragraphs, *dict.fromkeys(feet)]) + "\n"
        return Page(text, f"https://{domain}/{day['iso'][:4]}/{day['iso'][5:7]}/{number:07d}.html")

    def alter(self, draft: Draft) -> Draft:
        """The same article as another outlet sets it: other quotes or blanks, a word or a sentence changed."""
        rng = self._rng
        paragraphs = list(draft.paragraphs)
        if len(paragraphs) > draft.fixed and rng.random() < 0.5:
            index = draft.fixed + int(rng.random() * (len(paragraphs) - draft.fixed))
            sentences = _SENTENCE_END.split(paragraphs[index])
            if len(sentences) > 2:
                del sentences[1 + int(rng.random() * (len(sentences) - 2))]
                paragraphs[index] = " ".join(sentences)
        old, new = pick(rng, _SYNONYMS)
        for index in range(draft.fixed, len(paragraphs)):
            if old in paragraphs[index]:
                paragraphs[index] = paragraphs[index].replace(old, new, 1)
                break
        draw = rng.random()
        if draw < 0.3:
            paragraphs = [p.replace("'", "’") for p in paragraphs]
        elif draw < 0.5:
            paragraphs = [p.replace(". ", ".  ") for p in paragraphs]
        title = draft.title if rng.random() < 0.7 else draft.title.replace(" and ", " & ")
        return draft._replace(title=title, paragraphs=paragraphs)
