"""What people did: who may ask, what waits, what was answered, and for how long any of it is kept."""
