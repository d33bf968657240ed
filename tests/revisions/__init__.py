"""Editions made up for the tests: a framework, revised with known edits of every kind."""
