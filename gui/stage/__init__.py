"""Projection: the stage that the class sees, and what the teacher does with it."""
