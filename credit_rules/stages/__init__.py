"""How it flows: reading, checking, planning, once per rule set; gathering, evaluating, deciding, once per check."""
