"""Other people's books of actors into the desk's own book. Start reading here.

    file or endpoint ─ftm, sheet, wikidata─> Entry, bodies before persons ─filing─> facts ─writing─> own book
                                     └─────> Account: what was left out, why, and where first

One file for each foreign form; none of them knows who stands in a book. `filing` finds out whom an entry
means (by id, by Wikidata id, by a full name together with the state or body) and never joins two persons
by a name alone. `writing` keeps facts, each with its source and the day of its import; to keep the same
facts again changes nothing. What is read lives in `own_book`, who answers from it in `own`.
"""
