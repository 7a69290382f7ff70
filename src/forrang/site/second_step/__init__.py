"""The second step of a log-in: a code besides the password, at both sites. Each site has the addresses
and guards of its own pages; what they show and do is here.
"""
