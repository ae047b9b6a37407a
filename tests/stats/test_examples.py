"""Every example in the docstrings of the statistics runs and gives what it says."""

import doctest
import importlib
import pkgutil

import pytest

import portal.stats

MODULES = [module.name for module in pkgutil.iter_modules(portal.stats.__path__, "portal.stats.")]


@pytest.mark.parametrize("name", MODULES)
def test_the_examples_hold(name):
    module = importlib.import_module(name)
    names = {"np": importlib.import_module("numpy")}
    result = doctest.testmod(module, extraglobs=names)
    assert result.failed == 0
