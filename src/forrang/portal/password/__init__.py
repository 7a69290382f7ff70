"""Digits that we read out in a call: for a first or forgotten password, and to confirm a mobile."""
