"""Choosing an e-mail address that notices go to besides the message strip."""
