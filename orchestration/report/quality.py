"""The measured quality of the extractor: what `make quality` has left beside the evaluation."""

import json
from typing import Any

from ingest.evaluation.figures import FIGURES_FILE


def read_quality() -> dict[str, Any]:
    """Return the figures: the extractor's version, the folders of articles, and a row a metric.

    A row has `label` and, in the order of the folders, `cells`: the figure and the rows it rests on, or None.
    """
    quality: dict[str, Any] = json.loads(FIGURES_FILE.read_text(encoding="utf-8"))
    folders = quality["folders"]
    labels = list(dict.fromkeys(label for folder in folders for label in folder["metrics"]))
    rows = [
        {"label": label, "cells": [folder["metrics"].get(label) for folder in folders]} for label in labels
    ]
    return {"extractor_version": quality["extractor_version"], "folders": folders, "rows": rows}
