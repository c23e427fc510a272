"""The warehouse, to those who read it: `from warehouse import read`."""

from warehouse.read import read

__all__ = ["read"]
