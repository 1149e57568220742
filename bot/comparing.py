"""The compare command's work: two files to one comparison; nothing is stored."""

from dataclasses import dataclass
from pathlib import Path

from bot.app import App
from bot.checking import local_rules, read_draft
from bot.names import shown
from knowledge.errors import PlanError
from knowledge.plans.compare.model import Comparison, PairKind
from knowledge.plans.compare.pair import compare
from knowledge.readers import bytes_of


@dataclass(frozen=True, slots=True)
class Pair:
    """Two documents and what one says of the other; each span points into its own text."""

    old_name: str
    new_name: str
    old_text: str
    new_text: str
    comparison: Comparison


def compare_files(app: App, old: Path, new: Path, kind: str | None, rules: Path | None) -> Pair:
    """Both files read as ``check`` reads them, and compared."""
    return compare_drafts(app, (bytes_of(old), old.name), (bytes_of(new), new.name), kind, rules)


def compare_drafts(
    app: App, old: tuple[bytes, str], new: tuple[bytes, str], kind: str | None = None, rules: Path | None = None
) -> Pair:
    """Two documents held in memory, each with the name of its file; nothing is written anywhere."""
    before, after = read_draft(*old).text, read_draft(*new).text
    local = local_rules(rules or app.settings.rules_file)
    found = compare(before, after, kind=pair_kind_named(kind), local=local, embed=app.embed)
    return Pair(shown(Path(old[1]).stem), shown(Path(new[1]).stem), before, after, found)


def pair_kind_named(name: str | None) -> PairKind | None:
    """The kind of pair that a name means; raises ``PlanError`` that lists them all."""
    if name is None:
        return None
    try:
        return PairKind(name)
    except ValueError:
        known = ", ".join(kind.value for kind in PairKind)
        raise PlanError("That kind of comparison is not known.", f"Use one of: {known}.") from None
