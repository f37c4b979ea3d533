"""The batched training engine: many small networks that differ only in their activation learn side by side.

``plan`` what is trained, on ``datasets`` or ``csv_points``. ``network`` the parameters, ``functions`` the activations,
``losses``, ``passes`` forward and backward, ``optimizers``; ``trainer`` puts them together. ``experiment`` runs it on a
clock with its ``history`` and ``records``, ``diagnosis`` says why a network stopped, ``boundaries``, ``ranking`` and
``costs`` what is shown. ``frames`` is all that leaves the worker's thread.
"""
