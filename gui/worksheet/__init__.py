"""Printed pages: worksheets with their keys, and results for the teacher.

``paper`` lays text, tables and lines out on A4, ``figure`` draws curves, ``sheets`` and ``results`` say what stands on
the pages, ``pdf`` writes them.
"""
