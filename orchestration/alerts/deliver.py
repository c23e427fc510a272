"""Sending an alert, come what may: what cannot be sent as asked for is written down."""

import logging
import os
import smtplib
import urllib.error
from collections.abc import Mapping

from orchestration.alerts.choose import choose_notifier, make_log_notifier
from orchestration.alerts.message import Alert
from orchestration.settings import SettingsError


def deliver(alert: Alert, log: logging.Logger, environment: Mapping[str, str] | None = None) -> bool:
    """Send an alert the way the environment says, and return whether that worked; nothing is raised.

    What could not be sent is appended to the log file of alerts, with the reason.
    """
    variables = os.environ if environment is None else environment
    try:
        choose_notifier(variables).send(alert)
    except Exception as error:
        log.error(f"The alert could not be sent: {describe_error(error)}")
        _write_down(alert, f"(Not sent: {describe_error(error)})", log, variables)
        return False
    log.warning(alert.text)
    return True


def describe_error(error: Exception) -> str:
    """Return what went wrong without any text of another side, or of a setting that may be a secret."""
    if isinstance(error, SettingsError):
        return str(error)
    if isinstance(error, urllib.error.HTTPError):
        return f"the webhook answered {error.code}."
    if isinstance(error, urllib.error.URLError) and isinstance(error.reason, Exception):
        return f"{type(error.reason).__name__}."
    if isinstance(error, smtplib.SMTPResponseException):
        return f"{type(error).__name__} {error.smtp_code}."
    return f"{type(error).__name__}."


def _write_down(alert: Alert, note: str, log: logging.Logger, variables: Mapping[str, str]) -> None:
    try:
        make_log_notifier(variables).send(Alert(alert.what, alert.why, f"{alert.where} {note}"))
    except OSError as error:
        log.error(f"The alert could not be written down either: {type(error).__name__}. {alert.text}")
