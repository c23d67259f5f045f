"""Evidence → claims: two answerers with one interface."""
