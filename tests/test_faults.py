"""Every fault of the list is there once, with tests that exist or a reason why it does not apply."""

import pytest

from tests.conftest import ROOT
from tests.fault_table import LAST, Fault, defined_in, faults, page

every_fault = pytest.mark.parametrize("fault", faults(), ids=lambda fault: f"F{fault.number}")


def test_every_number_is_there_once_and_in_order() -> None:
    assert [fault.number for fault in faults()] == list(range(1, LAST + 1))


@every_fault
def test_a_fault_has_tests_or_a_reason_and_not_both(fault: Fault) -> None:
    assert fault.what
    assert bool(fault.tests) != bool(fault.why_not)
    assert len(set(fault.tests)) == len(fault.tests)


@every_fault
def test_every_test_named_exists(fault: Fault) -> None:
    for named in fault.tests:
        file, _, test = named.partition("::")
        assert test in defined_in(file), named


def test_a_test_that_is_not_there_is_seen() -> None:
    assert defined_in("tests/no_such_file.py") == frozenset()
    assert "test_no_such_name" not in defined_in("tests/test_faults.py")
    assert "every_fault" not in defined_in("tests/test_faults.py")


def test_the_page_is_what_the_table_gives() -> None:
    assert (ROOT / "docs" / "faults.md").read_text(encoding="utf-8") == page(), "run: make docs"
