"""The dock's page for detecting: with what, the run from the button to the layers, and what a click asks for."""
