"""One module per lab: builds widgets, sends verbs, renders a result."""
