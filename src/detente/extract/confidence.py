"""How sure the rules are of a reading: by how it was found, not by how sure the source is.

The figures are an order, not measured rates: a clause with both parties named is read right far more
often than a headline or a line of a table. Replace them when a benchmark gives rates.
"""

from __future__ import annotations

__all__ = ["ASSESSED", "BOTH_PARTIES", "HEADLINE", "LISTED", "NO_PARTY", "ONE_PARTY", "RESOLVED_BY_PRONOUN"]

BOTH_PARTIES = 0.9  # an active or passive clause with actor and recipient in place
ONE_PARTY = 0.7  # one of them is missing where the act could have one
RESOLVED_BY_PRONOUN = 0.6  # the actor is only "he" or "they"
ASSESSED = 0.6  # a stated relation of two parties
HEADLINE = 0.5  # headlines drop auxiliaries, so that who did what to whom is often a guess
NO_PARTY = 0.4  # an agentless passive
LISTED = 0.3  # items and rows, whose world is only inherited
