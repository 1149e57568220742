"""Health and metrics over HTTP, as an operator's monitoring reads them."""

import json
import urllib.error
import urllib.request

import pytest

from bot.app import App
from bot.health import Health, HealthAddressError, Metrics, bot_health, serving
from config.settings import load
from knowledge.errors import StoreError


def fetched(address: str) -> tuple[int, str]:
    try:
        with urllib.request.urlopen(address, timeout=5) as reply:  # noqa: S310 - our own loopback address
            return reply.status, reply.read().decode()
    except urllib.error.HTTPError as problem:
        with problem:
            return problem.code, problem.read().decode()


def test_a_well_bot_is_alive_and_ready() -> None:
    with serving(Health({"all": lambda: ""}), "127.0.0.1:0") as address:
        alive, ready = fetched(f"{address}/health"), fetched(f"{address}/ready")

    assert alive == (200, '{"status": "ok"}')
    assert ready[0] == 200


def test_a_bot_without_its_knowledge_base_is_alive_but_not_ready(tmp_path: object) -> None:
    health = bot_health(App(load({"PRACTICE_BOT_DATA": str(tmp_path)})))

    with serving(health, "127.0.0.1:0") as address:
        alive, ready = fetched(f"{address}/health"), fetched(f"{address}/ready")

    assert alive[0] == 200
    assert ready[0] == 503
    assert "practice-ingest" in json.loads(ready[1])["problems"]["knowledge base"]


def test_metrics_count_and_hold_no_words() -> None:
    metrics = Metrics()
    metrics.answered("telegram", "answered", 0.2)
    metrics.answered("telegram", "answered", 0.4)
    metrics.stopped("name", "phone")
    metrics.checked("web")
    metrics.failed("web")
    metrics.waiting(lambda: 3)

    with serving(Health({}, metrics), "127.0.0.1:0") as address:
        status, text = fetched(f"{address}/metrics")

    assert status == 200
    assert 'practice_bot_answers_total{channel="telegram",status="answered"} 2.0' in text
    assert 'practice_bot_stopped_total{kind="phone"} 1.0' in text
    assert "practice_bot_inbox_waiting 3.0" in text
    assert 'practice_bot_answer_seconds_count{channel="telegram"} 2.0' in text


def test_two_bots_in_one_process_do_not_share_counters() -> None:
    first, second = Metrics(), Metrics()

    first.checked("web")

    assert b'drafts_total{channel="web"} 1.0' in first.text()
    assert b"drafts_total{" not in second.text()


def test_another_address_is_not_found() -> None:
    with serving(Health({}), "127.0.0.1:0") as address:
        assert fetched(f"{address}/etc/passwd")[0] == 404


def test_a_check_that_fails_is_named() -> None:
    def broken() -> str:
        raise StoreError("The records are locked.", "Try again.")

    assert Health({"records": broken}).problems() == {"records": "The records are locked. Try again."}


@pytest.mark.parametrize("listen", ["9100", "127.0.0.1:x", ":", "127.0.0.1:99999"])
def test_a_bad_address_is_said_in_one_sentence(listen: str) -> None:
    with pytest.raises(HealthAddressError, match=r"127\.0\.0\.1:9100"), serving(Health({}), listen):
        pass


def test_a_taken_address_is_said(tmp_path: object) -> None:
    del tmp_path
    with (
        serving(Health({}), "127.0.0.1:0") as address,
        pytest.raises(HealthAddressError, match="taken"),
        serving(Health({}), address.removeprefix("http://")),
    ):
        pass
