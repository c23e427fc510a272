"""`potline publish`: the current release to where others read it."""

from orchestration.postgres import publish_current
from orchestration.settings import Settings
from orchestration.terminal import CommandError, clean_text, message_console
from warehouse.errors import WarehouseError


def run_publish_to_postgres(settings: Settings) -> None:
    """Publish to PostgreSQL, and say what came of it.

    Raises:
        CommandError: nothing is published, or the server cannot be reached or refuses.
        SettingsError: no server is named.
    """
    console = message_console()
    with console.status("Publishing to PostgreSQL ..."):
        try:
            published = publish_current(settings)
        except WarehouseError as error:
            raise CommandError(str(error)) from error
    for note in published.notes:
        console.print(clean_text(note), markup=False, soft_wrap=True)
    if published.is_unchanged:
        print(f"Nothing new: release {published.release_id} is in {clean_text(published.place)} already.")
        return
    rows, tables = sum(published.row_counts.values()), len(published.row_counts)
    print(
        f"Release {published.release_id} is in {clean_text(published.place)}: {tables} tables, {rows:,} rows."
    )
