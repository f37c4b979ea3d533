"""One module per lab: its state slice (a frozen dataclass) and its pure ``compute(state) -> result``."""
