"""The records: people, inbox, answers, audit, and what is kept for how long."""
