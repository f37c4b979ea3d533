"""How much is tried: the worst of everything in make test; with THOROUGH=1 (make hardening) each by itself."""

from __future__ import annotations

import os

THOROUGH = bool(os.environ.get("THOROUGH"))
