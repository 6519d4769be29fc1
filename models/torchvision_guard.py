"""Lets segmentation-models-pytorch and timm load beside a torchvision whose compiled operators do not.

A CPU build of torch beside a CUDA build of torchvision, which pip happily installs, fails on import because torchvision
registers shapes for box operators that were never loaded (pytorch/vision issue 9077). None of the networks here uses
those operators, so an empty stand-in for that one registering module is enough.
"""

from __future__ import annotations

import sys
import types

_MODULE = "torchvision._meta_registrations"


def import_torchvision() -> types.ModuleType:
    """Imports torchvision, without its box operators where these cannot be loaded.

    Raises:
        RuntimeError: torchvision fails for any other reason.
    """
    try:
        import torchvision
    except RuntimeError as error:
        if "torchvision::" not in str(error):
            raise
        for name in [name for name in sys.modules if name.split(".")[0] == "torchvision"]:
            del sys.modules[name]
        sys.modules[_MODULE] = types.ModuleType(_MODULE)
        import torchvision
    return torchvision
