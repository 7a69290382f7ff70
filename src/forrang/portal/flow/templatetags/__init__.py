"""The picture as a tag, so that other pages show it by one line."""
