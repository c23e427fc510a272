"""dbt as a build runs it: on the project as it was parsed at set-up.

dbt parses the whole project again, which takes it longer than a small build, when the profile leads to another warehouse
than the one it was parsed for; nothing in the project depends on that. Handing over a manifest is dbt's documented way
to spare the parse.
"""

import os
import sys
import threading
import time
from pathlib import Path

from dbt.cli.main import dbtRunner
from dbt.contracts.graph.manifest import Manifest

from orchestration.dbt_arguments import BUILD_VARIABLE, PARTIAL_PARSE

SECONDS_BETWEEN_LOOKS = 0.2
FAILED, BROKEN = 1, 2


def main() -> int:
    """Run dbt with the arguments of the process, and return the exit code that dbt's own command has."""
    if build := os.environ.get(BUILD_VARIABLE):
        threading.Thread(target=_end_with, args=(int(build),), daemon=True).start()
    kept = Path(os.environ["DBT_TARGET_PATH"]) / PARTIAL_PARSE
    parsed = Manifest.from_msgpack(kept.read_bytes()) if kept.is_file() else None
    result = dbtRunner(manifest=parsed).invoke(sys.argv[1:])
    if result.success:
        return 0
    if result.exception is None:
        return FAILED
    print(result.exception, file=sys.stderr)
    return BROKEN


def _end_with(build: int) -> None:
    """End when the build that started this process has gone.

    A build that is killed tells nobody: the next one would find dbt at work in the warehouse.
    """
    while os.getppid() == build:
        time.sleep(SECONDS_BETWEEN_LOOKS)
    os._exit(BROKEN)
