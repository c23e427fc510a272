"""Which way alerts go out: read from the environment when one is to be sent, never at import."""

from collections.abc import Callable, Mapping
from urllib.parse import urlsplit

from orchestration.alerts.notifiers import EmailNotifier, LogNotifier, Notifier, WebhookNotifier
from orchestration.settings import SettingsError, find_data_folder

WAY_VARIABLE = "POTLINE_NOTIFY"
URL_VARIABLE = "POTLINE_NOTIFY_URL"
TO_VARIABLE = "POTLINE_NOTIFY_TO"
FROM_VARIABLE = "POTLINE_NOTIFY_FROM"
HOST_VARIABLE = "POTLINE_SMTP_HOST"
PORT_VARIABLE = "POTLINE_SMTP_PORT"
STARTTLS_VARIABLE = "POTLINE_SMTP_STARTTLS"
USER_VARIABLE = "POTLINE_SMTP_USER"
PASSWORD_VARIABLE = "POTLINE_SMTP_PASSWORD"  # noqa: S105 - the name of a variable

SUBMISSION_PORT = 587
PORTS = range(1, 65536)


def choose_notifier(variables: Mapping[str, str]) -> Notifier:
    """Return the notifier that the environment asks for; without a word of it, the log.

    Raises:
        SettingsError: it is asked for in a way that cannot be; the message holds no value that may be a secret.
    """
    way = variables.get(WAY_VARIABLE) or "log"
    if way not in _WAYS:
        raise SettingsError(f"{WAY_VARIABLE} must be one of {', '.join(_WAYS)}, not {way!r}.")
    return _WAYS[way](variables)


def make_log_notifier(variables: Mapping[str, str]) -> LogNotifier:
    """Return the notifier that needs nothing: a file beside the logs of the builds."""
    return LogNotifier(find_data_folder(variables) / "logs" / "alerts.log")


def _make_email_notifier(variables: Mapping[str, str]) -> EmailNotifier:
    recipients = tuple(
        address.strip() for address in _require(variables, TO_VARIABLE).split(",") if address.strip()
    )
    starttls = variables.get(STARTTLS_VARIABLE) or "yes"
    if starttls not in ("yes", "no"):
        raise SettingsError(f"{STARTTLS_VARIABLE} must be yes or no, not {starttls!r}.")
    user = variables.get(USER_VARIABLE) or None
    if user is not None and starttls == "no":
        raise SettingsError(
            f"{USER_VARIABLE} needs {STARTTLS_VARIABLE}=yes: a password goes out encrypted only."
        )
    return EmailNotifier(
        host=_require(variables, HOST_VARIABLE),
        port=_read_port(variables),
        sender=variables.get(FROM_VARIABLE) or recipients[0],
        recipients=recipients,
        starttls=starttls == "yes",
        user=user,
        password=variables.get(PASSWORD_VARIABLE, ""),
    )


def _make_webhook_notifier(variables: Mapping[str, str]) -> WebhookNotifier:
    url = _require(variables, URL_VARIABLE)
    try:
        parts = urlsplit(url)
        is_usable = parts.scheme in ("https", "http") and bool(parts.hostname)
    except ValueError:
        is_usable = False
    if not is_usable:
        raise SettingsError(f"{URL_VARIABLE} must be a URL of https or http.")
    return WebhookNotifier(url)


def _require(variables: Mapping[str, str], name: str) -> str:
    value = variables.get(name, "").strip(" ,")
    if not value:
        raise SettingsError(f"{WAY_VARIABLE}={variables[WAY_VARIABLE]} needs {name}.")
    return value


def _read_port(variables: Mapping[str, str]) -> int:
    value = variables.get(PORT_VARIABLE) or str(SUBMISSION_PORT)
    if not value.isdecimal() or int(value) not in PORTS:
        raise SettingsError(f"{PORT_VARIABLE} must be the number of a port, not {value!r}.")
    return int(value)


_WAYS: Mapping[str, Callable[[Mapping[str, str]], Notifier]] = {
    "log": make_log_notifier,
    "email": _make_email_notifier,
    "webhook": _make_webhook_notifier,
}
