"""What a person says about detected landslides."""
