"""Training scenarios: fictional drafts with answer keys, as data files that a trainer can add to."""
