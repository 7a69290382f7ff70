"""Speech: text becomes sound files that the engine plays.

A text takes three steps, each replaceable by itself: `words` writes out what nobody can read aloud as
it stands, a `voice` speaks the words, `sound` makes of that what telephones play. `speak` is the way
through all three; `prompts` are the files that are made at set-up.
"""
