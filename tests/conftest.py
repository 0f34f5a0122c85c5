"""Options of the test suite."""

from __future__ import annotations

import pytest
from hypothesis import settings

# Machines are shared and noisy: how long one example takes says nothing.
settings.register_profile("detente", deadline=None)
settings.load_profile("detente")


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption("--renew-golden", action="store_true", help="write the golden files anew (make golden)")
