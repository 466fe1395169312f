"""The logistic regression by which points are fitted; it needs numpy, which comes with spaCy."""

import numpy as np
import numpy.typing as npt

Numbers = npt.NDArray[np.float64]
Places = npt.NDArray[np.intp]

TRIES = 60  # steps by which the slope of each step of Newton's method is followed


def fit_logistic(
    seen: Numbers, right: Numbers, weights: Numbers, *, pull: Numbers, before: Numbers, steps: int
) -> Numbers:
    """Return the points of the columns of `seen` that tell the rows that are `right` (1.0 or 0.0), by Newton's method.

    `pull` is how much the square of each point's distance from the one `before` counts beside the weights of the rows.
    """
    points, towards_before = before, np.diag(pull)
    for _ in range(steps):
        odds = 1 / (1 + np.exp(-seen @ points))
        slope = seen.T @ (weights * (odds - right)) + towards_before @ (points - before)
        bend = (seen * (weights * odds * (1 - odds))[:, None]).T @ seen + towards_before
        points = points - np.linalg.solve(bend, slope)
    return points


def fit_sparse(
    rows: Places, columns: Places, right: Numbers, weights: Numbers, *, pull: Numbers, steps: int
) -> Numbers:
    """Return the points of the columns as `fit_logistic` does, from zero, where few columns hold for a row.

    Column `columns[n]` holds for row `rows[n]`. Each step is solved by conjugate gradients.
    """

    def across(values: Numbers) -> Numbers:
        return np.bincount(rows, values[columns], len(right)).astype(np.float64)

    def down(values: Numbers) -> Numbers:
        return np.bincount(columns, values[rows], len(pull)).astype(np.float64)

    points = np.zeros(len(pull))
    for _ in range(steps):
        odds = 1 / (1 + np.exp(-across(points)))
        left = -down(weights * (odds - right)) - pull * points
        bend, step, way = weights * odds * (1 - odds), np.zeros(len(pull)), left
        for _ in range(TRIES):
            bent = down(bend * across(way)) + pull * way
            length = (left @ left) / (way @ bent)
            step, rest = step + length * way, left - length * bent
            way, left = rest + (rest @ rest) / (left @ left) * way, rest
        points = points + step
    return points
