"""The front door for people: chat, answers, checks and deadlines."""
