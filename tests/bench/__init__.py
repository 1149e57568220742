"""The benchmarks: speed and scale against the textbook LangChain pipeline, and the quality tables."""
