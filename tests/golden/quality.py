"""Write QUALITY.md, and its figures for programs, from the annotated articles of tests/golden: python -m tests.golden.quality, or make quality."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import yaml

from ingest.evaluation.evaluate import compare_annotators, evaluate
from ingest.evaluation.figures import FIGURES_FILE, write_figures
from ingest.evaluation.report import Evaluated, write_page
from ingest.lexicon import Lexicon, extractor_version, load_lexicon

HERE = Path(__file__).parent
PROJECT = HERE.parent.parent
SECOND = HERE / "second"
WORLD = PROJECT / "dbt_project" / "seeds"
PAGE = PROJECT / "QUALITY.md"
FROZEN: dict[str, dict[str, Any]] = yaml.safe_load((HERE / "frozen.yml").read_text(encoding="utf-8"))
NAMES: dict[str, dict[str, float]] = yaml.safe_load((HERE / "name_pairs.yml").read_text(encoding="utf-8"))
FIRST = [HERE / FROZEN[name]["folder"] for name in ("develop", "holdout")]


def evaluate_frozen(name: str, lexicon: Lexicon) -> Evaluated:
    """The agreement on one of the frozen folders."""
    folder = FROZEN[name]
    return evaluate(HERE / folder["folder"], lexicon, name=name, about=folder["about"])


def compose_names() -> str:
    """The figures of the pairs of names; a test holds that they are reached."""
    rows = [
        f"| {kind} | {one['precision']:.3f} | {one['recall']:.3f} |" for kind, one in sorted(NAMES.items())
    ]
    return "\n".join([(HERE / "quality_names.md").read_text(encoding="utf-8").strip(), *rows])


def evaluate_all(lexicon: Lexicon) -> list[Evaluated]:
    """The agreement on all frozen folders."""
    return [evaluate_frozen(name, lexicon) for name in FROZEN]


def compose_page(evaluated: list[Evaluated]) -> str:
    """QUALITY.md as the current code would write it."""
    return write_page(
        (HERE / "quality_head.md").read_text(encoding="utf-8"),
        evaluated,
        [compare_annotators(FIRST, SECOND, is_strict=is_strict) for is_strict in (False, True)],
        compose_names() + "\n\n" + (HERE / "quality_tail.md").read_text(encoding="utf-8"),
    )


def compose_figures(evaluated: list[Evaluated]) -> str:
    """The same figures as JSON, with the version of the extractor that they are of."""
    return write_figures(evaluated, extractor_version(WORLD))


def main() -> None:
    """Write both."""
    evaluated = evaluate_all(load_lexicon(WORLD))
    PAGE.write_text(compose_page(evaluated), encoding="utf-8")
    FIGURES_FILE.write_text(compose_figures(evaluated), encoding="utf-8")
    print(f"{PAGE.name} and {FIGURES_FILE.name} are written.")


if __name__ == "__main__":
    main()
