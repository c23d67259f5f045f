"""Names of people, places and organisations, read from the token states of the embedder's own pass.

Words of a text → features of each word → tags. Why so, and how well it does: docs/decisions/0050-names.md.
"""
