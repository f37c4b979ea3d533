"""Compare: up to five functions over one another, their facts and their cost."""
