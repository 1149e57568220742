"""Finds and masks what identifies a person. Pure: no store, no log, no network."""

from knowledge.deidentify.kinds import Identifier, Kind
from knowledge.deidentify.masking import SafeText, deidentify, find, mask_spans
from knowledge.deidentify.public import Public

__all__ = ["Identifier", "Kind", "Public", "SafeText", "deidentify", "find", "mask_spans"]
