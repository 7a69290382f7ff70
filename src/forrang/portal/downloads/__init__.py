"""«Last ned»: what a page shows, as a file."""
