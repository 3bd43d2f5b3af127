"""Python looks for no waste while code is loaded, and looks again afterwards whatever happened."""

import gc

import pytest

from samspill.ops.loading import loading


def test_nothing_is_looked_for_while_loading() -> None:
    frozen = gc.get_freeze_count()
    with loading():
        assert not gc.isenabled()
        loaded = [[] for _ in range(9)]
    assert gc.isenabled()
    assert gc.get_freeze_count() >= frozen + len(loaded)


def test_after_a_fault_waste_is_looked_for_again() -> None:
    with pytest.raises(ImportError), loading():
        raise ImportError
    assert gc.isenabled()
