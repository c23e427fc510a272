"""Run by Superset's own Python: the dashboard as a headless Chromium draws it, as one picture.

Reads {url, user, password, chromium, picture, charts} from standard input, and writes {drawn, failures} to standard
output: how many charts came to show their data, and what the page complains of.
"""

import json
import sys
from typing import Any

from playwright.sync_api import Page, sync_playwright

WIDTH, HEIGHT = 1500, 1000
MILLISECONDS = 60_000
CHART = "[data-test='dashboard-component-chart-holder']"
# What a chart shows when it has no picture of its data: an error, or that there is nothing.
COMPLAINT = ".ant-alert-error, [data-test='error-alert'], .ant-empty, [class*='EmptyState']"
DRAWN = ".slice_container"
LOADING = "[data-test='loading-indicator'], .loading"


def draw_dashboard(wanted: dict[str, Any]) -> dict[str, Any]:
    """Log in, open the dashboard in a window as high as the page, wait for its charts, and keep the picture."""
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=wanted["chromium"])
        try:
            page = browser.new_page(viewport={"width": WIDTH, "height": HEIGHT})
            page.set_default_timeout(MILLISECONDS)
            return _draw(page, wanted)
        finally:
            browser.close()


def _draw(page: Page, wanted: dict[str, Any]) -> dict[str, Any]:
    outside: list[str] = []

    def stay_here(route: Any) -> None:
        if route.request.url.startswith((wanted["url"], "data:", "blob:")):
            route.continue_()
        else:
            outside.append(f"The page asks for {route.request.url}")
            route.abort()

    page.route("**/*", stay_here)
    page.goto(f"{wanted['url']}/login/")
    page.fill("input#username", wanted["user"])
    page.fill("input#password", wanted["password"])
    page.press("input#password", "Enter")
    page.wait_for_url(lambda url: "/login" not in url)
    page.goto(f"{wanted['url']}/superset/dashboard/potline/")
    page.wait_for_selector(CHART)
    # Charts are loaded when they come into sight: a window as high as the page has all of them in it.
    height = page.evaluate("Math.max(...[...document.querySelectorAll('*')].map(e => e.scrollHeight))")
    page.set_viewport_size({"width": WIDTH, "height": min(int(height) + 50, 8_000)})
    page.wait_for_function(
        "([drawn, complaint, loading, wanted]) => !document.querySelector(loading)"
        " && document.querySelectorAll(drawn).length + document.querySelectorAll(complaint).length >= wanted",
        arg=[DRAWN, COMPLAINT, LOADING, wanted["charts"]],
    )
    page.wait_for_load_state("networkidle")
    page.wait_for_timeout(2_000)
    page.screenshot(path=wanted["picture"])
    complaints = [text.strip() for text in page.locator(COMPLAINT).all_inner_texts()]
    return {
        "drawn": page.locator(DRAWN).count(),
        "failures": outside + [text or "A chart shows an error." for text in complaints],
    }


if __name__ == "__main__":
    json.dump(draw_dashboard(json.load(sys.stdin)), sys.stdout)
