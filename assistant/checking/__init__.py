"""Claims → citations: small gates that a claim has to pass."""
