"""Why an input is rejected: the closed list of reasons, and the exception that carries one.

What each asks of the user is said in `docs/inputs.md` and in the seed `rejection_reasons`; a test compares the three.
"""

from enum import StrEnum


class Reason(StrEnum):
    """A reason for which an input is rejected."""

    EMPTY = "empty"
    """No text, or white space only."""
    UNDECODABLE = "undecodable"
    """The bytes are text in no encoding that could be told."""
    BINARY = "binary"
    """NUL bytes, or too many control characters to be text."""
    OVERSIZED = "oversized"
    """Larger than the limit; not read."""
    UNREADABLE = "unreadable"
    """The operating system, or the server, did not let it be read."""
    NOT_A_REGULAR_FILE = "not_a_regular_file"
    """A folder, a pipe, a socket or a device with the name of an article."""
    OUTSIDE_FOLDER = "outside_folder"
    """A symbolic link that leads out of the landing folder."""
    MALFORMED_ROW = "malformed_row"
    """A line that is no JSON object."""
    NO_TEXT_COLUMN = "no_text_column"
    """A row, or a whole file of rows, without the column that is to hold the text."""
    NO_READABLE_TEXT = "no_readable_text"
    """A page in which no article could be told from what surrounds it."""
    DAMAGED = "damaged"
    """A file that ends too early, or is not what its name says; what came before the damage is loaded."""
    UNPACKS_TOO_LARGE = "unpacks_too_large"
    """A compressed file whose content is larger than the limit; what came before the limit is loaded."""
    TOO_SLOW = "too_slow"
    """An article whose facts took more computing time to extract than one article may."""
    EXTRACTION_FAILED = "extraction_failed"
    """An article at which the extractor failed, or which killed the process that read it."""


PASSING = frozenset({Reason.UNREADABLE})
"""Reasons that may pass without the file being touched."""


class RejectedInputError(Exception):
    """An input is not loaded, for the reason given."""

    def __init__(self, reason: Reason, detail: str) -> None:
        """Carry the reason and the particulars.

        Args:
            reason: one of the closed list.
            detail: a short sentence for a person; the same input always gives the same one.
        """
        super().__init__(f"{reason}: {detail}")
        self.reason = reason
        self.detail = detail
