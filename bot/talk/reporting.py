"""Reports on drafts as messages, in which nobody's details are repeated."""

import re
from collections.abc import Iterator

from bot.checked import Checked
from bot.render.cutting import cut
from bot.render.message import Block, Message, Run, Style, quotation, said, small, strong
from bot.render.wording import CLOSING, capital, dated, kind_name, left_out, most_serious_first, one_line, tally, unseen
from knowledge.deidentify import deidentify, find
from knowledge.plans.report import Finding

_EXCERPT = 160
FIRST = 5


class Mask:
    """Masks in words from a draft whatever identifies somebody anywhere in that draft."""

    def __init__(self, text: str) -> None:
        found = {one.span.of(text): one.kind.mask for one in find(text)}
        self.kinds = tuple(dict.fromkeys(one.kind.words for one in find(text)))
        self._masks = {" ".join(words.split()): mask for words, mask in found.items()}
        longest = sorted(map(re.escape, self._masks), key=len, reverse=True)
        self._known = re.compile(rf"(?<!\w)(?:{'|'.join(longest)})(?!\w)") if longest else None

    def of(self, words: str) -> str:
        """The words with masks in place of identifiers."""
        if self._known:
            words = self._known.sub(lambda match: self._masks[match[0]], words)
        return deidentify(words).text


def report_message(checked: Checked, name: str, mask: Mask) -> Message:
    """What was read, how many gaps there are, and the most serious ones with masked excerpts."""
    report = checked.report
    heading = f"{name}: {kind_name(report.kind)}, {dated(report)}"
    blocks = [strong(heading), said(tally(report), close=True)]
    blocks += [small(f"Note: {mask.of(note)}") for note in unseen(report)]
    gaps = sum(row.if_not is None for row in report.matrix)
    if gaps:
        blocks.append(
            said(f"{gaps} of {len(report.matrix)} risks have no fallback: what happens if things do not change?")
        )
    for number, finding in enumerate(most_serious_first(report.findings)[:FIRST], start=1):
        blocks += _finding(number, finding, checked.text, mask)
    return (*blocks, small(CLOSING))


def findings_message(checked: Checked, mask: Mask) -> Message:
    """Every finding, most serious first."""
    blocks: list[Block] = []
    for number, finding in enumerate(most_serious_first(checked.report.findings), start=1):
        blocks += _finding(number, finding, checked.text, mask)
    blocks += [small(mask.of(note)) for note in left_out(checked.report)]
    return (*blocks, small(CLOSING))


def finding_message(checked: Checked, number: int, mask: Mask) -> Message:
    """One finding with the reasons for it."""
    ordered = most_serious_first(checked.report.findings)
    if not 1 <= number <= len(ordered):
        return (said("There is no finding with that number now."),)
    finding = ordered[number - 1]
    why = small(f"Why it matters: {'; '.join(finding.why)}. /rules {finding.rule} explains the check.", close=True)
    return (*_finding(number, finding, checked.text, mask), why)


def _finding(number: int, finding: Finding, text: str, mask: Mask) -> Iterator[Block]:
    severity = Run(f"{number}. {capital(finding.severity.value)}: ", Style.BOLD)
    yield Block((severity, Run(mask.of(finding.message))))
    if finding.span:
        yield quotation(f"“{_excerpt(mask.of(one_line(finding.span, text)))}”", close=True)
    yield said(f"Better, for example: {finding.better}", close=True)


def _excerpt(words: str) -> str:
    end, start = cut(words, _EXCERPT)
    return words if start >= len(words) else f"{words[:end]} […]"
