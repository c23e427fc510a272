"""Run by Superset's own Python: its tables, its roles, and the user `admin` with the password of standard input."""

import sys

from flask_migrate import upgrade
from superset.app import create_app

USER = "admin"


def prepare_metadata(password: str) -> None:
    """Bring the tables up to date, write roles and permissions, and make the user or give it this password."""
    with create_app().app_context():
        from superset import appbuilder, security_manager

        upgrade()
        appbuilder.add_permissions(update_perms=True)
        security_manager.sync_role_definitions()
        user = security_manager.find_user(USER)
        if user is None:
            role = security_manager.find_role("Admin")
            security_manager.add_user(USER, "potline", "admin", "admin@localhost", role, password)
        else:
            security_manager.reset_password(user.id, password)


if __name__ == "__main__":
    prepare_metadata(sys.stdin.readline().strip())
