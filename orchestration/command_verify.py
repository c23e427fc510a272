"""`potline verify`: whether what is published is still what was published."""

from rich.text import Text

from orchestration.settings import Settings
from orchestration.terminal import CommandError, clean_text, output_console
from warehouse.errors import PublishError
from warehouse.verify import Verdict, verify_published

_ADVICE = "Take its folder away, and the next `potline build` makes the release anew"


def run_verify(settings: Settings, *, every: bool) -> None:
    """Print a line a finding and a line a release that is whole.

    Raises:
        CommandError: a release is damaged, or nothing is published.
    """
    try:
        verdicts = verify_published(settings.published, every=every)
    except PublishError as error:
        raise CommandError(str(error)) from error
    if not verdicts:
        raise CommandError(f"Nothing is published in {settings.data} yet: run `potline build` first.")
    for verdict in verdicts:
        for finding in verdict.findings:
            _print_line(f"{finding.state}: {verdict.folder.name}/{finding.name}: {finding.detail}")
        if not verdict.findings:
            _print_line(_praise(verdict))
    damaged = [verdict for verdict in verdicts if verdict.findings]
    if not damaged:
        return
    count = sum(len(verdict.findings) for verdict in damaged)
    told = f"{count} {'finding' if count == 1 else 'findings'}"
    if len(damaged) > 1:
        raise CommandError(f"{len(damaged)} releases are damaged, with {told}.")
    # The first is the current one; what readers no longer look for is not made again.
    advice = f" {_ADVICE}: {damaged[0].folder}" if damaged[0] is verdicts[0] else ""
    raise CommandError(f"Release {damaged[0].folder.name} is damaged, with {told}.{advice}")


def _praise(verdict: Verdict) -> str:
    extent = f"{verdict.file_count:,} files, {verdict.byte_count:,} bytes"
    if verdict.has_checksums:
        return f"Release {verdict.folder.name} is whole: {extent}."
    return (
        f"Release {verdict.folder.name} was made by an earlier version, without SHA256SUMS: the files that its manifest "
        f"names are whole ({extent}), and the manifest itself cannot be checked."
    )


def _print_line(line: str) -> None:
    # A name may hold a line break, which is one more character that must not look like the end of a finding.
    output_console().print(Text(clean_text(line).replace("\n", "\\n")), soft_wrap=True)
