"""Answers questions about an archive of news articles, with the sentence behind every statement."""
