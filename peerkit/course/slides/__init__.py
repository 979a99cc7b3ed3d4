"""Slides that open from a memory stick: the opening presentation, and a deck of each lesson."""
