"""Gradient steps whose length adapts to each number (Duchi, Hazan and Singer 2011)."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    Floats = NDArray[np.float32]

__all__ = ["Adagrad"]


class Adagrad:
    """A block of numbers that learns; `values` has any shape."""

    def __init__(self, values: Floats, rate: float) -> None:
        import numpy as np

        self.values = values
        self._rate = np.float32(rate)
        self._squares: Floats = np.full(values.shape, 1e-2, np.float32)

    def step(self, gradient: Floats) -> None:
        """One step against a gradient of the block's own shape."""
        import numpy as np

        self._squares += gradient * gradient
        self.values -= self._rate * gradient / np.sqrt(self._squares)

    def step_places(self, places: NDArray[np.int64], gradient: Floats) -> None:
        """One step for single numbers of the block, by their places in reading order [n]."""
        import numpy as np

        found, place = np.unique(places, return_inverse=True)
        summed = np.bincount(place, weights=gradient, minlength=len(found)).astype(np.float32)
        squares, values = self._squares.reshape(-1), self.values.reshape(-1)
        squares[found] += summed * summed
        values[found] -= self._rate * summed / np.sqrt(squares[found])

    def step_rows(self, rows: NDArray[np.int64], gradient: Floats) -> None:
        """One step for `rows` [n] of the block, each with its gradient [n, width]; repeated rows add up."""
        import numpy as np
        from scipy.sparse import csr_matrix

        found, place = np.unique(rows, return_inverse=True)
        ones = np.ones(len(place), np.float32)
        summed = csr_matrix((ones, (place, np.arange(len(place)))), (len(found), len(place))) @ gradient
        self._squares[found] += summed * summed
        self.values[found] -= self._rate * summed / np.sqrt(self._squares[found])
