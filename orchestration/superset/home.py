"""Where Superset is on this machine: its environment, and the folder of one server with its secrets and its tables."""

import hashlib
import os
import secrets
import subprocess
import sys
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from orchestration.settings import PROJECT_FOLDER
from orchestration.terminal import CommandError, clean_text

HERE = Path(__file__).parent
REQUIREMENTS = HERE / "requirements.txt"
CONFIG = HERE / "superset_config.py"
FOLDER = PROJECT_FOLDER / ".superset"
ENVIRONMENT = FOLDER / "venv"
USER = "admin"

# What uv says when the fault lies on the way to the registry, and not in what is asked of it.
UNREACHABLE_WORDS = (
    "error sending request",
    "dns error",
    "failed to fetch",
    "connection",
    "timed out",
    "offline",
)
UNREACHABLE_EXIT_CODE = 75

Say = Callable[[str], None]


class UnreachableError(CommandError):
    """No registry answers from which Superset could be brought in."""


@dataclass(frozen=True)
class Home:
    """The folder of one server. Nobody but its owner may read it."""

    folder: Path

    @property
    def environment(self) -> dict[str, str]:
        """What Superset is started with."""
        return {
            **os.environ,
            "SUPERSET_HOME": str(self.folder),
            "SUPERSET_CONFIG_PATH": str(CONFIG),
            "SCARF_ANALYTICS": "false",
        }

    @property
    def password_path(self) -> Path:
        """The file of the password of `admin`, mode 600."""
        return self.folder / "password"

    @property
    def password(self) -> str:
        """The password of `admin`."""
        return self.password_path.read_text(encoding="ascii")

    @property
    def log_path(self) -> Path:
        """What the last server, or the last set-up, has said."""
        return self.folder / "superset.log"


def is_installed() -> bool:
    """Return whether the environment holds what requirements.txt says."""
    return _read(ENVIRONMENT / "installed") == _hash_requirements()


def install_superset(say: Say) -> None:
    """Bring Superset into an environment of its own, unless it is there.

    Raises:
        UnreachableError: the registry of packages cannot be reached.
        CommandError: it cannot be installed for another reason.
    """
    if is_installed():
        return
    say(f"Bringing Superset into {ENVIRONMENT.relative_to(PROJECT_FOLDER)} (some 700 MB) ...")
    _run_uv("venv", "--quiet", "--allow-existing", "--python", sys.executable, str(ENVIRONMENT))
    _run_uv(
        "pip",
        "sync",
        "--quiet",
        "--require-hashes",
        "--python",
        str(superset_program("python")),
        str(REQUIREMENTS),
    )
    (ENVIRONMENT / "installed").write_text(_hash_requirements())


def superset_program(name: str) -> Path:
    """Return the path of a program in the environment of Superset."""
    return ENVIRONMENT / "bin" / name


def open_home(folder: Path, say: Say) -> Home:
    """Return the folder of a server with secrets, tables, roles and the user `admin`, made where they are missing.

    Raises:
        CommandError: Superset could not make its tables.
    """
    home = Home(folder)
    folder.mkdir(parents=True, exist_ok=True)
    folder.chmod(0o700)
    _keep_secret(folder / "secret_key")
    _keep_secret(home.password_path)
    prepared = folder / "prepared"
    if _read(prepared) == _hash_requirements():
        return home
    say("Setting up Superset's own tables and its user ...")
    with home.log_path.open("w") as log:
        made = subprocess.run(
            [superset_program("python"), HERE / "prepare.py"],
            env=home.environment,
            cwd=folder,
            input=home.password,
            text=True,
            stdout=log,
            stderr=subprocess.STDOUT,
            check=False,
        )
    if made.returncode != 0:
        raise CommandError(f"Superset could not make its tables; {home.log_path} says why.")
    prepared.write_text(_hash_requirements())
    return home


def _keep_secret(path: Path) -> None:
    if not path.exists():
        descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        with os.fdopen(descriptor, "w") as file:
            file.write(secrets.token_urlsafe(32))


def _run_uv(*arguments: str) -> None:
    uv = Path(sys.executable).with_name("uv")
    environment = {key: value for key, value in os.environ.items() if key != "VIRTUAL_ENV"}
    done = subprocess.run([uv, *arguments], env=environment, capture_output=True, text=True, check=False)
    if done.returncode == 0:
        return
    said = clean_text(" ".join(done.stderr.split()))
    if any(word in said.lower() for word in UNREACHABLE_WORDS):
        raise UnreachableError(
            f"Superset cannot be brought in, because no registry of packages answers: {said}",
            UNREACHABLE_EXIT_CODE,
        )
    raise CommandError(f"Superset cannot be installed: {said}")


def _hash_requirements() -> str:
    return hashlib.sha256(REQUIREMENTS.read_bytes()).hexdigest()


def _read(path: Path) -> str | None:
    return path.read_text() if path.exists() else None
