"""What flows between the stages: frozen values, without input or output."""
