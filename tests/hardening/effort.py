"""How much is tried: the worst of everything in make test, each by itself in make hardening."""

from __future__ import annotations

import os

import pytest

THOROUGH = bool(os.environ.get("THOROUGH"))
only_thorough = pytest.mark.skipif(not THOROUGH, reason="only with make hardening")
