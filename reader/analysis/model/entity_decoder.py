"""The decoding of spaCy's entity recognizer, for all tokens of a batch at once.

The recognizer goes through a text token by token, and chooses each time between moves: begin, continue or end an entity
with some label, an entity of one token, no entity. Of its state it knows three tokens: the next one, and the first and
the last one of the entity that is open. Where none is open that is one token, whatever was before; so one product of
matrices gives the best moves of all tokens. Then the entities that could begin anywhere are continued side by side for
a few tokens, and those within another are dropped; a longer one is continued alone, so that the time is linear for any
text. The entities are those of spaCy, which takes one token after another, and asks each time of each of 74 moves
whether it is allowed.

What that wins, in processor time with the small model: the names take about a third of it, the whole analysis of a
novel or of news about half. `decoder_of` is all that others need: it returns None for a model that is made otherwise,
whose names spaCy then finds itself.

Source: `pipeline/_parser_internals/ner.pyx` and `ml/parser_model.pyx` of spaCy 3.8.
"""

from collections.abc import Iterator, Sequence
from functools import reduce
from typing import Any

import numpy
from spacy.pipeline import EntityRecognizer
from spacy.tokens import Doc

BEGIN, IN, LAST, UNIT = "B-", "I-", "L-", "U-"  # the beginnings of the names of moves, before the label of an entity

OUT = "O"

STATE_TOKENS = 3
"""The tokens of a state: the next one, the first and the last of an open entity. A model may be made for six."""

SIDE_BY_SIDE = 8  # tokens for which all entities are continued at once; hardly any is longer

UNENDED = -1


TokenSpan = tuple[int, int, str]  # an entity in a document: its first and last token, both inclusive, and its label


def decoder_of(recognizer: object) -> "EntityDecoder | None":
    """Return the decoder of a component; None for one that is something else, or decodes in another way."""
    if not isinstance(recognizer, EntityRecognizer) or recognizer.cfg.get("beam_width") != 1:
        return None
    model: Any = recognizer.model
    if model.name != "parser_model" or not model.attrs["has_upper"] or model.attrs["unseen_classes"]:
        return None
    lower = model.get_ref("lower")
    if lower.get_dim("nF") != STATE_TOKENS or lower.get_dim("nP") < 2:  # one piece has another activation
        return None
    moves: Any = recognizer.moves
    return EntityDecoder(model, list(map(moves.get_class_name, range(moves.n_moves))))


class EntityDecoder:
    def __init__(self, model: Any, moves: Sequence[str]) -> None:
        """`model` is a `TransitionModel` of spaCy, `moves` the names of its classes."""
        self._embedding = model.get_ref("tok2vec")
        lower, upper = model.get_ref("lower"), model.get_ref("upper")
        weights = lower.get_param("W").swapaxes(1, 2)  # (state tokens, pieces, hidden units, width of a vector)
        self._pieces = weights.shape[1]
        self._weights = [each.reshape(-1, each.shape[-1]).T for each in weights]
        """For each token of a state, what it adds to all pieces of the hidden units."""
        self._missing = [each.T.reshape(-1) for each in lower.get_param("pad")[0]]
        """What a token that is not there adds."""
        self._bias = lower.get_param("b").T.reshape(-1)
        self._move_weights, self._move_bias = upper.get_param("W"), upper.get_param("b")
        self._moves = moves
        self._begins = numpy.array([move.startswith(BEGIN) for move in moves])
        self._names = self._begins | numpy.array([move.startswith(UNIT) and move != UNIT for move in moves])
        self._closed = self._names | numpy.array([move == OUT for move in moves])
        """The moves that are allowed where no entity is open."""
        number = {move: index for index, move in enumerate(moves)}
        of_begin = [move[len(BEGIN) :] if move.startswith(BEGIN) else "" for move in moves]
        self._in = numpy.array([number.get(IN + label, 0) for label in of_begin])
        """For the number of a move that begins an entity, that of the one that continues it."""
        self._last = numpy.array([number.get(LAST + label, 0) for label in of_begin])

    def entities(self, docs: Sequence[Doc]) -> Iterator[list[TokenSpan]]:
        """Yield the entities of each document, in text order, without overlaps."""
        lengths = [len(doc) for doc in docs]
        if not any(lengths):
            yield from ([] for _ in docs)
            return
        spaces = numpy.array([token.is_space for doc in docs for token in doc])
        final = numpy.zeros(len(spaces), dtype=bool)
        final[[end - 1 for end in numpy.cumsum(lengths) if end]] = True
        vectors = self._embedding.predict([doc for doc in docs if len(doc)])
        next_parts = vectors @ self._weights[0]
        moves = self._first_moves(next_parts, spaces, final)

        def ends_of(starts: Any, most: int) -> Any:
            return self._ends(vectors, next_parts, starts, moves[starts], final, most)

        starts = numpy.flatnonzero(self._begins[moves])
        end_of = dict(zip(starts.tolist(), ends_of(starts, SIDE_BY_SIDE).tolist(), strict=True))
        found = iter(numpy.flatnonzero(self._names[moves]).tolist())
        place = next(found, None)
        offset = 0
        for length in lengths:
            spans: list[TokenSpan] = []
            free = offset
            while place is not None and place < offset + length:
                if place >= free:
                    end = end_of.get(place, place)
                    if end == UNENDED:
                        (end,) = ends_of(numpy.array([place]), length).tolist()
                    free = end + 1
                    label = self._moves[moves[place]].partition("-")[2]
                    spans.append((place - offset, free - 1 - offset, label))
                place = next(found, None)
            yield spans
            offset += length

    def _first_moves(self, next_parts: Any, spaces: Any, final: Any) -> Any:
        """Return the best move at each token if no entity is open there."""
        state = next_parts + self._missing[1] + self._missing[2] + self._bias
        scores = self._hidden(state) @ self._move_weights.T + self._move_bias
        scores[:, ~self._closed] = -numpy.inf
        scores[numpy.ix_(final, self._begins)] = -numpy.inf
        scores[numpy.ix_(spaces, self._names)] = -numpy.inf
        return scores.argmax(axis=1)

    def _ends(self, vectors: Any, next_parts: Any, starts: Any, moves: Any, final: Any, most: int) -> Any:
        """Return the last token of the entity that begins at each of `starts` with the moves given; UNENDED for one
        that is longer than `most` tokens."""
        ends = numpy.full_like(starts, UNENDED)
        first_parts = vectors[starts] @ self._weights[1]
        going = numpy.arange(len(starts))
        places = starts + 1
        for _ in range(most):
            if not len(going):
                break
            state = next_parts[places] + first_parts[going] + vectors[places - 1] @ self._weights[2] + self._bias
            hidden = self._hidden(state)
            goes_on = self._score(hidden, self._in[moves[going]]) >= self._score(hidden, self._last[moves[going]])
            goes_on &= ~final[places]
            ends[going[~goes_on]] = places[~goes_on]
            going, places = going[goes_on], places[goes_on] + 1
        return ends

    def _hidden(self, state: Any) -> Any:
        """Return the hidden units: of each the greatest of its pieces."""
        return reduce(numpy.maximum, numpy.split(state, self._pieces, axis=1))

    def _score(self, hidden: Any, moves: Any) -> Any:
        return (hidden * self._move_weights[moves]).sum(axis=1) + self._move_bias[moves]
