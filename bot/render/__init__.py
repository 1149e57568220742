"""One answer, report or deadline, shown as terminal text or as JSON."""
