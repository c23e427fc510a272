"""Send a trial alert the way the environment says: python -m orchestration.alerts."""

import os
import sys

from orchestration.alerts.choose import choose_notifier
from orchestration.alerts.deliver import describe_error
from orchestration.alerts.message import Alert

TRIAL = Alert("A trial alert", "Nothing is wrong.", "It was sent by hand.")


def main() -> int:
    """Send it, and return 0, or 1 with one sentence if that fails."""
    try:
        choose_notifier(os.environ).send(TRIAL)
    except Exception as error:
        print(f"The alert could not be sent: {describe_error(error)}", file=sys.stderr)
        return 1
    print("The alert was sent.")
    return 0


if __name__ == "__main__":
    sys.exit(main())
