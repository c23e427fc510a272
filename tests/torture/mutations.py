"""Texts that nobody has written: samples and generated articles cut, spliced, shuffled and damaged.

The text of a number is the same each time, so that whatever goes wrong can be looked at again.
"""

from collections.abc import Callable, Sequence
from functools import cache
from random import Random

from tests.conftest import PROJECT
from tests.corpus.generate import generate
from tests.torture.units import SENTENCES, SIGNS, WORDS

SHORTEST, LONGEST = 60, 1_500
GENERATED = 200
MOST_MUTATIONS = 6

_Mutation = Callable[[Random, str, Sequence[str]], str]


@cache
def gather_sources() -> tuple[str, ...]:
    """The texts that are mutated: the samples and some generated articles."""
    samples = sorted((PROJECT / "ingest" / "samples").glob("*.txt"))
    return (
        *(path.read_text(encoding="utf-8") for path in samples),
        *(article.text for article in generate(GENERATED, seed=11)),
    )


def make_text(number: int, seed: int = 0) -> str:
    """The mutated text of a number, of 60 to 1,500 characters more or less, most of them short."""
    rng = Random(f"{seed} {number}")
    sources = gather_sources()
    text = _cut(rng, rng.choice(sources))
    for _ in range(rng.randint(1, MOST_MUTATIONS)):
        text = rng.choice(_MUTATIONS)(rng, text, sources) or "."
    return text[: 2 * LONGEST]


def _cut(rng: Random, text: str) -> str:
    # Most are short: two sentences go wrong as easily as twenty, and are read in a tenth of the time.
    size = round(SHORTEST * (LONGEST / SHORTEST) ** rng.random())
    first = rng.randrange(max(1, len(text) - size))
    # Half of them begin where a title, a dateline and a lead are.
    return text[:size] if rng.random() < 0.5 else text[first : first + size]


def _place(rng: Random, text: str) -> int:
    return rng.randrange(len(text) + 1)


def _span(rng: Random, text: str, most: int = 60) -> tuple[int, int]:
    first = _place(rng, text)
    return first, min(len(text), first + rng.randint(1, most))


def _change_bytes(rng: Random, text: str, sources: Sequence[str]) -> str:
    content = bytearray(text.encode("utf-8", "replace"))
    for _ in range(rng.randint(1, 8)):
        at = rng.randrange(len(content) + 1)
        match rng.randrange(3):
            case 0:
                content[at : at + 1] = bytes([rng.randrange(256)])
            case 1:
                del content[at : at + rng.randint(1, 4)]
            case _:
                content[at:at] = bytes(rng.randrange(256) for _ in range(rng.randint(1, 4)))
    return content.decode(rng.choice(("utf-8", "cp1252", "gb18030")), "replace")


def _insert(rng: Random, text: str, sources: Sequence[str]) -> str:
    at = _place(rng, text)
    piece = rng.choice((*SIGNS, *WORDS, *SENTENCES)) * rng.choice((1, 1, 1, 2, 5, 20))
    return text[:at] + piece + text[at:]


def _delete(rng: Random, text: str, sources: Sequence[str]) -> str:
    first, last = _span(rng, text)
    return text[:first] + text[last:]


def _repeat(rng: Random, text: str, sources: Sequence[str]) -> str:
    first, last = _span(rng, text)
    return text[:last] + text[first:last] * rng.randint(1, 4) + text[last:]


def _splice(rng: Random, text: str, sources: Sequence[str]) -> str:
    at = _place(rng, text)
    other = rng.choice(sources)
    first, last = _span(rng, other, 300)
    return text[:at] + other[first:last] + text[at:]


def _recase(rng: Random, text: str, sources: Sequence[str]) -> str:
    first, last = _span(rng, text)
    change = rng.choice((str.upper, str.lower, str.title, str.swapcase))
    return text[:first] + change(text[first:last]) + text[last:]


def _swap_words(rng: Random, text: str, sources: Sequence[str]) -> str:
    words = text.split(" ")
    for _ in range(rng.randint(1, 5)):
        one, other = rng.randrange(len(words)), rng.randrange(len(words))
        words[one], words[other] = words[other], words[one]
    return " ".join(words)


def _shuffle_sentences(rng: Random, text: str, sources: Sequence[str]) -> str:
    sentences = text.split(". ")
    rng.shuffle(sentences)
    return ". ".join(sentences)


def _change_layout(rng: Random, text: str, sources: Sequence[str]) -> str:
    one, other = rng.sample(("\n", " ", "\r\n", "\n\n", "  ", "\t", "", "\u3000", ". ", ", "), 2)
    return text.replace(one or "e", other, rng.randint(1, 10))


def _sprinkle(rng: Random, text: str, sources: Sequence[str]) -> str:
    sign = rng.choice(
        (*SIGNS, "\u200b", "\u200d", "\u00ad", "\u202e", "\u2066", "\x1b[31m", "\x07", "\u0301")
    )
    for _ in range(rng.randint(1, 10)):
        at = _place(rng, text)
        text = text[:at] + sign + text[at:]
    return text


_MUTATIONS: tuple[_Mutation, ...] = (
    _change_bytes,
    _change_layout,
    _delete,
    _insert,
    _recase,
    _repeat,
    _shuffle_sentences,
    _splice,
    _sprinkle,
    _swap_words,
)
