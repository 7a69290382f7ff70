"""Django's settings and urls: what the sites share."""
