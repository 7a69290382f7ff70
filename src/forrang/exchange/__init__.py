"""The running process: many switchboards on one engine."""
