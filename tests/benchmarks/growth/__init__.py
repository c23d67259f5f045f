"""How the archive grows: `python -m tests.benchmarks.growth`. Synthetic archives, measured at several sizes."""
