"""Loaded by every Python that finds this folder on PYTHONPATH: refuses the network, and writes down who asked for it.

Python tells its audit hooks of each connection and each look-up of a name, whichever module makes it, and no module can
take a hook away. What is not written in Python is refused by the kernel (`__main__`).
"""

import os
import sys
from typing import Any

_OWN = {"", "localhost", "127.0.0.1", "::1"}
_TO_ADDRESS = {"socket.connect", "socket.sendto", "socket.sendmsg", "socket.bind"}
_OF_NAME = {"socket.getaddrinfo", "socket.gethostbyname", "socket.gethostbyaddr"}


def _refuse(event: str, arguments: tuple[Any, ...]) -> None:
    if event in _TO_ADDRESS:
        address = arguments[1]
        # A socket of the machine's own kind has a path, and one that is connected already names nobody.
        place = address[0] if isinstance(address, tuple) and isinstance(address[0], str) else "localhost"
        # To bind to every address is to listen to the network.
        place = place or "every address"
    elif event in _OF_NAME:
        place = os.fsdecode(arguments[0] or b"") if isinstance(arguments[0], str | bytes | None) else "?"
    else:
        return
    if place not in _OWN:
        _note("ATTEMPTS", f"{event} {place}")
        raise PermissionError(f"There is no network here: {event} {place}")


def _note(what: str, line: str) -> None:
    log = os.open(os.environ[f"OFFLINE_{what}"], os.O_WRONLY | os.O_APPEND | os.O_CREAT, 0o600)
    try:
        os.write(log, f"{line} ({' '.join(sys.orig_argv[:3])})\n".encode())
    finally:
        os.close(log)


if "OFFLINE_ATTEMPTS" in os.environ:
    _note("PROCESSES", "started")
    sys.addaudithook(_refuse)
