"""Superset's settings, read by Superset itself (SUPERSET_CONFIG_PATH): one person's server on this machine."""

import os
from pathlib import Path

HOME = Path(os.environ["SUPERSET_HOME"])

SECRET_KEY = (HOME / "secret_key").read_text()
SQLALCHEMY_DATABASE_URI = f"sqlite:///{HOME / 'superset.db'}?check_same_thread=false"

# The server listens on this machine alone; a rate limit would need a store of its own.
RATELIMIT_ENABLED = False
CONTENT_SECURITY_POLICY_WARNING = False
# The data change with a release, and a query on the published file takes milliseconds.
DATA_CACHE_CONFIG = {"CACHE_TYPE": "NullCache"}

# Pages may load from this server and nowhere else: by default they ask for a pixel of Superset's statistics, and maps.
TALISMAN_CONFIG = {
    "content_security_policy": {
        "base-uri": ["'self'"],
        "default-src": ["'self'"],
        "img-src": ["'self'", "blob:", "data:"],
        "worker-src": ["'self'", "blob:"],
        "connect-src": ["'self'"],
        "object-src": "'none'",
        "style-src": ["'self'", "'unsafe-inline'"],
        "font-src": ["'self'"],
        "script-src": ["'self'", "'strict-dynamic'"],
    },
    "content_security_policy_nonce_in": ["script-src"],
    "force_https": False,
    "session_cookie_secure": False,
}
