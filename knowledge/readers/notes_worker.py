"""The child process that puts notes into one uploaded PDF: limits first, then the file, then the new file."""

import json
import sys
from contextlib import suppress

from knowledge.readers.worker import confine, refuse


def main() -> None:
    """Reads the notes (one JSON line) and the file from standard input; writes the PDF, or nothing."""
    confine()
    summary, notes = json.loads(sys.stdin.buffer.readline())
    data = sys.stdin.buffer.read()
    from knowledge.readers.pdf_notes import NOT_FOR_PYPDF, noted

    sys.addaudithook(refuse)
    with suppress(MemoryError, RecursionError, *NOT_FOR_PYPDF):
        sys.stdout.buffer.write(noted(data, summary, notes))


if __name__ == "__main__":
    main()
