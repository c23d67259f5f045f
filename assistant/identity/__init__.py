"""One person, one event, one story across articles: pure functions; the archive stores what they decide."""
