"""A cross-encoder: question and passage read together, which says of every word how likely it answers.

The embedder's own weights with learned low-rank changes, see docs/decisions/0080-cross-encoder.md.
"""
