"""Django's settings and urls, and what the sites share: look, languages, forms, refusals."""
