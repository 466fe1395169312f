"""One sitting with one article: the one interface that the screen and the commands call."""
