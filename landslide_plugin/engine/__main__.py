"""`python -m landslide_plugin.engine`."""

from landslide_plugin.engine.cli import main

if __name__ == "__main__":
    main()
