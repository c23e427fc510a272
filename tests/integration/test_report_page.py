"""`report.html` of a release, used as a reader uses it: with a mouse, with keys alone, on a phone, in the dark."""

from collections.abc import Iterator
from contextlib import closing
from pathlib import Path
from typing import Any, Literal

import duckdb
import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Page, expect, sync_playwright

from orchestration.report import REPORT_FILE
from tests.integration.browser import CHROMIUM, open_page
from tests.integration.commands import call_potline
from tests.integration.conftest import Built

pytestmark = pytest.mark.skipif(CHROMIUM is None, reason="there is no Chromium on the path")

PARTICIPANTS = "marts.fct_participations as p left join marts.dim_firms as f on p.firm_id = f.firm_id"

# What each filter must leave of the meetings, asked of the tables: first days, then wordings where there is none.
FILTERS = {
    "firm": (
        "Chinalco",
        f"select meeting_id from {PARTICIPANTS} where coalesce(f.group_name, f.name) = $1 "
        "union select meeting_id from marts.fct_demands as d "
        "inner join marts.dim_firms as f on d.requester_firm_id = f.firm_id "
        "where coalesce(f.group_name, f.name) = $1",
    ),
    "person": ("cui yan", "select meeting_id from marts.fct_participations where person_name ilike $1"),
    "category": (
        "Land",
        "select meeting_id from marts.fct_demands where category = lower($1) "
        "union select meeting_id from marts.fct_commitments where category = lower($1)",
    ),
    "from": ("2021", "select meeting_id from marts.fct_meetings where year(held_on) >= $1::integer"),
    "to": ("2016", "select meeting_id from marts.fct_meetings where year(held_on) <= $1::integer"),
}

HOSTILE = """Breaking "><img src=x onerror="window.hit=1"> News</title><script>window.hit=2</script>

Post Time: Mar-18-2024

ZOUPING, March 15 -- A joint project for car wheels was signed here on Friday between Zouping and Luzhong Recycled \
Metals. Sun Lihua, vice mayor of Zouping, and Cui Yan, chairwoman of Luzhong Recycled Metals, put their names to the \
contract. \U00020bb7 <script>window.hit=3</script>

Cui Yan hoped that Zouping would guarantee power supply </script><script>window.hit=4</script> and the land \
<img src=x onerror="window.hit=5"> for the project.

Sun Lihua said that Zouping would provide power supply and land for the "><svg onload=window.hit=6> project. \
Sun Lihua thanked Cui Yan for <b>her</b> patience &amp; trust <!-- ]]>.
"""


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM)
        yield browser
        browser.close()


@pytest.fixture(scope="module")
def report(built: Built) -> Path:
    return built.settings.published / "current" / REPORT_FILE


@pytest.fixture(scope="module")
def hostile(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A release of an article, and of an empty file's name, that are full of HTML and script."""
    folder = tmp_path_factory.mktemp("hostile")
    landing = folder / "landing"
    landing.mkdir()
    (landing / "article.txt").write_text(HOSTILE, encoding="utf-8")
    (landing / "<img src=x onerror=window.hit=7>.txt").write_bytes(b"")
    called = call_potline("build", landing, "--data", folder / "data")
    assert called.exit_code == 0, called.complaint
    return folder / "data" / "published" / "current"


def query(folder: Path, sql: str, *parameters: object) -> list[tuple[Any, ...]]:
    with closing(duckdb.connect(folder / "potline.duckdb", read_only=True)) as connection:
        return connection.execute(sql, list(parameters)).fetchall()


def list_meetings(page: Page) -> list[str]:
    return page.locator("#meetings .brief th:visible").all_text_contents()


@pytest.mark.parametrize("name", FILTERS)
def test_a_filter_leaves_what_the_tables_say(browser: Browser, report: Path, name: str) -> None:
    value, sql = FILTERS[name]
    wanted = query(
        report.parent,
        "select coalesce(held_on::varchar, held_on_text) from marts.fct_meetings "
        f"where meeting_id in ({sql}) order by held_on desc nulls last, meeting_id",
        value,
    )
    with open_page(browser, report) as page:
        everything = list_meetings(page)
        field = page.locator(f"#filter-{name}")
        if name == "person":
            field.fill(value)
        else:
            field.select_option(value)
        left = list_meetings(page)
        assert left == [held for (held,) in wanted]
        assert 0 < len(left) < len(everything)
        assert f"{len(left)} of {len(everything)} meetings" in page.locator("#filter-result").inner_text()
        page.locator("#filters button").click()
        # Not by a function that the page polls: its policy lets no text run.
        expect(page.locator("#meetings tbody[hidden]")).to_have_count(0)
        assert list_meetings(page) == everything


def test_a_filter_acts_on_the_charts(browser: Browser, report: Path) -> None:
    asked, answered = query(
        report.parent,
        "select count(distinct d.demand_id), count(distinct r.demand_id) from marts.fct_demands as d "
        "left join marts.fct_demand_responses as r on d.demand_id = r.demand_id where category = 'power_supply'",
    )[0]
    with open_page(browser, report) as page:
        page.select_option("#filter-category", "Power supply")
        rows = page.locator("#chart-category tbody tr").all_text_contents()
        assert rows == [f"Power supply{asked}{answered}{round(100 * answered / asked)} %"]
        drawn = page.locator("#chart-category svg desc").text_content()
        assert drawn == f"Power supply: {asked} asked, {answered} answered."
        page.fill("#filter-person", "nobody of this name")
        assert not list_meetings(page)
        assert "Nothing here fits" in page.locator("#meetings .more").inner_text()


def test_a_table_is_sorted_with_keys_alone(browser: Browser, report: Path) -> None:
    with open_page(browser, report) as page:
        header = page.locator("#meetings th", has_text="Asked")
        header.locator("button").focus()
        for order, wants_most_first in (("descending", True), ("ascending", False)):
            page.keyboard.press("Enter")
            assert header.get_attribute("aria-sort") == order
            counts = [int(text) for text in page.locator("#meetings [data-label=Asked]").all_text_contents()]
            assert counts == sorted(counts, reverse=wants_most_first)
            assert counts[0] != counts[-1]


def test_a_fact_leads_to_its_evidence(browser: Browser, report: Path) -> None:
    with open_page(browser, report) as page:
        page.locator(".opener").first.focus()
        page.keyboard.press("Enter")
        links = page.locator("#meeting-0 .quote .evidence")
        assert links.count() > 2
        for link in links.all():
            quote = link.text_content()
            link.focus()
            page.keyboard.press("Enter")
            mark = page.locator("#reader mark")
            mark.wait_for()
            assert mark.text_content() == quote
            assert is_in_view(page)
            page.keyboard.press("Escape")
            page.locator("#reader").wait_for(state="hidden")
            assert link.evaluate("link => link === document.activeElement")


def is_in_view(page: Page) -> bool:
    return bool(
        page.evaluate(
            """() => {
                const box = document.getElementById("reader-text").getBoundingClientRect();
                const mark = document.querySelector("#reader mark").getBoundingClientRect();
                return mark.top >= box.top && mark.bottom <= Math.min(box.bottom, innerHeight);
            }"""
        )
    )


def test_every_evidence_is_word_for_word(browser: Browser, report: Path) -> None:
    demands = query(report.parent, "select distinct demand_text from marts.fct_demands")
    with open_page(browser, report) as page:
        quotes = set(page.locator("#meetings .quote").all_text_contents())
    assert {text for (text,) in demands} <= quotes


@pytest.mark.parametrize("width", [360, 1280])
@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_anybody_can_use_it(
    browser: Browser, report: Path, scheme: Literal["light", "dark"], width: int
) -> None:
    with open_page(browser, report, width=width, scheme=scheme) as page:
        for summary in page.locator("summary").all():
            summary.click()
        page.locator(".opener").first.click()
        assert page.evaluate("document.documentElement.scrollWidth") == width
        paper = page.evaluate("getComputedStyle(document.body).backgroundColor")
        assert (max(map(int, paper[4:-1].split(","))) < 64) == (scheme == "dark")
        assert not name_violations(page)
        page.locator("#meeting-0 .quote .evidence").first.click()
        assert not name_violations(page)


def name_violations(page: Page) -> list[str]:
    found = Axe().run(page).response["violations"]
    return [f"{one['id']}: {node['html']}" for one in found for node in one["nodes"]]


def test_it_can_be_printed(browser: Browser, report: Path) -> None:
    with open_page(browser, report, scheme="dark") as page:
        page.locator(".opener").first.click()
        page.emulate_media(media="print")
        assert page.evaluate("getComputedStyle(document.body).backgroundColor") == "rgb(255, 255, 255)"
        assert page.locator("#meeting-0 .quote").first.is_visible()
        assert not page.locator("#filters").is_visible()


def test_text_of_articles_is_text(browser: Browser, hostile: Path) -> None:
    with open_page(browser, hostile / REPORT_FILE) as page:
        page.locator(".opener").first.click()
        demand = page.locator("#meeting-0 .ask .quote .evidence")
        quote = demand.text_content() or ""
        assert (
            '</script><script>window.hit=4</script> and the land <img src=x onerror="window.hit=5">' in quote
        )
        demand.click()
        mark = page.locator("#reader mark")
        mark.wait_for()
        assert mark.text_content() == quote
        shown = page.locator("#reader-text .article").text_content()
        assert shown == query(hostile, "select text from marts.dim_articles")[0][0]
        assert "<img src=x onerror=window.hit=7>.txt" in (page.locator("#left-out").text_content() or "")
        assert page.evaluate("window.hit") is None
        assert page.locator("img, svg[onload], b:has-text('her')").count() == 0


def test_nothing_runs_that_is_not_the_pages_own(browser: Browser, report: Path, tmp_path: Path) -> None:
    text = report.read_text(encoding="utf-8")
    copy = tmp_path / REPORT_FILE
    copy.write_text(text.replace("</main>", "<script>window.hit=1</script></main>"), encoding="utf-8")
    context = browser.new_context()
    page = context.new_page()
    page.goto(copy.as_uri())
    assert page.evaluate("window.hit") is None
    context.close()
