"""What the corrections file says, as a table of the working file: always that of the file as it is now."""

import duckdb

from warehouse.corrections_file import Correction
from warehouse.store import transaction

_INSERT = "insert into raw.corrections values ($1, $2, $3, $4, $5, $6, $7, $8, $9)"


def replace_corrections(con: duckdb.DuckDBPyConnection, corrections: list[Correction]) -> None:
    """Put these corrections in the place of those that were there.

    Args:
        con: the working file, open for writing.
        corrections: as `read_corrections` gives them.
    """
    with transaction(con):
        con.execute("delete from raw.corrections")
        if corrections:
            con.executemany(
                _INSERT,
                [
                    [
                        correction.correction_id,
                        correction.action.value,
                        correction.subject,
                        correction.object,
                        " ".join(correction.articles) or None,
                        correction.target,
                        correction.reason,
                        correction.author,
                        correction.date,
                    ]
                    for correction in corrections
                ],
            )
