"""A page of a release in headless Chromium, which fails for whatever a page that stands alone must not do."""

import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Literal

from playwright.sync_api import Browser, Page

CHROMIUM = next(
    filter(None, map(shutil.which, ("chromium", "chromium-browser", "google-chrome", "chrome"))), None
)


@contextmanager
def open_page(
    browser: Browser, path: Path, *, width: int = 1280, scheme: Literal["light", "dark"] = "light"
) -> Iterator[Page]:
    """Open a file; afterwards, it has asked for nothing but itself and has complained of nothing."""
    context = browser.new_context(viewport={"width": width, "height": 800}, color_scheme=scheme)
    faults: list[str] = []
    page = context.new_page()
    page.on("pageerror", lambda error: faults.append(f"error: {error}"))
    page.on("dialog", lambda dialog: faults.append(f"dialog: {dialog.message}"))
    page.on("console", lambda message: faults.append(f"{message.type}: {message.text}"))
    page.on(
        "request",
        lambda request: (
            None
            if request.url.startswith((path.as_uri(), "data:"))
            else faults.append(f"request: {request.url}")
        ),
    )
    page.goto(path.as_uri())
    yield page
    context.close()
    assert not faults
