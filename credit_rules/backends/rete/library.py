"""The one place that imports durable-rules, and only its engine: its language and its host are not used.

It is bound lazily: what CPython 3.13 no longer has is needed by callbacks only, which are never set.
"""

import importlib
import os
import sys
from functools import cache
from importlib.util import find_spec
from typing import Any

from credit_rules.errors import EngineMissing

_MODULE = "durable_rules_engine"

#: What would bring it. Newer compilers refuse its sources where Python no longer has what they name.
_COMMAND = "pip install durable-rules==2.0.28"
if sys.version_info >= (3, 13):
    _COMMAND = f'CC="cc -Wno-error=implicit-function-declaration" {_COMMAND}'


def engine() -> Any:
    """The engine's module. EngineMissing, with what would bring it, where it is not installed or cannot be loaded."""
    found, code, params = _bound()
    if found is None:
        raise EngineMissing(code, **params)
    return found


def is_there() -> bool:
    """Whether the engine can be used."""
    return _bound()[0] is not None


@cache
def _bound() -> tuple[Any, str, dict[str, Any]]:
    """The module; else none, and why as a code with its parameters."""
    if find_spec(_MODULE) is None:
        return None, "engine-missing", {"command": _COMMAND}
    try:
        return _imported(), "", {}
    except ImportError as error:
        return None, "engine-unloadable", {"why": str(error), "command": _COMMAND}


def _imported() -> Any:
    if not hasattr(os, "RTLD_LAZY"):
        return importlib.import_module(_MODULE)
    flags = sys.getdlopenflags()
    sys.setdlopenflags(os.RTLD_LAZY)
    try:
        return importlib.import_module(_MODULE)
    finally:
        sys.setdlopenflags(flags)
