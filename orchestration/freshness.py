"""How old a release may become before it counts as stale."""

from datetime import timedelta

import dagster as dg

from orchestration.settings import read_fresh_hours


def make_release_policy() -> dg.FreshnessPolicy:
    """Return the policy of the published release, which each build makes anew or finds unchanged.

    Raises:
        SettingsError: the deadline in the environment is none.
    """
    return dg.FreshnessPolicy.time_window(fail_window=timedelta(hours=read_fresh_hours()))
