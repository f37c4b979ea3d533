"""The Lessons lab: contents, a step's text and task, and the live lab that it sets up."""
