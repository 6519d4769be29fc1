"""The inventory as files for other programs: what goes into them, and whether they are whole."""
