"""The short form of the measurement: every class of input, small, read and extracted without dbt."""

import os
from pathlib import Path

import pytest

from orchestration.settings import Settings
from tests.torture.inputs import count_inputs, make_landing, read_classes


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="the system has no pipes")
def test_every_class_of_input_ends_as_loaded_or_rejected(tmp_path: Path) -> None:
    classes = make_landing(tmp_path / "landing", 0.0001)
    assert len(classes) >= 30
    settings = Settings(data=tmp_path / "data", landing=tmp_path / "landing")
    outcomes = read_classes(settings, classes)
    assert [(outcome.tried.name, dict(outcome.counts)) for outcome in outcomes if not outcome.is_held] == []
    seen, accounted = count_inputs(settings)
    assert seen == accounted > len(classes)
