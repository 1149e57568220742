"""The few named errors of the project. Each says what happened and what to do next."""


class GuidanceError(Exception):
    """A problem that a person can act on.

    ``str(error)`` is one clear sentence: what happened, then what to do. It never holds a
    secret, and never holds text that a user typed.
    """

    def __init__(self, happened: str, hint: str = "") -> None:
        self.happened = happened
        self.hint = hint
        super().__init__(f"{happened} {hint}".strip())


class SettingError(GuidanceError):
    """A setting is unknown or has a value that cannot be used."""


class SourceError(GuidanceError):
    """A source cannot be read, or may not be used as it is."""


class UnreadableFile(SourceError):
    """A file cannot be read as what it claims to be."""


class StoreError(GuidanceError):
    """The catalogue or the index is missing, locked, damaged or of another make."""


class DeadlineError(GuidanceError):
    """A deadline cannot be worked out from what was given."""


class PlanError(GuidanceError):
    """A draft cannot be checked as it is."""


class PeopleError(GuidanceError):
    """A person cannot be let in, or is not known."""


class SwitchedOff(GuidanceError):
    """An administrator has switched the bot off."""


class ScenarioError(GuidanceError):
    """A training scenario or quiz question cannot be read, or is not known."""


class RoundError(GuidanceError):
    """A training round or audit does not allow this now."""
