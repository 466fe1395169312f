"""The versions of an article on the screen: their comparison from a child process, and its rows."""
