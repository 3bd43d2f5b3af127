"""Samspill: register of innovation and of collaboration between universities, municipalities and working life."""

__version__ = "0.1.0"
