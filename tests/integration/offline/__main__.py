"""Runs a command without a network: `python -m tests.integration.offline COMMAND ...`.

Where Linux allows it (seccomp, which needs no rights), the kernel gives neither this process nor any that comes of it a
socket of the internet, in whatever language it is written. Python processes besides say who asked (`sitecustomize`).
"""

import ctypes
import os
import platform
import socket
import struct
import sys
from pathlib import Path

# Of Linux, by machine: the number of its architecture in filters, and of its system call `socket`.
_MACHINES = {"x86_64": (0xC000003E, 41), "aarch64": (0xC00000B7, 198)}
_PR_SET_NO_NEW_PRIVS, _PR_SET_SECCOMP, _SECCOMP_MODE_FILTER = 38, 22, 2
_LOAD, _IF_EQUAL, _RETURN = 0x20, 0x15, 0x06
_ALLOW, _REFUSE = 0x7FFF0000, 0x00050000 | 13  # EACCES


def refuse_sockets() -> bool:
    """Have the kernel refuse sockets of the internet from now on; return whether it does."""
    if sys.platform != "linux" or platform.machine() not in _MACHINES:
        return False
    architecture, call = _MACHINES[platform.machine()]
    # Offsets in what a filter is shown: the system call at 0, the architecture at 4, the first argument at 16.
    steps = [
        (_LOAD, 0, 0, 4),
        (_IF_EQUAL, 0, 6, architecture),
        (_LOAD, 0, 0, 0),
        (_IF_EQUAL, 0, 3, call),
        (_LOAD, 0, 0, 16),
        (_IF_EQUAL, 2, 0, socket.AF_INET),
        (_IF_EQUAL, 1, 0, socket.AF_INET6),
        (_RETURN, 0, 0, _ALLOW),
        (_RETURN, 0, 0, _REFUSE),
    ]
    code = ctypes.create_string_buffer(b"".join(struct.pack("=HBBI", *step) for step in steps))
    program = struct.pack("@HP", len(steps), ctypes.addressof(code))
    prctl = ctypes.CDLL(None, use_errno=True).prctl
    prctl.argtypes = [ctypes.c_int, *[ctypes.c_ulong] * 4]
    if prctl(_PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0):
        return False
    held = ctypes.create_string_buffer(program)
    return not prctl(_PR_SET_SECCOMP, _SECCOMP_MODE_FILTER, ctypes.addressof(held), 0, 0)


if __name__ == "__main__":
    refuse_sockets()
    here = str(Path(__file__).parent)
    before = os.environ.get("PYTHONPATH")
    os.environ["PYTHONPATH"] = here + (os.pathsep + before if before else "")
    os.execv(sys.argv[1], sys.argv[1:])
