"""How wide a draft is written, and which line ends its writer meant."""

from dataclasses import dataclass

from knowledge.plans.lines import Line, Look

# A line this much shorter than the longest was ended on purpose; narrow columns are broken by a machine.
_SLACK, _NARROW = 12, 60


@dataclass(frozen=True, slots=True)
class Page:
    """How long a line may grow before it is broken, and whether most lines begin without a capital, as in a chat."""

    width: int
    quiet: bool

    def meant(self, text: str, before: Line, after: Line) -> bool:
        """Whether a line ends where the writer ended it: the next word would still have fitted."""
        begins = after.span.of(text)[:1]
        fresh = self.quiet or begins.isupper() or begins.isdigit()
        first = len(after.words.split(" ", 1)[0])
        return fresh and len(before.words) + 1 + first + _SLACK < self.width


def page_of(text: str, lines: tuple[Line, ...]) -> Page:
    """What the lines of a draft show of its page."""
    sizes = sorted(len(line.words) for line in lines if line.look in {Look.PROSE, Look.ITEM})
    width = sizes[int(0.95 * len(sizes))] if sizes else 0
    firsts = [line.span.of(text)[:1] for line in lines if line.look is Look.PROSE]
    quiet = sum(one.islower() for one in firsts) > 0.6 * max(1, len(firsts)) and width > _NARROW
    return Page(width, quiet=quiet)
