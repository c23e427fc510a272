"""What somebody is told when something is wrong."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Alert:
    """One thing that went wrong.

    Attributes:
        what: what failed, in a few words and one line.
        why: one sentence.
        where: where to look for more, one sentence.
    """

    what: str
    why: str
    where: str

    @property
    def text(self) -> str:
        """All of it in one line."""
        return f"{self.what}: {self.why} {self.where}"
