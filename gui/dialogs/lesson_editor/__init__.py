"""A small editor in which a teacher makes a lesson out of what is on screen."""
