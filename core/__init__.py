"""What is true: activation functions, tensors, labs and their state. PyTorch and the standard library; never Qt."""
