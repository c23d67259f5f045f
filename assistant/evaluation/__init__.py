"""Question sets, metrics and the report."""
