"""Source → clean article → sentences → chunks → archive."""
