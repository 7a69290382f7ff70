"""A number told back while somebody types it: how it is compared, and what is wrong with it."""
