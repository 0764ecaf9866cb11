"""Readers of the files people really hold: one module for each format.

Each gives frozen values with their places, and a `Tally` of everything it read: what is left out or doubted is told
with file, row and column. A file that cannot be read as a whole raises `InputError`; nothing else does.
"""
