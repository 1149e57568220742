"""One team whatever its capitals: counts of each spelling of a name together, under the one most often used."""

from collections import Counter
from collections.abc import Mapping
from typing import TypeVar

K = TypeVar("K", bound=tuple[str, ...])


def spellings(drafts: Mapping[tuple[str, str], int]) -> dict[str, str]:
    """For each team, without regard to capitals, the spelling under which most drafts stand."""
    written: Counter[str] = Counter()
    for (team, _), number in drafts.items():
        written[team] += number
    return {team.casefold(): team for team, _ in sorted(written.items(), key=lambda one: (one[1], one[0]))}


def together(counts: Mapping[K, int], spelled: Mapping[str, str], team: str | None) -> Counter[K]:
    """The counts, whose keys begin with a team, under one spelling each; of one team where it is named."""
    summed: Counter[K] = Counter()
    for key, number in counts.items():
        name = key[0].casefold()
        if team is None or name == " ".join(team.split()).casefold():
            summed[(spelled.get(name, key[0]), *key[1:])] += number  # type: ignore[index]  # the same kind of key
    return summed
