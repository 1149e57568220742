"""Two documents read together: what one says of the other."""
