"""Whether there is an engine, which, and what it runs on."""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import Path


@dataclass(frozen=True)
class EngineStatus:
    """What is known of the engine.

    Args:
        ready: whether it can be started.
        reason: one sentence: what it is, or why there is none.
        python: its interpreter, where there is one.
        device: what `auto` runs on; empty until it was checked.
        versions: of its packages by name; empty until known.
    """

    ready: bool
    reason: str
    python: Path | None = None
    device: str = ""
    versions: dict[str, str] = field(default_factory=dict)
