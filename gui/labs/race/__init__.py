"""The screen of the training race."""
