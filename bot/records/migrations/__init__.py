"""The records' tables through time. A migration never changes once it is released."""
