"""State → Python code that a student can run to get the numbers on screen; one module per lab."""
