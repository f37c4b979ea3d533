"""Softmax: logits → exp → probabilities, temperature, overflow, dim, cross-entropy."""
