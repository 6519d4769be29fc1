"""Engine jobs that behave as badly as real ones sometimes do; the worker under test runs them."""

from __future__ import annotations

import ctypes
import os
import subprocess
import sys
import time
from pathlib import Path

from landslide_plugin.common.errors import CancelledError, InputError

NAMES = (
    "prints",
    "refuses",
    "fails",
    "lacks_package",
    "hangs",
    "works_until_cancelled",
    "reports_often",
    "tells",
    "goes_on",
)


def prints(params, context):
    """Writes to stdout in every way a library may, and reads from stdin."""
    print("printed by Python")  # noqa: T201
    os.write(1, b'{"jsonrpc": "2.0", "id": 2, "result": "printed to the file descriptor"}\n')
    library = ctypes.CDLL(None)
    library.puts(b"printed by C")
    library.fflush(None)
    subprocess.run(["echo", "printed by a child process"], check=True)
    return {"read": sys.stdin.read()}


def refuses(params, context):
    raise InputError("The raster cannot be opened: choose another.")


def fails(params, context):
    raise RuntimeError("a tensor of the wrong shape")


def lacks_package(params, context):
    import package_that_nobody_has  # noqa: F401


def hangs(params, context):
    """Never asks whether it was cancelled, as native code; its child process outlives a careless end."""
    child = subprocess.Popen(["sleep", "600"])
    context.progress(0.5, f"{os.getpid()} {child.pid}")
    time.sleep(600)


def works_until_cancelled(params, context):
    """Leaves a file behind when it could clean up."""
    context.progress(0.1, str(os.getpid()))
    try:
        while True:
            time.sleep(0.05)
            context.check()
    except CancelledError:
        Path(params["file"]).write_text("cleaned up")
        raise


def reports_often(params, context):
    for step in range(20_000):
        context.progress(step / 20_000, f"step {step}")
    time.sleep(0.2)
    context.check()
    return {}


def tells(params, context):
    """What the process sees of the world."""
    return {"environment": dict(os.environ), "path": sys.path, "pid": os.getpid(), "number": params.get("number")}


def goes_on(params, context):
    """Counts aloud until it is asked to finish."""
    for number in range(10_000):
        context.check()
        if context.is_finishing:
            return {"counted": number}
        context.event("count", {"number": number})
        time.sleep(0.02)
    return {}
