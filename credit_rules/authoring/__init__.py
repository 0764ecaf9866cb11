"""For those who write measure lists: lint, cases and their coverage, schemas, words, tables, and a place to start."""
