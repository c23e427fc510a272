"""Fuzzing that follows the branches of the code: python -m tests.torture.guided RUNS CORPUS, with the group `torture`.

atheris instruments the extractor and keeps the texts that reach a branch that none before has reached. It ends its process
when it is done, so that it has one of its own.
"""

import importlib.util
import subprocess
import sys
from pathlib import Path

from tests.conftest import PROJECT

LONGEST = 1_500
SECONDS_AN_INPUT = 20


def has_atheris() -> bool:
    """Whether atheris is installed."""
    return importlib.util.find_spec("atheris") is not None


def fuzz_guided(runs: int, corpus: Path) -> str:
    """Have atheris try so many inputs, and return the fault it found; nothing if it found none."""
    corpus.mkdir(parents=True, exist_ok=True)
    finished = subprocess.run(
        [sys.executable, "-m", "tests.torture.guided", str(runs), str(corpus)],
        cwd=PROJECT,
        capture_output=True,
        text=True,
        errors="replace",
        check=False,
    )
    if finished.returncode == 0:
        return ""
    faults = [line for line in finished.stderr.splitlines() if "FaultError" in line or "ERROR" in line]
    return (faults or finished.stderr.splitlines() or ["it ended without a word"])[-1]


class FaultError(Exception):
    """A text on which the extraction is wrong."""


def main() -> None:
    """Run until so many inputs were tried or one was at fault."""
    import atheris

    runs, corpus = int(sys.argv[1]), Path(sys.argv[2])
    with atheris.instrument_imports(include=["ingest"]):
        from ingest.lexicon import load_lexicon
        from tests.torture.fuzz import find_fault
    from tests.torture.mutations import make_text

    lexicon = load_lexicon(PROJECT / "dbt_project" / "seeds")
    for number in range(200):
        (corpus / f"{number}.txt").write_bytes(make_text(number).encode("utf-8", "replace")[:LONGEST])

    def try_input(content: bytes) -> None:
        text = content.decode("utf-8", "replace")
        if fault := find_fault(text, lexicon):
            raise FaultError(f"{fault} in {text!r}")

    options = [
        f"-atheris_runs={runs}",
        f"-max_len={LONGEST}",
        f"-timeout={SECONDS_AN_INPUT}",
        f"-artifact_prefix={corpus}/",
    ]
    atheris.Setup([sys.argv[0], *options, str(corpus)], try_input)
    atheris.Fuzz()


if __name__ == "__main__":
    main()
