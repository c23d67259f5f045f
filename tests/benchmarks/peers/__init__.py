"""Presseschau beside the toolkits that a user would pick instead."""
