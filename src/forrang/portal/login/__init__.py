"""Logging in and out, and choosing a company."""
