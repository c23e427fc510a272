"""E-mail against a real server, in the clear and with STARTTLS and a user."""

import logging
import socket
import ssl
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from email import message_from_bytes, policy
from pathlib import Path
from typing import Any

import pytest
from aiosmtpd.controller import Controller
from aiosmtpd.smtp import AuthResult, Envelope
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID

from orchestration.alerts.deliver import deliver
from orchestration.alerts.message import Alert

ALERT = Alert(
    "Run 1a2b of build_all failed", "1 check failed (raw/articles: 大).", "The log: http://ui/runs/1a2b"
)
LOG = logging.getLogger("tests.mails")


class Inbox:
    """Keeps the mails that a server takes."""

    def __init__(self) -> None:
        self.envelopes: list[Envelope] = []

    async def handle_DATA(self, _server: Any, _session: Any, envelope: Envelope) -> str:
        self.envelopes.append(envelope)
        return "250 OK"


def find_free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port


def take_password(_server: Any, _session: Any, _envelope: Any, _mechanism: str, given: Any) -> AuthResult:
    return AuthResult(success=given.password == b"SECRET", handled=False)


@pytest.fixture
def plain() -> Iterator[Controller]:
    controller = Controller(Inbox(), hostname="127.0.0.1", port=find_free_port())
    controller.start()
    yield controller
    controller.stop()


@pytest.fixture
def certificate(tmp_path: Path) -> tuple[Path, Path]:
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "localhost")])
    now = datetime.now(UTC)
    signed = (
        x509.CertificateBuilder()
        .subject_name(name)
        .issuer_name(name)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(now - timedelta(hours=1))
        .not_valid_after(now + timedelta(hours=1))
        .add_extension(x509.SubjectAlternativeName([x509.DNSName("localhost")]), critical=False)
        .sign(key, hashes.SHA256())
    )
    certificate_path, key_path = tmp_path / "certificate.pem", tmp_path / "key.pem"
    certificate_path.write_bytes(signed.public_bytes(serialization.Encoding.PEM))
    key_path.write_bytes(
        key.private_bytes(
            serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
        )
    )
    return certificate_path, key_path


@pytest.fixture
def encrypted(certificate: tuple[Path, Path]) -> Iterator[Controller]:
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(*certificate)
    controller = Controller(
        Inbox(),
        hostname="localhost",
        port=find_free_port(),
        tls_context=context,
        require_starttls=True,
        auth_required=True,
        authenticator=take_password,
    )
    controller.start()
    yield controller
    controller.stop()


def settings_of(controller: Controller, data: Path, **more: str) -> dict[str, str]:
    return {
        "POTLINE_NOTIFY": "email",
        "POTLINE_NOTIFY_TO": "on-call@example.org,desk@example.org",
        "POTLINE_NOTIFY_FROM": "potline@example.org",
        "POTLINE_SMTP_HOST": controller.hostname,
        "POTLINE_SMTP_PORT": str(controller.port),
        "POTLINE_DATA": str(data),
        **more,
    }


def test_a_mail_arrives(plain: Controller, tmp_path: Path) -> None:
    assert deliver(ALERT, LOG, settings_of(plain, tmp_path, POTLINE_SMTP_STARTTLS="no"))
    (envelope,) = plain.handler.envelopes
    assert envelope.rcpt_tos == ["on-call@example.org", "desk@example.org"]
    mail = message_from_bytes(envelope.content, policy=policy.default)
    assert mail["Subject"] == "potline: Run 1a2b of build_all failed"
    assert mail["From"] == "potline@example.org"
    body = mail.get_content()
    assert ALERT.why in body and ALERT.where in body


def test_a_server_without_starttls_gets_nothing(plain: Controller, tmp_path: Path) -> None:
    assert not deliver(ALERT, LOG, settings_of(plain, tmp_path))
    assert not plain.handler.envelopes


def test_a_mail_goes_out_encrypted_and_as_a_user(
    encrypted: Controller,
    certificate: tuple[Path, Path],
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setenv("SSL_CERT_FILE", str(certificate[0]))
    user = {"POTLINE_SMTP_USER": "potline", "POTLINE_SMTP_PASSWORD": "SECRET"}
    assert deliver(ALERT, LOG, settings_of(encrypted, tmp_path, **user))
    assert len(encrypted.handler.envelopes) == 1


def test_a_wrong_password_is_logged_and_not_told(
    encrypted: Controller,
    certificate: tuple[Path, Path],
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    caplog: pytest.LogCaptureFixture,
) -> None:
    monkeypatch.setenv("SSL_CERT_FILE", str(certificate[0]))
    user = {"POTLINE_SMTP_USER": "potline", "POTLINE_SMTP_PASSWORD": "WRONG"}
    assert not deliver(ALERT, LOG, settings_of(encrypted, tmp_path, **user))
    ours = [record.getMessage() for record in caplog.records if record.name == LOG.name]
    assert ours == ["The alert could not be sent: SMTPAuthenticationError 535."]


def test_a_certificate_that_nobody_vouches_for_is_refused(encrypted: Controller, tmp_path: Path) -> None:
    assert not deliver(ALERT, LOG, settings_of(encrypted, tmp_path))
    assert "SSLCertVerificationError" in (tmp_path / "logs" / "alerts.log").read_text(encoding="utf-8")
    assert not encrypted.handler.envelopes
