"""Explore: the function, its parameters, a tensor in and a tensor out."""
