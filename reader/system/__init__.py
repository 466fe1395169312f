"""The operating system: paths, atomic files, standard streams, child processes."""
