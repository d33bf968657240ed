"""Programs that make PDFs, one module each, with one function: ``write(document, path)``."""
