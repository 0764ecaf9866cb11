"""What tests share."""

from pathlib import Path

import pytest

from credit_rules import load_plan
from credit_rules.model.plan import Plan

ROOT = Path(__file__).parent.parent


@pytest.fixture(scope="session")
def national() -> Plan:
    """The plan of the national rule sets."""
    return load_plan("cn")
