"""What `--help` tells."""

import pytest
from typer.testing import CliRunner

from orchestration.cli.main import app


@pytest.mark.parametrize(
    ("command", "told"),
    [
        ("build", "Folder of articles"),
        ("query", "One SQL query"),
        ("ask", "Which question"),
        ("describe", "The table whose columns"),
        ("evaluate", "Folder of annotated articles"),
    ],
)
def test_arguments_have_their_help(command: str, told: str) -> None:
    result = CliRunner().invoke(app, [command, "--help"])
    assert result.exit_code == 0
    assert told in " ".join(result.output.split())
