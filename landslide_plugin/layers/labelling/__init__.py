"""What a person draws to teach: label files, where each label comes from, copies for the engine."""
