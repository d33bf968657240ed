"""Inspection frameworks as data: `framework extract` reads a document, this package does it."""
