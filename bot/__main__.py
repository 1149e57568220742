"""``python -m bot`` is the same as ``practice-bot``."""

from bot.cli import main

main()
