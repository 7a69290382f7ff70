"""Forrang: a cloud switchboard whose VIP callers come first."""
