"""An extractor that some texts bring down: what stands in the first line of a text is done to whoever reads it."""

import os
import signal
from pathlib import Path

from ingest.extract import extract
from ingest.extraction import Article, Extraction, Issue
from ingest.lexicon import Lexicon

RAISE, KILL, KILL_ONCE, LEAVE, SPIN, OVERFLOW, REPEAT = (
    "raise",
    "kill",
    "kill once",
    "leave",
    "spin",
    "overflow",
    "repeat",
)


def read_hostile(article: Article, lexicon: Lexicon) -> Extraction:
    """Read an article as `extract` does, after its text has had its way."""
    deed, _, argument = article.text.partition("\n")[0].partition(": ")
    match deed:
        case "raise":
            raise KeyError("\x1b[31mred\ud800")
        case "kill":
            os.kill(os.getpid(), signal.SIGKILL)
        case "kill once":
            marker = Path(argument)
            if not marker.exists():
                marker.touch()
                os.kill(os.getpid(), signal.SIGKILL)
        case "leave":
            os._exit(3)
        case "spin":
            while True:
                pass
    extraction = extract(article, lexicon)
    match deed:
        case "overflow":  # a number that no column takes
            extraction.issues.append(Issue("kind", "cue", "detail", 0, 2**40, "rule"))
        case "repeat":  # rows that are against the rules of the warehouse
            extraction.issues.append(Issue("kind", "cue", "detail", 5, 5, "rule"))
    return extraction
