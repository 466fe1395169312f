"""The logistic regression by which points are fitted; it needs numpy, which comes with spaCy."""

import numpy as np
import numpy.typing as npt

Numbers = npt.NDArray[np.float64]


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
