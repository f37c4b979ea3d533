"""The records of the activation functions, a file for each family of the picker, in its order."""
