"""The engine's own Python environment: find, create, remove. Standard library only."""
