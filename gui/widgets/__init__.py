"""Parts that more than one lab uses."""
