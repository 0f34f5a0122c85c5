"""What resembles what: actors and relations as vectors, learned by guessing the object of each fact.

A question's vector adds up who asks (scaled by the relation), whom he dealt with last (by an attention
over relations and ages), whom he did the same to, and the relation itself. An answer's value is the
product with its vector, a bias, and a weight for each (relation, age) that ties it to the asker already:
copying from history as in CyGNet (Zhu et al. 2021), with weights that learn. Training minimises the
softmax loss with sampled negatives corrected for how often they are drawn (Jean et al. 2015).
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from detente.predict.next_event.adagrad import Adagrad
from detente.predict.next_event.contexts import AGES, Context, Contexts
from detente.predict.next_event.facts import Facts, Past
from detente.predict.next_event.kinds import Kinds

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    Floats = NDArray[np.float32]
    Ints = NDArray[np.int64]

__all__ = ["Embedding"]

WIDTH = 64  # numbers of a vector
RATE = 0.05
KEPT = 0.8  # of the numbers of a vector while training; the others are dropped out
BATCH, NEGATIVES = 512, 1024
STEP = 16.0  # a batch's gradient is its mean, times this
SILENCE = -2.0  # the attention's alternative to all facts: looking at nothing


class _Question(NamedTuple):
    """Parts of the questions' vectors [n, width], the attention [n, 32], and what it looks at."""

    asker: Floats
    seen: Floats
    alike: Floats
    attention: Floats
    looked_at: Floats


class Embedding:
    """Vectors of `facts.entities` actors; it knows what it was shown by `learn`, and nothing else."""

    def __init__(self, facts: Facts, past: Past, kinds: Kinds, seed: int) -> None:
        import numpy as np

        self._kinds = Kinds(sort=kinds.sort, home=kinds.home + 1)
        self._contexts = Contexts(past, facts.ways)
        self._random = np.random.default_rng(seed)
        self._shown = np.full(facts.entities, 0.1)
        ways, entities = facts.ways, facts.entities
        self._entity = self._block(entities, WIDTH)
        self._sort = self._block(int(kinds.sort.max()) + 1, WIDTH)
        self._home = self._block(int(kinds.home.max()) + 2, WIDTH)
        self._scale = self._block(ways, WIDTH, around=np.float32(1))
        self._shift = self._block(ways, WIDTH)
        self._look = self._block(WIDTH, WIDTH, around=0.5 * np.eye(WIDTH, dtype=np.float32), spread=0.02)
        self._same = self._block(WIDTH, WIDTH, around=np.eye(WIDTH, dtype=np.float32), spread=0.02)
        self._bias = self._block(entities, spread=0)
        self._attention = self._block(ways, ways, spread=0, rate=2 * RATE)
        self._ages = Adagrad(np.linspace(1, -1, AGES).astype(np.float32), RATE)
        self._copy = self._block(ways, ways * AGES, spread=0)
        self._copy_any = self._block(ways * AGES, spread=0)

    def learn(self, facts: Facts, chosen: Ints) -> None:
        """One pass over the facts at `chosen` in random order."""
        import numpy as np

        self._shown += np.bincount(facts.object[chosen], minlength=len(self._shown))
        draw = self._shown**0.75
        draw /= draw.sum()
        order = self._random.permutation(chosen)
        for start in range(0, len(order), BATCH):
            self._step(facts, order[start : start + BATCH], draw)

    def log_chances(self, subject: Ints, relation: Ints, cutoff: Ints, day: Ints) -> Floats:
        """The log of each actor's chance to be the answer [n, entities], from facts before `cutoff` [n]."""
        import numpy as np

        vectors = self._vectors()
        context = self._contexts.of(subject, relation, cutoff, day)
        question = self._question(subject, relation, context, vectors)
        values = self._vector(question, relation) @ vectors.T + self._bias.values
        rows, columns = np.nonzero(context.copied >= 0)
        kind = context.copy[rows, columns]
        weights = self._copy.values[relation[rows], kind] + self._copy_any.values[kind]
        np.add.at(values, (rows, context.copied[rows, columns]), weights)
        values -= values.max(1, keepdims=True)
        chances: Floats = (values - np.log(np.exp(values).sum(1, keepdims=True))).astype(np.float32)
        return chances

    def _block(
        self, *shape: int, around: Floats | np.float32 | float = 0.0, spread: float = 0.1, rate: float = RATE
    ) -> Adagrad:
        import numpy as np

        return Adagrad((around + spread * self._random.normal(size=shape)).astype(np.float32), rate)

    def _vectors(self) -> Floats:
        vectors: Floats = self._entity.values + self._sort.values[self._kinds.sort]
        return vectors + self._home.values[self._kinds.home]

    def _question(self, subject: Ints, relation: Ints, context: Context, vectors: Floats) -> _Question:
        import numpy as np

        value = self._attention.values[relation[:, None], context.relation] + self._ages.values[context.age]
        value[context.object < 0] = -1e4
        highest = np.maximum(value.max(1, keepdims=True), SILENCE)
        share = np.exp(value - highest)
        share /= share.sum(1, keepdims=True) + np.exp(SILENCE - highest)
        looked_at = vectors[np.maximum(context.object, 0)]
        return _Question(
            asker=vectors[subject],
            seen=np.matmul(share[:, None, :], looked_at)[:, 0],
            alike=np.matmul(context.weight[:, None, :], vectors[context.alike])[:, 0],
            attention=share,
            looked_at=looked_at,
        )

    def _vector(self, question: _Question, relation: Ints) -> Floats:
        vector: Floats = question.asker * self._scale.values[relation] + self._shift.values[relation]
        vector += question.seen @ self._look.values + question.alike @ self._same.values
        return vector

    def _step(self, facts: Facts, batch: Ints, draw: NDArray[np.float64]) -> None:
        import numpy as np

        subject, relation, answer = facts.subject[batch], facts.relation[batch], facts.object[batch]
        day = facts.day[batch]
        vectors = self._vectors()
        context = self._contexts.of(subject, relation, day, day)
        whole = self._question(subject, relation, context, vectors)
        kept = [self._mask(len(batch)) for _ in range(3)]
        part = whole._replace(
            asker=whole.asker * kept[0], seen=whole.seen * kept[1], alike=whole.alike * kept[2]
        )
        vector = self._vector(part, relation)
        tied = _tied(context, answer, len(vectors))
        drawn = np.unique(np.searchsorted(np.cumsum(draw), self._random.random(NEGATIVES)))
        drawn = drawn[drawn < len(vectors)]
        blame_tied, blame_drawn = self._blame(vector, vectors, relation, tied, (drawn, draw))
        scale = np.float32(STEP / len(batch))
        pull = blame_drawn @ vectors[drawn]
        pull += np.add.reduceat(blame_tied[:, None] * vectors[tied.entity], tied.start, axis=0)
        touched = np.concatenate([drawn, tied.entity, subject])
        gradient = np.concatenate(
            [
                blame_drawn.T @ vector,
                blame_tied[:, None] * vector[tied.row],
                pull * self._scale.values[relation] * kept[0],
            ]
        )
        seen_pull = ((pull @ self._look.values.T) * kept[1] * scale).astype(np.float32)
        self._learn_vectors(touched, gradient.astype(np.float32) * scale)
        bias = np.concatenate([blame_drawn.sum(0), blame_tied]).astype(np.float32) * scale
        self._bias.step_places(touched[: len(bias)], bias)
        self._learn_relations(part, relation, pull * scale)
        self._learn_copies(relation, tied, (blame_tied * scale).astype(np.float32))
        self._learn_attention(whole, context, relation, seen_pull)

    def _mask(self, count: int) -> Floats:
        import numpy as np

        kept = self._random.random((count, WIDTH), dtype=np.float32) < KEPT
        return kept.astype(np.float32) / np.float32(KEPT)

    def _blame(
        self,
        vector: Floats,
        vectors: Floats,
        relation: Ints,
        tied: _Tied,
        drawing: tuple[Ints, NDArray[np.float64]],
    ) -> tuple[Floats, Floats]:
        """How far each value is from what it should be: of the tied [m], of the drawn [n, drawn]."""
        import numpy as np

        drawn, draw = drawing
        often = (self._bias.values[drawn] - np.log(draw[drawn] * NEGATIVES)).astype(np.float32)
        of_drawn = vector @ vectors[drawn].T + often
        weight = (
            self._copy.values[relation[tied.fact_row], tied.fact_kind] + self._copy_any.values[tied.fact_kind]
        )
        copied = np.bincount(tied.fact_pair, weights=weight, minlength=len(tied.row))
        of_tied = (vector[tied.row] * vectors[tied.entity]).sum(1) + self._bias.values[tied.entity] + copied
        place = np.full(len(vectors), -1)
        place[drawn] = np.arange(len(drawn))
        column = place[tied.entity]
        of_drawn[tied.row[column >= 0], column[column >= 0]] = -1e9  # counted among the tied already
        highest = np.maximum(of_drawn.max(1), np.maximum.reduceat(of_tied, tied.start))
        of_drawn = np.exp(of_drawn - highest[:, None])
        of_tied = np.exp(of_tied - highest[tied.row])
        total = of_drawn.sum(1) + np.add.reduceat(of_tied, tied.start)
        of_tied /= total[tied.row]
        of_tied[tied.answer] -= 1
        return of_tied.astype(np.float32), (of_drawn / total[:, None]).astype(np.float32)

    def _learn_vectors(self, touched: Ints, gradient: Floats) -> None:
        self._entity.step_rows(touched, gradient)
        self._sort.step_rows(self._kinds.sort[touched], gradient)
        self._home.step_rows(self._kinds.home[touched], gradient)

    def _learn_relations(self, part: _Question, relation: Ints, pull: Floats) -> None:
        self._scale.step_rows(relation, pull * part.asker)
        self._shift.step_rows(relation, pull)
        self._look.step(part.seen.T @ pull)
        self._same.step(part.alike.T @ pull)

    def _learn_copies(self, relation: Ints, tied: _Tied, blame: Floats) -> None:
        of_facts = blame[tied.fact_pair]
        flat = relation[tied.fact_row] * self._copy.values.shape[1] + tied.fact_kind
        self._copy.step_places(flat, of_facts)
        self._copy_any.step_places(tied.fact_kind, of_facts)

    def _learn_attention(self, whole: _Question, context: Context, relation: Ints, pull: Floats) -> None:
        import numpy as np

        gain = np.matmul(whole.looked_at, pull[:, :, None])[:, :, 0]
        share = whole.attention
        gradient = (share * (gain - (share * gain).sum(1, keepdims=True))).astype(np.float32)
        there = context.object >= 0
        flat = (relation[:, None] * self._attention.values.shape[1] + context.relation)[there]
        self._attention.step_places(flat, gradient[there])
        ages = np.bincount(context.age[there], weights=gradient[there], minlength=AGES)
        self._ages.step(ages.astype(np.float32))


class _Tied(NamedTuple):
    """Pairs of a question and an actor tied to it, in the order of questions; the answer is one of them.

    `row`, `entity` [m]: the pair. `start` [n]: where a question's pairs begin. `answer` [n]: the place
    of the answer's pair. `fact_pair`, `fact_row`, `fact_kind` [k]: the facts that tie.
    """

    row: Ints
    entity: Ints
    start: Ints
    answer: Ints
    fact_pair: Ints
    fact_row: Ints
    fact_kind: Ints


def _tied(context: Context, answer: Ints, entities: int) -> _Tied:
    import numpy as np

    rows, columns = np.nonzero(context.copied >= 0)
    pairs = np.concatenate(
        [rows * entities + context.copied[rows, columns], np.arange(len(answer)) * entities + answer]
    )
    found, place = np.unique(pairs, return_inverse=True)
    return _Tied(
        row=found // entities,
        entity=found % entities,
        start=np.searchsorted(found // entities, np.arange(len(answer))),
        answer=place[len(rows) :],
        fact_pair=place[: len(rows)],
        fact_row=rows,
        fact_kind=context.copy[rows, columns],
    )
