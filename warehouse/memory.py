"""How much memory DuckDB may take in each process that opens a file; what needs more goes to the disk for a while."""

import os
import re
from collections.abc import Mapping
from pathlib import Path
from typing import Any

MEMORY_VARIABLE = "POTLINE_MEMORY"
# Of a build of 100,000 articles all processes together then stay under 3 GB.
MEMORY_LIMIT = "1.5GB"

_SIZE = re.compile(r"(\d+(?:\.\d+)?) ?(MB|GB|MiB|GiB)", re.IGNORECASE)


def read_memory_limit(environment: Mapping[str, str] | None = None) -> str:
    """Return the limit that the environment gives, such as 1.5GB.

    Raises:
        ValueError: it is no size.
    """
    variables = os.environ if environment is None else environment
    limit = variables.get(MEMORY_VARIABLE) or MEMORY_LIMIT
    match = _SIZE.fullmatch(limit)
    if match is None or float(match[1]) == 0:
        raise ValueError(f"{MEMORY_VARIABLE} must be a size such as 1.5GB or 800MB, not {limit!r}.")
    return limit


def memory_config(*, spill: Path | None = None) -> dict[str, Any]:
    """Return what a connection is opened with: the limit, and where on the disk the rest goes.

    Without a word DuckDB takes four fifths of the machine's memory, also for keeping what it has read of a file.

    Args:
        spill: the folder, which DuckDB makes and removes; None for the one beside the file that is opened.

    Raises:
        ValueError: the environment's limit is no size.
    """
    config: dict[str, Any] = {"memory_limit": read_memory_limit()}
    if spill is not None:
        config["temp_directory"] = str(spill)
    return config
