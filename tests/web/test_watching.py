"""What an operator's monitoring reads from the web page, without signing in."""

import re

import httpx

from tests.web.conftest import Visit


def test_health_and_readiness_need_no_signing_in(served: str) -> None:
    for path in ("/health", "/ready"):
        reply = httpx.get(served + path, timeout=30)

        assert reply.status_code == 200
        assert reply.json()["status"] == "ok"


def test_answers_stopped_questions_and_drafts_are_counted_without_their_words(member: Visit) -> None:
    before = _counts(member)

    member.ask("How long does regulation 24 approval last?")
    member.ask("Should Tamsin Okonkwo-Reilly have a core group?")
    member.post(
        "/check", files={"file": ("", b"")}, text="Child protection plan. Zebedee hides. Mum to attend, ongoing."
    )

    after = _counts(member)
    grown = {name.partition("{")[0] for name, count in after.items() if count > before.get(name, 0)}
    assert {"practice_bot_answers_total", "practice_bot_stopped_total", "practice_bot_drafts_total"} <= grown
    text = httpx.get(f"{member.address}/metrics", timeout=30).text
    assert not re.search("okonkwo|zebedee|regulation", text, re.IGNORECASE)


def _counts(visit: Visit) -> dict[str, float]:
    text = httpx.get(f"{visit.address}/metrics", timeout=30).text
    lines = (line.rsplit(" ", 1) for line in text.splitlines() if not line.startswith("#"))
    return {name: float(count) for name, count in lines}
