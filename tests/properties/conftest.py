"""Profiles of Hypothesis: `dev` for every run of the tests, `long` for a slow one (`HYPOTHESIS_PROFILE=long`)."""

import os

from hypothesis import HealthCheck, Phase, settings

# Examples are seeds: what a seed makes is cut down by `holding.minimised`, so shrinking the number itself is idle.
_COMMON = {
    "deadline": None,
    "database": None,
    "phases": (Phase.explicit, Phase.generate),
    "suppress_health_check": list(HealthCheck),
    "print_blob": False,
}
settings.register_profile("dev", max_examples=40, derandomize=True, **_COMMON)
settings.register_profile("long", max_examples=1000, derandomize=False, **_COMMON)
settings.load_profile(os.environ.get("HYPOTHESIS_PROFILE", "dev"))
