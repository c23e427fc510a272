"""What the tests of this folder say and ask alike."""

from collections.abc import Callable
from typing import Any

SECRET = "s3cr3t-of-the-test"

Rows = list[tuple[Any, ...]]


def schemas_of(ask: Callable[..., Rows]) -> list[str]:
    return [
        name for (name,) in ask("select nspname from pg_namespace where nspname ~ '^marts' order by nspname")
    ]
