"""What the mouse and the keys do on the map, and what is marked there."""
