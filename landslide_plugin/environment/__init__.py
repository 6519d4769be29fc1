"""The engine's own Python environment: find, create, check, remove. Standard library only."""
