"""The front door for texts: reading sources into the catalogue and the index."""
