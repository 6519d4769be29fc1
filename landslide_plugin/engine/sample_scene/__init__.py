"""A generated mountain landscape with landslides: for the demo, the tests, the documentation and for training."""

from .scene import Scene, generate
from .writing import write

__all__ = ["Scene", "generate", "write"]
