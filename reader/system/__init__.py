"""The machine below: paths, safe files, standard streams, child processes."""
