"""The web channel: server-rendered pages for councils that do not allow Telegram. Nothing is loaded from outside."""
