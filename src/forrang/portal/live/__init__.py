"""What is happening now, in the browser: the relay of the exchange's stream, the live line, and the
words in which reasons are told; other slices include its templates and use its relay.
"""
