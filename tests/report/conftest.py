import pytest
from made_record import evidence


@pytest.fixture
def full():
    return evidence()
