"""``python -m ingest`` is the same as ``practice-ingest``."""

from ingest.cli import main

main()
