"""Pure functions on text: sentences, words, names, numbers, the language of a text."""
