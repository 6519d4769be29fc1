"""The engine process and its client; this package imports nothing by itself."""
