"""`quality.json`: the figures of `QUALITY.md` for programs, with the version of the extractor that they are of."""

from __future__ import annotations

import json
from collections.abc import Sequence
from pathlib import Path

from ingest.evaluation.report import Evaluated, list_metrics

FIGURES_FILE = Path(__file__).with_name("quality.json")


def write_figures(evaluated: Sequence[Evaluated], extractor_version: str) -> str:
    """The figures as JSON: `extractor_version`, and `folders` in the order of the page.

    A folder has `name`, `about`, `articles`, and `metrics` by label: `value`, `rows` that it rests on, and `precision`
    and `recall` where the figure is made of them.
    """
    folders = [
        {
            "name": one.name,
            "about": one.about,
            "articles": one.article_count,
            "metrics": {
                label: {"value": float(value), "rows": rows}
                | ({"precision": float(precision), "recall": float(recall)} if precision else {})
                for label, precision, recall, value, rows in list_metrics(one.agreement)
            },
        }
        for one in evaluated
    ]
    return json.dumps({"extractor_version": extractor_version, "folders": folders}, indent=1) + "\n"
