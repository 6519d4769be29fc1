"""Training a network on tiles with masks and on generated scenes."""
