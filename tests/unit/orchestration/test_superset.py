"""What `make superset` does before a Superset is there, and what it says when it cannot."""

import io
import socket
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest
import yaml

from orchestration.settings import PROJECT_FOLDER
from orchestration.superset.bundle import DASHBOARD_FOLDER, database_uri, keep_export, pack_assets
from orchestration.superset.home import Home, UnreachableError, _keep_secret, _run_uv
from orchestration.superset.server import run_server
from orchestration.terminal import CommandError

URI = "duckdb:////somewhere/potline.duckdb"


def test_the_packed_dashboard_is_bound_to_the_release_and_overwrites() -> None:
    with zipfile.ZipFile(io.BytesIO(pack_assets(URI))) as archive:
        assert yaml.safe_load(archive.read("potline/databases/potline.yaml"))["sqlalchemy_uri"] == URI
        assert yaml.safe_load(archive.read("potline/metadata.yaml"))["type"] == "assets"
        assert len(archive.namelist()) == len(list(DASHBOARD_FOLDER.rglob("*.yaml")))


def test_what_is_kept_of_an_export_is_what_was_packed_without_the_machine(tmp_path: Path) -> None:
    exported = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(pack_assets(URI))) as archive, zipfile.ZipFile(exported, "w") as again:
        for name in archive.namelist():
            content = yaml.safe_load(archive.read(name))
            if name.endswith("metadata.yaml"):
                content["type"] = "Dashboard"
            if "/charts/" in name:
                content["params"]["datasource"] = "7__table"
            numbered = name.replace(".yaml", "_12.yaml") if "/charts/" in name else name
            again.writestr(numbered, yaml.safe_dump(content))
    keep_export(exported.getvalue(), tmp_path)
    kept = {
        path.relative_to(tmp_path): yaml.safe_load(path.read_text("utf-8"))
        for path in tmp_path.rglob("*.yaml")
    }
    wanted = {
        path.relative_to(DASHBOARD_FOLDER): yaml.safe_load(path.read_text("utf-8"))
        for path in DASHBOARD_FOLDER.rglob("*.yaml")
    }
    assert kept == wanted


@pytest.mark.parametrize(
    "name", ["potline/../../above.yaml", "/potline/charts/a.yaml", "potline\\\\..\\\\a.yaml"]
)
def test_a_name_that_leads_out_of_the_folder_is_refused(tmp_path: Path, name: str) -> None:
    exported = io.BytesIO()
    with zipfile.ZipFile(exported, "w") as archive:
        archive.writestr(name, "a: 1")
    (tmp_path / "dashboard").mkdir()
    with pytest.raises(CommandError, match="leads out"):
        keep_export(exported.getvalue(), tmp_path / "dashboard")
    assert [path.name for path in tmp_path.rglob("*")] == ["dashboard"]


def test_the_address_of_a_release_follows_the_link_at_each_query(tmp_path: Path) -> None:
    path = tmp_path / "with a space" / "current" / "potline.duckdb"
    assert database_uri(path) == f"duckdb:///{path}"


@pytest.mark.parametrize("character", ["?", "#", "%"])
def test_a_path_that_no_address_can_hold_is_refused(tmp_path: Path, character: str) -> None:
    with pytest.raises(CommandError, match="no address"):
        database_uri(tmp_path / f"a{character}b" / "potline.duckdb")


def test_a_taken_port_is_told_in_a_sentence(tmp_path: Path) -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = taken.getsockname()[1]
        with pytest.raises(CommandError, match=f"Port {port} is taken"), run_server(Home(tmp_path), port):
            raise AssertionError("A server runs on a port that is taken.")


def test_a_secret_is_for_its_owner_alone_and_stays(tmp_path: Path) -> None:
    path = tmp_path / "secret"
    _keep_secret(path)
    first = path.read_text()
    _keep_secret(path)
    assert path.read_text() == first and len(first) > 40
    assert path.stat().st_mode & 0o777 == 0o600


def test_a_registry_that_does_not_answer_is_told_in_a_sentence(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("UV_HTTP_RETRIES", "0")
    with pytest.raises(UnreachableError, match="no registry of packages answers"):
        _run_uv(
            *("pip", "compile", "--no-cache", "--no-config", "--index-url"),
            *("http://127.0.0.1:9/simple", str(DASHBOARD_FOLDER.parent / "requirements.in")),
        )


def test_requirements_that_cannot_be_met_are_no_fault_of_the_registry(tmp_path: Path) -> None:
    (tmp_path / "requirements.in").write_text("potline-needs-this-and-it-is-not-there==1\n")
    with pytest.raises(CommandError) as caught:
        _run_uv("pip", "compile", "--no-cache", "--no-index", str(tmp_path / "requirements.in"))
    assert not isinstance(caught.value, UnreachableError)


@pytest.mark.parametrize("task", ["serve", "check"])
def test_without_a_release_nothing_is_set_up(tmp_path: Path, task: str) -> None:
    called = subprocess.run(
        [sys.executable, "-m", "orchestration.superset", task, "--data", tmp_path],
        cwd=PROJECT_FOLDER,
        capture_output=True,
        text=True,
        check=False,
    )
    assert called.returncode == 1
    assert called.stderr == f"Nothing is published in {tmp_path} yet: run `make run` first.\n"
