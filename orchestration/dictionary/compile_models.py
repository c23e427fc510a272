"""Compiles the models in a process of its own, in the folders that the environment gives to dbt.

dbt is handed the project as it parsed it at set-up: for another warehouse than that one it would parse all of it again,
which takes several times as long as compiling.
"""

import sys

from dbt.cli.main import dbtRunner
from dbt.contracts.graph.manifest import Manifest

from orchestration.dbt_arguments import PARTIAL_PARSE
from orchestration.settings import MANIFEST_PATH

ARGUMENTS = [
    *("--quiet", "--log-level-file", "none", "compile"),
    *("--select", "path:models", "--indirect-selection", "empty", "--no-populate-cache"),
]


def main() -> int:
    """Compile; return the exit code."""
    kept = MANIFEST_PATH.with_name(PARTIAL_PARSE)
    parsed = Manifest.from_msgpack(kept.read_bytes()) if kept.exists() else None
    result = dbtRunner(manifest=parsed).invoke(ARGUMENTS)
    if result.exception is not None:
        print(result.exception, file=sys.stderr)
    return 0 if result.success else 1


if __name__ == "__main__":
    sys.exit(main())
