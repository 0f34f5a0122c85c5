"""Who does what to whom next: every known actor ranked as the answer to "who will s do r to on this day?".

    facts.py      what happened, both ways round, and where to find the past of an actor
    kinds.py      what sort of actor somebody is, and where at home
    counts.py     how often and how lately, for any combination
    rules.py      which act follows which between the same two
    embedding.py  what resembles what (with contexts.py and adagrad.py)
    evidence.py   the past of one question; rows.py writes it down as named features
    walk.py       day by day: first the questions, then what the day brought
    ranker.py     a boosted ranking of the rows
    model.py      all of it: fit, ask, explain, learn

Nothing a question is answered from lies on its day or after it.
"""
