"""Do to potline what must not harm it, and write RELIABILITY.md: python -m tests.torture, or make torture."""

from __future__ import annotations

import argparse
import sys
import tempfile
from collections.abc import Callable, Iterable
from importlib import import_module
from pathlib import Path

from rich.console import Console

from orchestration.manifest import ensure_manifest
from orchestration.settings import PROJECT_FOLDER
from tests.torture.page import print_section, write_page
from tests.torture.result import Section
from tests.torture.results import make_result, read_results, write_results
from tests.torture.tally import stop_after

# In this order on the page; each is a module here with `measure(work, scale)`.
MEASUREMENTS = (
    "kills",
    "readers",
    "disk",
    "bit_flips",
    "two_at_once",
    "inputs",
    "linear_time",
    "fuzz",
    "determinism",
    "load",
    "upgrade",
)
PAGE = PROJECT_FOLDER / "RELIABILITY.md"
RESULTS = Path(__file__).with_name("results.json")


def main() -> None:
    """Measure what was asked for; what was not is on the page as it was measured last."""
    parser = argparse.ArgumentParser(prog="python -m tests.torture", description=__doc__)
    parser.add_argument(
        "--only", nargs="+", choices=MEASUREMENTS, metavar="NAME", help=", ".join(MEASUREMENTS)
    )
    parser.add_argument(
        "--scale", type=float, default=0.05, help="1 is what the goals name, in hours [0.05, in minutes]"
    )
    parser.add_argument(
        "--minutes",
        type=float,
        help="begin no further round after so many; with --work the next call goes on",
    )
    parser.add_argument("--work", type=Path, help="a folder that is kept, with the counts [a temporary one]")
    parser.add_argument(
        "--page-only", action="store_true", help="write the page from what was measured before"
    )
    given = parser.parse_args()
    faults = 0
    if not given.page_only:
        ensure_manifest()
        if given.minutes is not None:
            stop_after(given.minutes)
        with tempfile.TemporaryDirectory(prefix="potline-torture-") as name:
            work = (given.work or Path(name)).absolute()
            faults = measure_all(given.only or MEASUREMENTS, work, given.scale)
    results = read_results(RESULTS)
    PAGE.write_text(write_page(results[name] for name in MEASUREMENTS if name in results), encoding="utf-8")
    print(f"Written to {PAGE.name}.")
    if faults:
        sys.exit(f"{faults} of the lines that were measured now do not hold.")


def measure_all(names: Iterable[str], work: Path, scale: float) -> int:
    """Measure and print each, keep it at once since what comes after may take long, and count the lines that do not hold.

    What was measured on a larger scale stays as it is.
    """
    console, faults = Console(), 0
    for name in names:
        folder = work / name
        folder.mkdir(parents=True, exist_ok=True)
        section = find_measurement(name)(folder, scale).without(folder)
        print_section(console, name, section)
        faults += sum(not row.is_held for row in section.rows)
        kept = read_results(RESULTS)
        if name in kept and kept[name].scale > scale:
            print(f"{PAGE.name} keeps what was measured of this at scale {kept[name].scale:g}.")
        else:
            write_results(RESULTS, {**kept, name: make_result(section, scale)})
    return faults


def find_measurement(name: str) -> Callable[[Path, float], Section]:
    """Return the function that measures; its module is imported only now, with what it needs."""
    measure: Callable[[Path, float], Section] = import_module(f"tests.torture.{name}").measure
    return measure


if __name__ == "__main__":
    main()
