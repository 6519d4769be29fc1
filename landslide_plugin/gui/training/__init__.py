"""The training wizard, and the training while it runs."""
