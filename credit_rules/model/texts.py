"""Texts for people, in Chinese and, where there is one, in English."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Text:
    """A text for people; a local list may leave the English out."""

    zh: str
    en: str | None = None

    def as_json(self) -> dict[str, str]:
        """Both languages; where there is no English the Chinese stands for it."""
        return {"zh": self.zh, "en": self.en or self.zh}
