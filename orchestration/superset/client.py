"""What is asked of a running Superset over its REST API."""

import json
import urllib.error
import urllib.request
from http.cookiejar import CookieJar
from typing import Any
from uuid import uuid4

from orchestration.terminal import CommandError, clean_text

SECONDS = 120


class Superset:
    """A Superset that a user is logged in to. A refused request is a CommandError with what Superset says."""

    def __init__(self, url: str, user: str, password: str) -> None:
        self.url = url.rstrip("/")
        # A proxy of the surroundings has no business between two processes of one machine.
        self._opener = urllib.request.build_opener(
            urllib.request.HTTPCookieProcessor(CookieJar()), urllib.request.ProxyHandler({})
        )
        self._headers: dict[str, str] = {"Referer": self.url}
        login = {"username": user, "password": password, "provider": "db", "refresh": False}
        token = self.post("/api/v1/security/login", login)["access_token"]
        self._headers["Authorization"] = f"Bearer {token}"
        self._headers["X-CSRFToken"] = self.get("/api/v1/security/csrf_token/")["result"]

    def get(self, path: str) -> Any:
        """Return the JSON at a path."""
        return json.loads(self.get_bytes(path))

    def get_bytes(self, path: str) -> bytes:
        """Return what is at a path."""
        return self._ask(urllib.request.Request(self.url + path))

    def post(self, path: str, content: object) -> Any:
        """Send JSON to a path and return the JSON of the answer."""
        request = urllib.request.Request(
            self.url + path, json.dumps(content).encode(), {"Content-Type": "application/json"}
        )
        return json.loads(self._ask(request))

    def import_assets(self, packed: bytes) -> None:
        """Import a ZIP of databases, datasets, charts and dashboards over what is there of them."""
        boundary = uuid4().hex
        head = (
            f'--{boundary}\r\nContent-Disposition: form-data; name="bundle"; filename="potline.zip"\r\n'
            "Content-Type: application/zip\r\n\r\n"
        )
        body = head.encode() + packed + f"\r\n--{boundary}--\r\n".encode()
        kind = {"Content-Type": f"multipart/form-data; boundary={boundary}"}
        self._ask(urllib.request.Request(self.url + "/api/v1/assets/import/", body, kind))

    def _ask(self, request: urllib.request.Request) -> bytes:
        for name, value in self._headers.items():
            request.add_header(name, value)
        place = f"{request.get_method()} {request.full_url}"
        try:
            with self._opener.open(request, timeout=SECONDS) as answer:
                content: bytes = answer.read()
                return content
        except urllib.error.HTTPError as error:
            said = clean_text(" ".join(error.read(2_000).decode("utf-8", "replace").split()))
            raise CommandError(f"Superset refused {place} with status {error.code}: {said}") from error
        except OSError as error:
            raise CommandError(f"Superset does not answer at {place}: {error}") from error
