"""One sitting with one article: the interface that the screen and the command line share."""
