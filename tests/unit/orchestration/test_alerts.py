import logging
from collections.abc import Iterator
from pathlib import Path

import pytest

from orchestration.alerts.choose import choose_notifier
from orchestration.alerts.deliver import deliver
from orchestration.alerts.message import Alert
from orchestration.alerts.notifiers import EmailNotifier, LogNotifier
from orchestration.settings import SettingsError
from tests.hook import Hook, open_hook

ALERT = Alert(
    "Run 1a2b of build_all failed", "1 check failed (raw/articles: 大).", "The log: http://ui/runs/1a2b"
)
LOG = logging.getLogger("tests.alerts")


@pytest.fixture
def hook() -> Iterator[Hook]:
    with open_hook() as server:
        yield server


def test_the_log_is_the_default(tmp_path: Path) -> None:
    assert deliver(ALERT, LOG, {"POTLINE_DATA": str(tmp_path)})
    (line,) = (tmp_path / "logs" / "alerts.log").read_text(encoding="utf-8").splitlines()
    assert line.endswith(f"Z {ALERT.text}")


def test_a_webhook_gets_the_alert_as_json(hook: Hook) -> None:
    assert deliver(ALERT, LOG, {"POTLINE_NOTIFY": "webhook", "POTLINE_NOTIFY_URL": hook.url})
    assert hook.told == [
        (
            "/services/SECRET",
            "application/json",
            {"text": ALERT.text, "what": ALERT.what, "why": ALERT.why, "where": ALERT.where},
        )
    ]


@pytest.mark.parametrize("status", [403, 500, 302])
def test_a_webhook_that_refuses_is_logged_without_its_url(
    hook: Hook, status: int, tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    hook.status = status
    environment = {
        "POTLINE_NOTIFY": "webhook",
        "POTLINE_NOTIFY_URL": hook.url,
        "POTLINE_DATA": str(tmp_path),
    }
    assert not deliver(ALERT, LOG, environment)
    written = (tmp_path / "logs" / "alerts.log").read_text(encoding="utf-8")
    assert ALERT.text in written and f"the webhook answered {status}" in written
    assert str(status) in caplog.text
    assert "SECRET" not in caplog.text + written


def test_a_webhook_that_is_not_there_is_logged(tmp_path: Path, caplog: pytest.LogCaptureFixture) -> None:
    environment = {
        "POTLINE_NOTIFY": "webhook",
        "POTLINE_NOTIFY_URL": "http://127.0.0.1:9/SECRET",
        "POTLINE_DATA": str(tmp_path),
    }
    assert not deliver(ALERT, LOG, environment)
    assert "ConnectionRefusedError" in caplog.text and "SECRET" not in caplog.text


def test_where_nothing_can_be_written_nothing_is_raised(
    tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    (tmp_path / "data").write_text("", encoding="utf-8")
    assert not deliver(ALERT, LOG, {"POTLINE_DATA": str(tmp_path / "data")})
    assert ALERT.text in caplog.text


def test_a_mail_needs_a_host_and_an_address() -> None:
    environment = {
        "POTLINE_NOTIFY": "email",
        "POTLINE_NOTIFY_TO": "a@example.org, b@example.org",
        "POTLINE_SMTP_HOST": "mail.example.org",
        "POTLINE_SMTP_USER": "potline",
        "POTLINE_SMTP_PASSWORD": "SECRET",
    }
    notifier = choose_notifier(environment)
    assert notifier == EmailNotifier(
        "mail.example.org",
        587,
        "a@example.org",
        ("a@example.org", "b@example.org"),
        user="potline",
        password="SECRET",
    )
    assert "SECRET" not in repr(notifier)


@pytest.mark.parametrize(
    ("environment", "words"),
    [
        ({"POTLINE_NOTIFY": "pigeon"}, "must be one of log, email, webhook"),
        ({"POTLINE_NOTIFY": "webhook"}, "needs POTLINE_NOTIFY_URL"),
        ({"POTLINE_NOTIFY": "webhook", "POTLINE_NOTIFY_URL": "file:///SECRET"}, "URL of https or http"),
        ({"POTLINE_NOTIFY": "webhook", "POTLINE_NOTIFY_URL": "http://[SECRET"}, "URL of https or http"),
        ({"POTLINE_NOTIFY": "email", "POTLINE_NOTIFY_TO": " , "}, "needs POTLINE_NOTIFY_TO"),
        ({"POTLINE_NOTIFY": "email", "POTLINE_NOTIFY_TO": "a@b.c"}, "needs POTLINE_SMTP_HOST"),
        ({"POTLINE_SMTP_PORT": "0"}, "number of a port"),
        ({"POTLINE_SMTP_STARTTLS": "perhaps"}, "must be yes or no"),
        ({"POTLINE_SMTP_STARTTLS": "no", "POTLINE_SMTP_USER": "me"}, "encrypted only"),
    ],
)
def test_a_way_that_cannot_be_is_told_in_one_sentence(environment: dict[str, str], words: str) -> None:
    mail = {"POTLINE_NOTIFY": "email", "POTLINE_NOTIFY_TO": "a@b.c", "POTLINE_SMTP_HOST": "mail"}
    with pytest.raises(SettingsError, match=words) as raised:
        choose_notifier(environment if "POTLINE_NOTIFY" in environment else {**mail, **environment})
    assert "SECRET" not in str(raised.value)


def test_a_way_that_cannot_be_falls_back_to_the_log(tmp_path: Path) -> None:
    assert not deliver(ALERT, LOG, {"POTLINE_NOTIFY": "pigeon", "POTLINE_DATA": str(tmp_path)})
    assert "must be one of" in (tmp_path / "logs" / "alerts.log").read_text(encoding="utf-8")
    assert isinstance(choose_notifier({}), LogNotifier)
