"""The Telegram channel: what arrives is kept until it is answered, and answers go out at Telegram's pace."""
