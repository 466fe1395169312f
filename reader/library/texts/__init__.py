"""What is kept of articles, in a folder beside the library: their texts, and the structure of each."""
