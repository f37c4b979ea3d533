"""Lessons: what they are, how they are read from files, checked, graded and remembered."""
