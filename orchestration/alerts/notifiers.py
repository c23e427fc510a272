"""The ways an alert goes out: into a log file, by e-mail, or to a webhook."""

import json
import smtplib
import ssl
import urllib.request
from dataclasses import dataclass, field
from datetime import UTC, datetime
from email.message import EmailMessage
from pathlib import Path
from typing import Protocol

from orchestration.alerts.message import Alert

SECONDS_AT_MOST = 10


class Notifier(Protocol):
    """Sends alerts one way."""

    def send(self, alert: Alert) -> None:
        """Send one.

        Raises:
            OSError: it could not be sent.
        """


@dataclass(frozen=True)
class LogNotifier:
    """Appends a line to a file."""

    path: Path

    def send(self, alert: Alert) -> None:
        """Append time and text.

        Raises:
            OSError: the file cannot be written.
        """
        self.path.parent.mkdir(parents=True, exist_ok=True)
        with self.path.open("a", encoding="utf-8") as log:
            log.write(f"{datetime.now(UTC):%Y-%m-%dT%H:%M:%SZ} {alert.text}\n")


@dataclass(frozen=True)
class EmailNotifier:
    """Hands a mail to a server, with STARTTLS unless that is turned off, as a user if there is one."""

    host: str
    port: int
    sender: str
    recipients: tuple[str, ...]
    starttls: bool = True
    user: str | None = field(default=None, repr=False)
    password: str = field(default="", repr=False)

    def send(self, alert: Alert) -> None:
        """Send a mail of plain text.

        Raises:
            OSError: the server cannot be reached, its certificate is not trusted, or it refuses the mail.
        """
        mail = EmailMessage()
        mail["Subject"] = f"potline: {alert.what}"
        mail["From"] = self.sender
        mail["To"] = ", ".join(self.recipients)
        mail.set_content(f"{alert.what}.\n\n{alert.why}\n\n{alert.where}\n")
        with smtplib.SMTP(self.host, self.port, timeout=SECONDS_AT_MOST) as server:
            if self.starttls:
                server.starttls(context=ssl.create_default_context())
            if self.user is not None:
                server.login(self.user, self.password)
            server.send_message(mail)


@dataclass(frozen=True)
class WebhookNotifier:
    """Posts JSON to a URL. The URL is a secret: whoever knows it can post there."""

    url: str = field(repr=False)

    def send(self, alert: Alert) -> None:
        """Post `text`, which chat services show, and its parts `what`, `why` and `where`.

        Raises:
            OSError: the server cannot be reached, or answers with an error.
        """
        told = {"text": alert.text, "what": alert.what, "why": alert.why, "where": alert.where}
        request = urllib.request.Request(  # noqa: S310 - https or http, or it would not have been chosen
            self.url,
            data=json.dumps(told).encode("utf-8"),
            headers={"Content-Type": "application/json", "User-Agent": "potline"},
            method="POST",
        )
        with urllib.request.urlopen(request, timeout=SECONDS_AT_MOST):  # noqa: S310
            pass
