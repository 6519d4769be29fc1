"""The image to work on: which layer, which part of it, what its bands mean, how the engine gets at it."""
