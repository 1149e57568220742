"""What is true whoever asks: the texts, the search, the answers, the clocks and the plan checks."""
