"""The Telegram channel, against a strict fake of Telegram and its own parser."""
