"""The exact-citation path: passages under the provisions that a question names."""

import re
from collections.abc import Iterable, Sequence
from dataclasses import replace

from knowledge.catalogue import Stored
from knowledge.citations import CONVENTION_RIGHTS, LETTER, Reference, provision_of, subs_of, without_citations
from knowledge.glossary import lookup
from knowledge.index import Index
from knowledge.other_laws import other_law
from knowledge.timescales import clocks
from knowledge.understanding import Understood
from knowledge.weighing import Retrieved
from knowledge.words import content_words


def cited_by(index: Index, asked: Understood) -> dict[int, float]:
    """Passages under the provisions that a question names: 1 for the provision, more for the pinpoint.

    The provisions of the answer before it count for less: a follow-up mostly stays with them.
    """
    found: dict[int, float] = {}
    for reference in named(index, asked):
        for row in matching(index, reference):
            pinned = 1.0 + 0.5 * _agreement(reference.subs, subs_of(row.passage.locator))
            found[row.key] = max(found.get(row.key, 0.0), pinned)
    for reference in asked.earlier:
        for row in matching(index, reference):
            found[row.key] = max(found.get(row.key, 0.0), _EARLIER)
    return found


_EARLIER = 0.5


def each_named(asked: Understood, found: Sequence[Retrieved]) -> list[Retrieved]:
    """The findings with the best of every provision first, where a question names several: "s17 or s47"."""
    provisions = {reference.provision for reference in asked.references}
    if len(provisions) < _SEVERAL:
        return list(found)
    leading: dict[str, Retrieved] = {}
    for one in found:
        provision = provision_of(one.passage.label)[1]
        if provision in provisions and one.signals.cited >= 1:
            leading.setdefault(provision, one)
    keys = {one.key for one in leading.values()}
    return [*leading.values(), *(one for one in found if one.key not in keys)]


_SEVERAL = 2


def is_bare(asked: Understood) -> bool:
    """Whether a question is a citation that asks only what it says: ``s47``, or "what does reg 28(2) require"."""
    if not asked.references or asked.follow_up:
        return False
    left = content_words(_INSTRUMENT.sub(" ", without_citations(asked.text)))
    title = frozenset(content_words(other_law(asked.text)))
    return all(word in _SAYS or word in title for word in left if word.isalpha())


# What asks for the words of a provision, and what may stand beside its number.
_SAYS = frozenset(
    """say says said require requires required mean means meant cover covers state states provide provides contain
    contains tell tells deal deals explain summary summarise text wording words read quote show give list me full
    actually exactly law act regulation regulations section england english""".split()
)
# The instrument that stands beside the number, in its usual forms.
_INSTRUMENT = re.compile(
    r"\b(?:SI|CA|WT|FPR)\b|\bchildren act\b|\bworking together\b"
    r"|\b(?:echr|hra|uncrc|european convention|convention|human rights?)\b|\brights of the child\b"
    r"|\b(?:ofsted|letter|inspection|focused visit|bullet|finding|20\d\d)\b",
    re.IGNORECASE,
)


def held_under(index: Index, asked: Understood) -> tuple[str, ...]:
    """The instruments that have a number which was sent alone and which is not known for one of them, as ``reg 8``."""
    if not is_bare(asked) or len(asked.references) != 1 or _is_known(asked.references[0].provision):
        return ()
    one = named(index, asked)[0]
    if one.instrument or one.subs or one.provision.split()[0] not in {"reg", "s", "Sch"}:
        return ()
    labels = dict.fromkeys(provision_of(row.passage.label)[0] for row in index.under(one.provision))
    return tuple(sorted(labels, key=lambda name: name not in USUAL.values())) if len(labels) > 1 else ()


def says_which_law(asked: Understood) -> bool:
    """Whether a question names a provision that only one law is meant by."""
    return any(reference.instrument or _is_known(reference.provision) for reference in asked.references)


def _is_known(provision: str) -> bool:
    """Whether the trade means one law by a number: it has a short form, or a clock of that law runs on it."""
    usual = f"{USUAL.get(provision.split()[0], '')} {provision}"
    return lookup(provision.replace("s ", "s")) is not None or any(clock.label == usual for clock in clocks())


def named(index: Index, asked: Understood) -> tuple[Reference, ...]:
    """The references of a question, with the enactment that its words name where no short form did."""
    if not asked.references or asked.references[0].instrument:
        return asked.references
    instrument = index.instrument_named(asked.text) or other_law(asked.text)
    return tuple(replace(reference, instrument=instrument) for reference in asked.references)


def matching(index: Index, reference: Reference) -> tuple[Stored, ...]:
    """Passages under one provision; without an instrument, those of the one most likely meant."""
    if reference.instrument == LETTER:
        return _of_letter(index, reference.provision)
    if reference.instrument == CONVENTION_RIGHTS and reference.provision.startswith("art "):
        return _of_article(index, reference.provision)
    rows = index.under(reference.provision, reference.instrument)
    if reference.instrument or not rows:
        return rows
    meant = _likeliest(row.passage.label for row in rows)
    return tuple(row for row in rows if provision_of(row.passage.label)[0] == meant)


def _of_letter(index: Index, part: str) -> tuple[Stored, ...]:
    """Passages under one numbered part of any inspection letter that is held."""
    labels = sorted(name for name in index.instruments if name.startswith(LETTER) and name.endswith(f" {part}"))
    return tuple(row for label in labels for row in index.catalogue.by_label(index.snapshot, label))


def _of_article(index: Index, article: str) -> tuple[Stored, ...]:
    """Passages of Schedule 1 to the Human Rights Act that give one article of the European Convention."""
    wanted = re.compile(rf"\b{article}\b(?!\d)", re.IGNORECASE)
    return tuple(row for row in index.under("Sch 1", CONVENTION_RIGHTS) if wanted.search(row.passage.locator))


# Where a question gives only a number, the instrument that practitioners mean by it.
USUAL = {"reg": "SI 2010/959", "s": "CA 1989", "Sch": "SI 2010/959", "ch": "WT 2023", "PD": "FPR"}


def _likeliest(labels: Iterable[str]) -> str:
    instruments = [provision_of(label) for label in labels]
    usual = USUAL.get(instruments[0][1].split()[0].rstrip("0123456789ABC"), "")
    names = [instrument for instrument, _ in instruments]
    return usual if usual in names else names[0]


def _agreement(wanted: Sequence[str], held: Sequence[str]) -> float:
    """How far a pinpoint agrees with the one asked for, from 0 to 1."""
    if not wanted:
        return 0.0
    same = 0
    for one, other in zip(wanted, held, strict=False):
        if one != other:
            break
        same += 1
    return same / len(wanted)
