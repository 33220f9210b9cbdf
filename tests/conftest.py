"""How hard Hypothesis tries: `dev` for the desk (seconds), `ci` for the gate (the same every time), `nightly` for long.

`dev` is what runs unless `--hypothesis-profile` or the environment variable HYPOTHESIS_PROFILE names another.
"""

from __future__ import annotations

import os

from hypothesis import HealthCheck, settings

UNHURRIED = settings(deadline=None, suppress_health_check=[HealthCheck.too_slow])

settings.register_profile("dev", UNHURRIED, max_examples=50, stateful_step_count=30)
settings.register_profile("ci", UNHURRIED, max_examples=200, stateful_step_count=50, derandomize=True)
settings.register_profile("nightly", UNHURRIED, max_examples=20_000, stateful_step_count=100)
settings.load_profile(os.environ.get("HYPOTHESIS_PROFILE", "dev"))
