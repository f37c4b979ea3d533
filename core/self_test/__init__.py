"""Does this installation compute, train and save what it should? ``main.py --self-test`` asks.

``gui.self_test`` runs these checks and adds those that need Qt.
"""

from core.self_test.checks import CHECKS
from core.self_test.report import Check, Outcome, WrongResultError, outcome_of, summary

__all__ = ["CHECKS", "Check", "Outcome", "WrongResultError", "outcome_of", "summary"]
