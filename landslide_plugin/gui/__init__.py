"""The dock, its pages and its dialogs."""
