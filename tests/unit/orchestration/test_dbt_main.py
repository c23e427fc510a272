import os
import signal
import subprocess
import sys
import time

# Starts dbt's watch in a child, says its number, and waits.
BUILD = """
import subprocess, sys
child = subprocess.Popen([sys.executable, "-c", sys.argv[1]], stdout=subprocess.PIPE)
child.stdout.readline()
print(child.pid, flush=True)
sys.stdin.read()
"""
DBT = """
import os, sys
from orchestration.dbt_main import _end_with
build = os.getppid()  # known before anybody can kill it
print("at work", flush=True)
_end_with(build)
"""


def test_dbt_ends_with_a_build_that_is_killed() -> None:
    command = [sys.executable, "-c", BUILD, DBT]
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True) as build:
        assert build.stdout is not None
        dbt = int(build.stdout.readline())
        os.kill(dbt, 0)
        build.send_signal(signal.SIGKILL)
        build.wait()
        assert is_over(dbt)


def is_over(process: int) -> bool:
    give_up_at = time.monotonic() + 30
    while time.monotonic() < give_up_at:
        try:
            os.kill(process, 0)
        except ProcessLookupError:
            return True
        time.sleep(0.05)
    return False
