"""The dock's page for teaching: labels, where to draw the next ones, and verdicts on what was detected."""
