"""When a build runs by the clock."""

import dagster as dg

from orchestration.jobs import build_all

daily = dg.ScheduleDefinition(
    name="daily",
    job=build_all,
    cron_schedule="30 5 * * *",
    execution_timezone="Asia/Shanghai",
    default_status=dg.DefaultScheduleStatus.RUNNING,
    description="Builds every morning at half past five in Beijing, before the working day.",
)
