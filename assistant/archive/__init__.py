"""The store: the catalogue (SQL) leads, the collection (Chroma) follows."""
