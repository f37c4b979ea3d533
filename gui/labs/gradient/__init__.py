"""Gradient: a deep stack layer by layer, and the dead-neuron workshop."""
