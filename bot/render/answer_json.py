"""An answer as the JSON object that ``ask --json`` and ``ask --batch`` print."""

from datetime import date
from typing import Any

from knowledge.reply import Answer, Quote


def answer_object(answer: Answer, today: date, question_id: str | None = None) -> dict[str, Any]:
    """The object of ``docs/interfaces``: stable names, dates in ISO form, seconds as floats."""
    made = {
        "id": question_id,
        "status": answer.status.value,
        "abstained": answer.abstained,
        "answer_text": answer.text,
        "quotes": [_quote(quote, today) for quote in answer.quotes],
        "citations": list(answer.citations),
        "choices": list(answer.choices),
        "deadline": answer.deadline.due.isoformat() if answer.deadline else None,
        "snapshot": answer.snapshot,
        "latency_s": round(answer.seconds, 4),
    }
    return made if question_id is not None else {key: made[key] for key in made if key != "id"}


def _quote(quote: Quote, today: date) -> dict[str, Any]:
    passage, source = quote.passage, quote.source
    return {
        "text": quote.text,
        "source_id": source.id,
        "passage_id": passage.id,
        "label": passage.label,
        "locator": passage.locator,
        "title": passage.title,
        "authority": quote.authority.value,
        "status": passage.status,
        "confirmed": passage.confirmed,
        "as_at": (passage.as_at or source.as_at).isoformat(),
        "url": passage.url or source.url,
        "page": passage.page,
        "digest": source.digest,
        "sample": source.sample,
        "differs_from_law": quote.contrary,
        "owner": source.owner,
        "signed_off_by": source.signed_off_by,
        "signed_off_on": source.signed_off_on.isoformat() if source.signed_off_on else None,
        "review_due": source.review_due.isoformat() if source.review_due else None,
        "flags": list(source.flags(today)),
    }
