"""What must hold of every rule set and every profile, on generated ones."""
