"""The machine and the versions that figures were measured with, in general terms."""

from __future__ import annotations

import platform
from importlib.metadata import version

import psutil

from ingest.engines.local import count_usable_cores

LIBRARIES = (
    "duckdb",
    "pyarrow",
    "ahocorasick-rs",
    "dagster",
    "dagster-dbt",
    "dbt-core",
    "dbt-duckdb",
    "spacy",
)


def describe_machine() -> str:
    """One paragraph."""
    memory = round(psutil.virtual_memory().total / 2**30)
    libraries = ", ".join(f"{name} {version(name)}" for name in LIBRARIES)
    return (
        f"{platform.system()} on {platform.machine()}, {count_usable_cores()} cores, {memory} GB of memory, "
        f"{platform.python_implementation()} {platform.python_version()}, {libraries}."
    )


def describe_load() -> str:
    """What else the machine has to do."""
    load = psutil.getloadavg()[0]
    return f"When the bench began, {load:.1f} processes wanted a core on average over the minute before."
