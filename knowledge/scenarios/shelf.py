"""A council's own scenarios: a folder beside the bundled ones, which a program names when it starts."""

import shutil
from dataclasses import dataclass
from pathlib import Path

from knowledge.errors import ScenarioError
from knowledge.scenarios.model import Scenario
from knowledge.scenarios.reader import FOLDER, own_folder, read_scenario, scenarios


@dataclass(frozen=True, slots=True)
class Left:
    """A file of the council's folder that is not used, and why."""

    file: str
    why: str


def read_new(path: Path) -> Scenario:
    """A scenario that somebody wrote; raises ``ScenarioError``, also where a bundled one has its id."""
    held = read_scenario(path)
    if path.absolute().parent != FOLDER and held.id in {one.id for one in scenarios(FOLDER)}:
        raise ScenarioError(f"A bundled draft is called {held.id} already.", "Give both of your files another name.")
    return held


def shelve(path: Path) -> Path:
    """Copy both files of a scenario into the council's folder; gives the folder."""
    held, folder = read_new(path), own_folder()
    try:
        folder.mkdir(parents=True, exist_ok=True)
        for ending in (".md", ".toml"):
            shutil.copyfile(path.with_suffix(ending), folder / f"{held.id}{ending}")
    except shutil.SameFileError:
        pass
    except OSError:
        raise ScenarioError(f"The folder {folder} cannot be written to.", "Give this user the right.") from None
    return folder


def left_out() -> tuple[Left, ...]:
    """The files of the council's folder that are not used."""
    left = []
    for path in sorted(own_folder().glob("*.toml")):
        try:
            read_new(path)
        except ScenarioError as problem:
            left.append(Left(path.name, str(problem)))
    return tuple(left)
