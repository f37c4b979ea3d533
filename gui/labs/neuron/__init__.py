"""Neuron: one unit drawn, the plane it divides, and layers that collapse."""
