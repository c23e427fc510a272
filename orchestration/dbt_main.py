"""dbt as a build runs it: on the project as it was parsed at set-up.

dbt parses the whole project again, which takes it longer than a small build, when the profile leads to another warehouse
than the one it was parsed for; nothing in the project depends on that. Handing over a manifest is dbt's documented way
to spare the parse.
"""

import os
import sys
from pathlib import Path

from dbt.cli.main import dbtRunner
from dbt.contracts.graph.manifest import Manifest

from orchestration.dbt_arguments import PARTIAL_PARSE

FAILED, BROKEN = 1, 2


def main() -> int:
    """Run dbt with the arguments of the process, and return the exit code that dbt's own command has."""
    kept = Path(os.environ["DBT_TARGET_PATH"]) / PARTIAL_PARSE
    parsed = Manifest.from_msgpack(kept.read_bytes()) if kept.is_file() else None
    result = dbtRunner(manifest=parsed).invoke(sys.argv[1:])
    if result.success:
        return 0
    if result.exception is None:
        return FAILED
    print(result.exception, file=sys.stderr)
    return BROKEN
