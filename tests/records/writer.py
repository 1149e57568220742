"""A process that writes until it is killed: it prints a row's number only once the row is acknowledged."""

import os
import sys

from bot.records.store import open_records
from config.settings import load


def main(first: int) -> None:
    """Accept updates and append to the audit, one after the other."""
    records = open_records(load(os.environ))
    number = first
    while True:
        records.inbox.accept("telegram", number, str(number % 7), f"message {number}")
        records.audit.append("test.row", "PERSON01", {"update": number})
        sys.stdout.write(f"{number}\n")
        sys.stdout.flush()
        number += 1


if __name__ == "__main__":
    main(int(sys.argv[1]))
