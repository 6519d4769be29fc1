"""What both processes share: errors, parameters, the model card, the inventory's fields. Standard library only."""
