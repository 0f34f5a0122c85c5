"""The exciting process of a history: fitted stream by stream, and again on resampled months."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from detente.measure.excitation import History, Process, damping_of, memories
from detente.measure.likelihood import (
    dispersion_of,
    evidence,
    log_probability,
    penalised,
    refitted,
    solve,
)
from detente.measure.streams import InfluenceOptions

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    Floats = NDArray[np.float64]
    Mask = NDArray[np.bool_]

__all__ = ["Design", "design", "fit", "own_likelihood", "resampled"]


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Design:
    """A history as columns [T, 2 + S * K]: constant, volume, then what is remembered of each stream.

    The first `warm_up` days are gone. `source` and `life` [2 + S * K] say whose memory a column is
    (-1: the baseline) and of which half-life; `next_memory` [S, K] stands on the day after the last.
    """

    history: History
    options: InfluenceOptions
    warm_up: int
    columns: Floats
    counts: Floats
    source: NDArray[np.int64]
    life: Floats
    next_memory: Floats

    def own(self, place: int) -> Mask:
        """The columns [P] that stream `place` may use free of penalty: baseline and its own past."""
        found: Mask = (self.source < 0) | (self.source == place)
        return found

    def allowed(self, place: int) -> Mask:
        """The columns [P] that it may use at all; a rare stream may use only its baseline."""
        if not self.is_fitted(place):
            return self.source < 0
        found: Mask = self.own(place) | (self.life <= self.options.longest_outside)
        return found

    def near(self, place: int) -> Mask:
        """The columns [P] of the other streams between the same two actors."""
        import numpy as np

        streams = self.history.streams
        pair = {streams[place].dyad, streams[place].dyad.reverse}
        same = np.array([stream.dyad in pair for stream in streams] + [False])
        found: Mask = same[self.source] & (self.source != place)
        return found

    def is_fitted(self, place: int) -> bool:
        """Whether the stream has enough events after the warm-up."""
        return float(self.counts[:, place].sum()) >= self.options.least_events


def design(history: History, options: InfluenceOptions) -> Design:
    """The columns for fitting `history`; a short one is warmed up for a fifth of its days at most."""
    import numpy as np

    warm_up = min(options.warm_up, len(history) // 5)
    remembering = memories(history.marks, options.half_lives)
    base = np.stack([np.ones(len(history)), history.volume[:-1]], axis=1)
    flat = remembering[:-1].reshape(len(history), -1)
    columns = history.weekday[:, None] * np.concatenate([base, flat], axis=1)
    streams, lives = len(history.streams), len(options.half_lives)
    return Design(
        history=history,
        options=options,
        warm_up=warm_up,
        columns=columns[warm_up:],
        counts=history.counts[warm_up:],
        source=np.concatenate([[-1, -1], np.repeat(np.arange(streams), lives)]),
        life=np.concatenate([[0.0, 0.0], np.tile(np.asarray(options.half_lives), streams)]),
        next_memory=remembering[-1],
    )


def fit(given: Design) -> tuple[Process, Floats]:
    """The process, and the penalties [S, P] under which its influences were chosen."""
    import numpy as np

    streams, lives = len(given.history.streams), len(given.options.half_lives)
    fitted = [_fit_stream(given, place) for place in range(streams)]
    theta = np.stack([weights for weights, _, _ in fitted])
    weights = theta[:, 2:].reshape(streams, streams, lives)
    damping = damping_of(weights.sum(axis=2), given.history.counts.mean(axis=0))
    process = Process(
        streams=given.history.streams,
        half_lives=given.options.half_lives,
        baseline=theta[:, 0] + (1 - damping) * _excited(given, theta) / given.columns[:, 0].sum(),
        volume_weight=theta[:, 1],
        weights=damping[:, None, None] * weights,
        dispersion=np.array([dispersion for _, _, dispersion in fitted]),
        damping=damping,
        scale=given.history.scale,
        memory=given.next_memory,
        volume=float(given.history.volume[-1]),
        last_day=given.history.first_day + len(given.history) - 1,
    )
    return process, np.stack([penalty for _, penalty, _ in fitted])


def _excited(given: Design, theta: Floats) -> Floats:
    """How many events [S] the past of all streams explains."""
    explained: Floats = theta[:, 2:] @ given.columns[:, 2:].sum(axis=0)
    return explained


def _fit_stream(given: Design, place: int) -> tuple[Floats, Floats, float]:
    """Weights [P], penalties [P] and dispersion of one stream."""
    import numpy as np

    counts, own, allowed = given.counts[:, place], given.own(place), given.allowed(place)
    at_hand = evidence(given.columns, counts)
    if not len(at_hand.events):
        return np.zeros(len(own)), np.zeros(len(own)), 1.0
    alone = solve(at_hand, np.zeros(len(own)), own & allowed)
    dispersion = dispersion_of(counts, given.columns @ alone)
    penalty = penalised(at_hand, alone, _groups(given, place), dispersion)
    weights = refitted(at_hand, penalty, allowed, alone)
    return weights, penalty, dispersion_of(counts, given.columns @ weights)


def _groups(given: Design, place: int) -> tuple[Mask, Mask]:
    """The columns that pay a penalty: of the same two actors, and of everybody else."""
    others = given.allowed(place) & ~given.own(place)
    near = given.near(place)
    return others & near, others & ~near


def own_likelihood(given: Design, place: int) -> float:
    """The log likelihood of a stream's days from its own past alone, in nats."""
    import numpy as np

    counts, own = given.counts[:, place], given.own(place) & given.allowed(place)
    at_hand = evidence(given.columns, counts)
    if not len(at_hand.events):
        return 0.0
    expected = given.columns @ solve(at_hand, np.zeros(len(own)), own)
    return float(log_probability(counts, expected, dispersion_of(counts, expected)).sum())


def resampled(given: Design, process: Process, penalties: Floats) -> Floats:
    """Branching [R, S (on), S (from)] fitted again on R bootstraps over whole calendar months.

    Months are drawn with replacement and each brings its days with what was remembered on them, so
    that what happened before a month still stands before it.
    """
    import numpy as np

    streams, lives = len(given.history.streams), len(given.options.half_lives)
    random = np.random.default_rng(given.options.seed)
    months = _months(given)
    drawn = random.multinomial(
        months.max() + 1, np.full(months.max() + 1, 1 / (months.max() + 1)), size=given.options.resamples
    )
    found = np.zeros((len(drawn), streams, streams))
    start = np.concatenate(
        [process.baseline[:, None], process.volume_weight[:, None], process.weights.reshape(streams, -1)],
        axis=1,
    )
    for place in range(streams):
        for number, times in enumerate(drawn):
            at_hand = evidence(given.columns, given.counts[:, place], times[months].astype(np.float64))
            if given.is_fitted(place) and len(at_hand.events):
                theta = refitted(at_hand, penalties[place], given.allowed(place), start[place])
                found[number, place] = process.damping[place] * theta[2:].reshape(streams, lives).sum(axis=1)
    return found


def _months(given: Design) -> NDArray[np.int64]:
    """Which calendar month, from 0, each fitted day [T] lies in."""
    import numpy as np

    days = np.arange(given.warm_up, len(given.history)) + given.history.first_day
    months = days.astype("datetime64[D]").astype("datetime64[M]").astype(np.int64)
    return np.asarray(months - months[0], np.int64)
