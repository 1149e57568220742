"""The page in a real browser: keyboard, phone size, and the accessibility rules of axe-core (WCAG 2.2 AA)."""

import os
import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from tests.web.conftest import Visit
from tests.web.test_pages import DRAFT, QUESTION

selenium = pytest.importorskip("selenium.webdriver")
CHROMIUM, DRIVER = shutil.which("chromium"), shutil.which("chromedriver")
AXE = next(
    (
        path
        for folder in (os.environ.get("AXE_CORE", ""), "node_modules/axe-core")
        if folder and (path := Path(folder) / "axe.min.js").is_file()
    ),
    None,
)
pytestmark = pytest.mark.skipif(
    not (CHROMIUM and DRIVER and AXE), reason="needs chromium, chromedriver and axe-core (see .ci/run)"
)
_RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
_CHECK = """
const done = arguments[arguments.length - 1];
axe.run({runOnly: arguments[0]}).then(found => done(found.violations.map(one =>
    one.id + ": " + one.nodes.map(node => node.html).join(" | "))));
"""


@pytest.fixture(scope="module")
def browser() -> Iterator["selenium.Chrome"]:
    options = selenium.ChromeOptions()
    options.binary_location = CHROMIUM or ""
    for flag in (
        "--headless=new", "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-sync",
        "--disable-background-networking", "--disable-component-update", "--window-size=390,844",
    ):  # fmt: skip
        options.add_argument(flag)
    options.set_capability("goog:loggingPrefs", {"browser": "ALL"})
    driver = selenium.Chrome(options=options, service=selenium.ChromeService(DRIVER))
    driver.set_script_timeout(30)
    yield driver
    driver.quit()


@pytest.fixture
def signed_in(browser: "selenium.Chrome", visit: Visit) -> "selenium.Chrome":
    """The browser as a manager, on a phone."""
    visit.sign_in("manager")
    browser.get(f"{visit.address}/static/site.css")
    browser.delete_all_cookies()
    browser.add_cookie({"name": "practice_session", "value": visit.client.cookies["practice_session"], "path": "/"})
    browser.get(visit.address)
    return browser


def wait_for(browser: "selenium.Chrome", selector: str) -> Any:
    """The first element that fits, once the page has one."""
    from selenium.webdriver.support.ui import WebDriverWait

    return WebDriverWait(browser, 20).until(lambda page: page.find_element("css selector", selector))


def violations(browser: "selenium.Chrome") -> list[str]:
    """What axe-core finds on the page that is open."""
    assert AXE
    # The page's own policy forbids added scripts; the driver runs this one outside the policy.
    browser.execute_script(AXE.read_text(encoding="utf-8"))
    found: list[str] = browser.execute_async_script(_CHECK, _RULES)
    return found


def refused(browser: "selenium.Chrome") -> list[str]:
    """What the browser would not load or run."""
    return [row["message"] for row in browser.get_log("browser") if row["level"] == "SEVERE"]


@pytest.mark.parametrize("path", ["/", "/check", "/deadline?event=reg+24&day=2026-11-03", "/rules", "/rules/CONT003"])
def test_axe_finds_nothing_on_the_pages(signed_in: "selenium.Chrome", visit: Visit, path: str) -> None:
    signed_in.get(visit.address + path)

    assert violations(signed_in) == []
    assert refused(signed_in) == []


def test_axe_finds_nothing_on_the_sources_and_a_source(signed_in: "selenium.Chrome", visit: Visit) -> None:
    signed_in.get(f"{visit.address}/sources")
    on_list = violations(signed_in)
    signed_in.find_element("css selector", "main .list a").click()

    assert on_list == []
    assert violations(signed_in) == []


def test_a_question_is_asked_and_its_source_opened_with_the_keyboard_alone(signed_in: "selenium.Chrome") -> None:
    keys = selenium.Keys
    box = signed_in.find_element("id", "question")
    box.send_keys(QUESTION, keys.TAB, keys.ENTER)
    assert "16 weeks" in wait_for(signed_in, ".said").text

    summary = signed_in.find_element("css selector", "figure summary")
    summary.send_keys(keys.ENTER)

    assert signed_in.find_element("css selector", "figure mark").is_displayed()
    assert violations(signed_in) == []


def test_a_draft_is_checked_and_its_report_has_no_violation(signed_in: "selenium.Chrome", visit: Visit) -> None:
    signed_in.get(f"{visit.address}/check")
    signed_in.find_element("id", "text").send_keys(DRAFT)
    signed_in.find_element("css selector", "button[value=page]").click()

    wait_for(signed_in, "#matrix")
    assert violations(signed_in) == []


def test_nothing_is_wider_than_a_phone(signed_in: "selenium.Chrome", visit: Visit) -> None:
    for path in ("/", "/check", "/deadline", "/sources", "/rules"):
        signed_in.get(visit.address + path)
        width = signed_in.execute_script("return document.documentElement.scrollWidth")
        assert width <= signed_in.execute_script("return window.innerWidth"), path


def test_the_sign_in_page_has_no_violation(browser: "selenium.Chrome", visit: Visit) -> None:
    browser.get(f"{visit.address}/static/site.css")
    browser.delete_all_cookies()

    browser.get(visit.address)

    assert "Sign in" in browser.title
    assert violations(browser) == []


def test_axe_finds_nothing_on_training_and_the_board(signed_in: "selenium.Chrome", visit: Visit) -> None:
    signed_in.get(f"{visit.address}/train")
    on_list = violations(signed_in)
    signed_in.find_element("css selector", "form[action='/rounds'] button").click()
    wait_for(signed_in, "[data-live]")
    in_round = violations(signed_in)
    signed_in.get(f"{signed_in.current_url.partition('?')[0]}/screen")
    on_screen = violations(signed_in)
    wide = signed_in.execute_script("return document.documentElement.scrollWidth > window.innerWidth")
    signed_in.get(f"{visit.address}/board")

    assert on_list == []
    assert in_round == []
    assert on_screen == []
    assert not wide
    assert violations(signed_in) == []


def test_axe_finds_nothing_on_a_receipt_and_on_an_audit(
    signed_in: "selenium.Chrome", visit: Visit, other: Visit
) -> None:
    from bot.audits import GRADES
    from tests.web.test_auditing import FIRST, opened
    from tests.web.test_training import opened as opened_round

    code = opened_round(visit)
    visit.post("/rounds/join", code=code)
    signed_in.get(f"{visit.address}/rounds/{code}")
    box = signed_in.find_element("css selector", ".choice input[type=checkbox]")
    aside = box.size["width"]
    box.click()
    signed_in.find_element("css selector", "form[action$='/hand-in'] button").click()
    wait_for(signed_in, "[role=status]")
    on_receipt = violations(signed_in)
    audit = opened(visit)
    for one in (visit, other.sign_in()):
        one.post("/rounds/join", code=audit)
        one.post(f"/audits/{audit}/hand-in", rule=FIRST, grade=GRADES[0])
    visit.post(f"/audits/{audit}/compare")
    signed_in.get(f"{visit.address}/audits/{audit}")
    wait_for(signed_in, "h1")

    assert aside < 40
    assert on_receipt == []
    assert "How far you agree" in signed_in.page_source
    assert violations(signed_in) == []


def test_a_live_board_says_in_one_line_that_the_session_has_ended(signed_in: "selenium.Chrome", visit: Visit) -> None:
    from selenium.webdriver.support.ui import WebDriverWait

    from tests.web.test_training import opened as opened_round

    signed_in.get(f"{visit.address}/rounds/{opened_round(visit)}")
    board = wait_for(signed_in, "[data-live]")
    visit.post("/sign-out")

    WebDriverWait(signed_in, 20).until(lambda _: "not signed in any more" in board.text)

    assert board.text == (
        "You are not signed in any more. Load this page again and sign in."
        " Anything you have typed can still be sent first."
    )
    assert not board.find_elements("css selector", "form, h1")


def test_what_was_typed_when_the_session_ended_stands_in_the_page_after_signing_in(
    signed_in: "selenium.Chrome", visit: Visit
) -> None:
    from tests.web.test_signing_in_again import end_session

    end_session(visit)
    signed_in.find_element("id", "question").send_keys(QUESTION)
    signed_in.find_element("css selector", "form.ask button").click()
    at_the_door = wait_for(signed_in, ".tally").text
    on_door = violations(signed_in)
    signed_in.find_element("id", "code").send_keys(visit.invited(), selenium.Keys.ENTER)
    typed = wait_for(signed_in, "#kept-question").get_attribute("value")
    on_page = violations(signed_in)
    signed_in.find_element("css selector", "main form button").click()

    assert "not lost" in at_the_door
    assert typed == QUESTION
    assert "16 weeks" in wait_for(signed_in, ".said").text
    assert on_door == []
    assert on_page == []
