"""Why a build failed, in one sentence."""

from collections.abc import Iterable, Iterator

import dagster as dg
from dagster._core.errors import DagsterExecutionInterruptedError
from dagster_shared.error import SerializableErrorInfo

CHECKS_NAMED = 3
# Errors whose message is already a sentence for a person.
SPOKEN_ERRORS = frozenset(
    {
        "BuildLockedError",
        "CorrectionsError",
        "DbtBuildError",
        "FullDiskError",
        "RemoteError",
        "SettingsError",
        "SparkError",
        "PublishError",
        "ServerLockedError",
        "ServerUnavailableError",
        "UnreachableError",
        "WarehouseError",
        "WarehouseLockedError",
        "WorkerDiedError",
    }
)
TELLING_EVENTS = frozenset(
    {
        dg.DagsterEventType.STEP_FAILURE,
        dg.DagsterEventType.RUN_FAILURE,
        dg.DagsterEventType.ASSET_CHECK_EVALUATION,
    }
)


def explain_failure(events: Iterable[dg.DagsterEvent]) -> str:
    """Return why a run failed: the error that says it itself, else the checks that did, else the first step.

    Args:
        events: of the run; those of `TELLING_EVENTS` are enough.
    """
    events = list(events)
    errors = [(event.step_key, error) for event in events if (error := _error_of(event))]
    for _, error in errors:
        for link in _walk_causes(error):
            if link.cls_name in SPOKEN_ERRORS:
                return _sentence(link.message.split(": ", 1)[-1])
    failed = sorted(set(_name_failed_checks(events)))
    if failed:
        return describe_checks(failed)
    for step_key, error in errors:
        root = list(_walk_causes(error))[-1]
        where = f"The step {step_key}" if step_key else "The build"
        return _sentence(f"{where} failed: {root.message.strip()}")
    said = [event.message for event in events if event.is_run_failure and event.message]
    return _sentence(said[-1]) if said else "The build failed."


def was_stopped(events: Iterable[dg.DagsterEvent]) -> bool:
    """Return whether the run of these events ended because a person stopped it."""
    return any(
        link.cls_name == DagsterExecutionInterruptedError.__name__
        for event in events
        if (error := _error_of(event))
        for link in _walk_causes(error)
    )


def describe_checks(failed: list[str]) -> str:
    """Return one sentence that names the first few failed checks."""
    named = "; ".join(failed[:CHECKS_NAMED])
    more = f" and {len(failed) - CHECKS_NAMED} more" if len(failed) > CHECKS_NAMED else ""
    noun = "check" if len(failed) == 1 else "checks"
    return f"{len(failed)} {noun} failed ({named}{more})."


def _name_failed_checks(events: Iterable[dg.DagsterEvent]) -> Iterator[str]:
    for event in events:
        if event.event_type is dg.DagsterEventType.ASSET_CHECK_EVALUATION:
            evaluation = event.asset_check_evaluation_data
            if not evaluation.passed and evaluation.severity is dg.AssetCheckSeverity.ERROR:
                yield f"{evaluation.asset_key.to_user_string()}: {evaluation.check_name}"


def _error_of(event: dg.DagsterEvent) -> SerializableErrorInfo | None:
    if event.is_step_failure:
        return event.step_failure_data.error
    # A run that was put on record as failed from outside has no error.
    if event.is_run_failure and event.event_specific_data is not None:
        return event.job_failure_data.error
    return None


def _walk_causes(error: SerializableErrorInfo) -> Iterator[SerializableErrorInfo]:
    link: SerializableErrorInfo | None = error
    while link is not None:
        yield link
        link = link.cause or link.context


def _sentence(text: str) -> str:
    line = text.strip().splitlines()[0]
    return line if line.endswith((".", "!", "?")) else f"{line}."
