"""Faults, load and bad input on purpose, and what became of them: `make torture` writes RELIABILITY.md."""
