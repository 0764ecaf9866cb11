"""The law in force: the catalogue, indexed, as every later stage asks for it."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date

from credit_rules.model.catalogue import (
    ActionKind,
    Authority,
    Category,
    KindOfPenalty,
    PointsScheme,
    RatingScheme,
    Recognition,
    RecordList,
    Role,
    Source,
    Term,
)
from credit_rules.model.places import COUNTRY, contains, is_below

#: What there is to look up.
LOOKED_UP = ("listing", "penalty", "permit", "conviction", "commitment", "rating", "points", "related")


@dataclass(frozen=True, slots=True, eq=False)
class Law:
    """The catalogue of every rule set loaded together, by id."""

    sources: Mapping[str, Source]
    lists: Mapping[str, RecordList]
    actions: Mapping[str, ActionKind]
    rating_schemes: Mapping[str, RatingScheme]
    points_schemes: Mapping[str, PointsScheme]
    authorities: Mapping[str, Authority]
    roles: Mapping[str, Role]
    categories: Mapping[str, Category]
    penalty_kinds: Mapping[str, KindOfPenalty]
    recognition: tuple[Recognition, ...]
    names: Mapping[str, Source]  # every way a source is cited

    def cited(self, entry: object) -> tuple[str, Source | None, str | None]:
        """The name, source and article of a basis, written `政府采购法 第二十二条` or as a mapping."""
        if isinstance(entry, Mapping):
            name, article = str(entry.get("source", "")), entry.get("article")
        else:
            name, article = self._split(str(entry))
        return name, self.names.get(name), str(article) if article else None

    def _split(self, text: str) -> tuple[str, str | None]:
        """The longest known name that begins the text, and the rest."""
        if text in self.names:
            return text, None
        for cut in reversed([i for i, c in enumerate(text) if i and c in " 第"]):
            if text[:cut].strip() in self.names:
                return text[:cut].strip(), text[cut:].strip()
        name, _, article = text.partition(" ")
        return name, article or None

    def covers(self, parent: str, code: str) -> bool:
        """Whether action code `parent` covers `code`: itself, what is below it, and what says it is within it."""
        return any(is_below(above, parent) for above in self.actions_above(code))

    def actions_above(self, code: str) -> frozenset[str]:
        """The action itself and every action it lies within; a dotted code lies within its beginnings."""
        found: set[str] = set()
        open_codes = [code]
        while open_codes:
            current = open_codes.pop()
            if current in found:
                continue
            found.add(current)
            if "." in current:
                open_codes.append(current.rpartition(".")[0])
            action = self.actions.get(current)
            open_codes.extend(action.within if action else ())
        return frozenset(found)

    def action_named(self, name: str) -> str | None:
        """The code of the action with this code or alias."""
        if name in self.actions:
            return name
        return next((code for code, action in sorted(self.actions.items()) if name in action.aliases), None)

    def action_of_item(self, item: str, scheme: str | None) -> Iterable[str]:
        """The actions a local item code means."""
        for code, action in sorted(self.actions.items()):
            if any(item == known.code and scheme in (None, known.scheme) for known in action.items):
                yield code

    def colour(self, entry: str) -> str | None:
        """The colour of a list."""
        known = self.lists.get(entry)
        return known.colour if known else None

    def registers_below(self, name: str) -> tuple[str, ...]:
        """The names directly below one under which things are looked up (section 3 of the specification)."""
        if name == "all":
            return LOOKED_UP
        if name == "listing":
            return tuple(f"listing.{colour}" for colour in ("black", "red", "watch"))
        kind, _, colour = name.partition(".")
        if kind == "listing":
            return tuple(sorted(entry for entry, known in self.lists.items() if known.colour == colour))
        named = {"rating": self.rating_schemes, "points": self.points_schemes, "related": self.roles}
        return tuple(f"{kind}.{below}" for below in sorted(named.get(name, ())))

    def region_of(self, kind: str, name: str | None) -> str:
        """The region of a list or scheme; whatever has none counts everywhere."""
        known: RecordList | RatingScheme | PointsScheme | None = None
        if kind == "listing":
            known = self.lists.get(name or "")
        elif kind == "rating":
            known = self.rating_schemes.get(name or "")
        elif kind == "points":
            known = self.points_schemes.get(name or "")
        return known.region if known else COUNTRY

    def counts_at(self, kind: str, name: str | None, place: str, day: date) -> bool:
        """Whether a list or scheme counts at an action in `place` on `day`: national, local there, or recognised."""
        region = self.region_of(kind, name)
        if region == COUNTRY or contains(region, place):
            return True
        return any(known.covers(name or "", region, place, day) for known in self.recognition)

    def terms_of(self, kind: str, name: str | None, kind_of_penalty: str | None = None) -> tuple[Term, ...]:
        """The terms of a list, a rating scheme or a kind of penalty."""
        known: RecordList | RatingScheme | KindOfPenalty | None = None
        if kind == "listing":
            known = self.lists.get(name or "")
        elif kind == "rating":
            known = self.rating_schemes.get(name or "")
        elif kind == "penalty":
            known = self.penalty_kinds.get(kind_of_penalty or "")
        return known.terms if known else ()

    def extendable(self, kind: str, name: str | None) -> bool:
        """Whether a stated end may lie beyond the list's fixed period."""
        known = self.lists.get(name or "") if kind == "listing" else None
        return known is not None and known.extendable


def term_on(terms: tuple[Term, ...], day: date) -> Term | None:
    """The term in force on `day`."""
    return next((term for term in terms if term.in_force.holds_on(day)), None)
