"""The batched training engine: many small networks that differ only in their activation learn side by side."""
