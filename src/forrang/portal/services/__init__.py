"""«Tjenester»: what the customer has and may order, and what the provider answered."""
