"""Where a PostgreSQL server is, as a URL that may hold a password and is therefore never shown."""

import re
from dataclasses import dataclass, field
from urllib.parse import parse_qs, unquote

_URL = re.compile(
    r"(?:postgresql|postgres)://(?:(?P<user>[^:/?#@]*)(?::[^/?#@]*)?@)?(?P<hosts>[^/?#@]*)"
    r"(?:/(?P<database>[^/?#@]*))?(?:\?(?P<options>[^#]*))?"
)
_HOST = re.compile(r"(?P<name>\[[^\[\]]*\]|[^:\[\]]*)(?::\d*)?")
_CONNECT_SECONDS = 10


@dataclass(frozen=True)
class Address:
    """A database on a server.

    Attributes:
        url: all that a client needs, a password perhaps included.
        label: the database and its host, for messages.
    """

    url: str = field(repr=False)
    label: str


def read_address(url: str) -> Address:
    """Take a URL such as postgresql://user@host:5432/database.

    What libpq would read in another way than people mean it, such as a password with a bare / or @ in it, is refused:
    libpq would give parts of the password back as a host in its messages.

    Raises:
        ValueError: it is no such URL; the message does not repeat it.
    """
    match = _URL.fullmatch(url.strip())
    hosts = [_HOST.fullmatch(host) for host in match["hosts"].split(",")] if match else []
    options = match["options"] or "" if match else ""
    if (
        match is None
        or not all(hosts)
        or not all("=" in option for option in filter(None, options.split("&")))
    ):
        raise ValueError(
            "The URL of PostgreSQL must be like postgresql://user:password@host:5432/database, "
            "with %40 for @ and %2F for / in the password."
        )
    named = {name: values[-1] for name, values in parse_qs(options).items()}
    names = ", ".join(host["name"] for host in hosts if host) or named.get("host", "")
    database = match["database"] or named.get("dbname", "") or match["user"] or "its default"
    label = f"database {unquote(database)} at {unquote(names) or 'localhost'}"
    return Address(_with_timeout(match[0], options), label)


def _with_timeout(url: str, options: str) -> str:
    """Have a server that does not answer be given up: libpq would wait for minutes."""
    if "connect_timeout=" in options:
        return url
    return f"{url}{'&' if options else '' if url.endswith('?') else '?'}connect_timeout={_CONNECT_SECONDS}"
