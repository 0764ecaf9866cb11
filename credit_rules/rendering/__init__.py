"""Render: a decision as people read it. Takes the decision as JSON gives it, decides nothing."""

from credit_rules.rendering.markdown import render_markdown
from credit_rules.rendering.text import render_text

__all__ = ["render_markdown", "render_text"]
