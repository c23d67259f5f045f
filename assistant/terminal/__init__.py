"""What the command line shows, one kind of thing a module. Each is imported by the command that shows it."""
