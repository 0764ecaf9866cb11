"""Shape: plain data to typed values, every mistake collected with its place, its code and the nearest known name."""

import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from difflib import get_close_matches
from typing import Any, TypeVar, get_args

from pydantic import BaseModel, ValidationError
from pydantic_core import ErrorDetails

from credit_rules.errors import Problem, advised, problem
from credit_rules.model.scalars import unwritable_in
from credit_rules.model.texts import Text
from credit_rules.words.codes import TABLES
from credit_rules.words.problems import TYPES

Path = tuple[str | int, ...]
Place = Callable[[Path, bool], str]

Value = TypeVar("Value", bound=BaseModel)

_SAYS_WRONG_TYPE = {
    "model_type": "mapping",
    "model_attributes_type": "mapping",
    "dict_type": "mapping",
    "tuple_type": "list",
    "list_type": "list",
    "string_type": "text",
}


def shape(model: type[Value], data: Any, place: Place) -> tuple[Value | None, list[Problem]]:
    """`data` as a `model`, or every problem in it. `place` says where a path stands (and where its key does)."""
    try:
        return model.model_validate(data), []
    except ValidationError as error:
        return None, [_told(detail, model, place) for detail in error.errors(include_url=False)]


def nearest(name: str, known: Iterable[str]) -> str | None:
    """The known name most like `name`."""
    return next(iter(get_close_matches(name, sorted(known), n=1, cutoff=0.6)), None)


def with_nearest(code: str, at: str, name: str, known: Iterable[str], **params: object) -> Problem:
    """A problem about an unknown name, with the nearest known one as help where there is one.

    Of entries by their code (a mapping) their titles and aliases count, too: people write what they read.
    """
    codes = sorted(known) if isinstance(known, (set, frozenset)) else list(known)
    habit = _habit(name)
    near = None if habit else _called(name, known) or nearest(name, codes)
    help_code = habit or ("did-you-mean" if near else None)
    return problem(code, at, help_code, name=name, nearest=near or "", known=codes, **params)


def with_habit(told: Problem, value: object) -> Problem:
    """The problem, with other advice where the value shows a habit of those who write Chinese."""
    habit = _habit(str(value))
    if told.code == "bad-money":
        habit = "bad-money-comma" if re.search("[0-9][,，][0-9]", str(value)) else habit
        habit = "bad-money-unit" if re.search("[万亿元]", str(value)) else habit
    return advised(told, habit) if habit else told


def _habit(text: str) -> str | None:
    """The advice for a full-width sign where none belongs."""
    if text[:1] in "“”‘’「" and text:
        return "full-width-quotes"
    return "split-by-comma" if re.search("[，、；]", text) else None


def _called(name: str, known: Iterable[str]) -> str | None:
    """The code of what is called `name`: the only one whose title or alias it is, or is part of."""
    calls = [(word, code) for code, words in _titles(known) for word in words]
    for fits in (lambda word: word == name, lambda word: len(name) > 1 and (name in word or word in name)):
        found = {code for word, code in calls if fits(word)}
        if found:
            return found.pop() if len(found) == 1 else None
    return None


def _titles(known: Iterable[str]) -> Iterator[tuple[str, list[str]]]:
    """What each code is called: by its own entry, or in the words people read."""
    for code in known:
        entry = known[code] if isinstance(known, Mapping) else None
        title = getattr(entry, "title", None)
        if isinstance(title, Text):
            yield code, [word for word in (title.zh, title.en, *getattr(entry, "aliases", ())) if word]
        elif entry is None:
            yield code, [table[code][0] for table in TABLES.values() if code in table]


def wrong_type(at: str, path: Path, wanted: str, found: str) -> Problem:
    """A value of the wrong type, with the key it stands under and both types in both languages."""
    key = next((step for step in reversed(path) if isinstance(step, str)), "profile")
    wanted_, found_ = (dict(zip(("zh", "en"), TYPES[name], strict=True)) for name in (wanted, found))
    help_code = "nothing-written" if found == "null" else None
    return problem("wrong-type", at, help_code, key=key, wanted=wanted_, found=found_)


def _told(detail: ErrorDetails, model: type[BaseModel], place: Place) -> Problem:
    path = tuple(step for step in detail["loc"])
    code, context = detail["type"], detail.get("ctx", {})
    if code == "missing":
        return problem("missing-key", place(path[:-1], False), key=path[-1])
    if code == "string_unicode":  # a key; of a value, the scalars tell it
        return problem("bad-character", place(path, True), character=unwritable_in(detail["input"]))
    if code in ("extra_forbidden", "invalid_key"):
        return with_nearest("unknown-key", place(path, True), str(path[-1]), _keys_at(model, path[:-1]))
    if code in _SAYS_WRONG_TYPE:
        found = _found(detail["input"])
        return wrong_type(place(path, False), path, _SAYS_WRONG_TYPE[code], found)
    if code == "unknown-value":
        value, known = str(context["value"]), context["known"]
        return with_nearest("unknown-value", place(path, False), value, known)
    if code == "wrong-type":
        return wrong_type(place(path, False), path, context["wanted"], context["found"])
    told = problem(code, place(path, False), **{str(key): value for key, value in context.items()})
    return with_habit(told, context.get("value", ""))


def _found(value: object) -> str:
    names = {dict: "mapping", list: "list", tuple: "list", type(None): "null", bool: "true/false"}
    return names.get(type(value), "number" if isinstance(value, (int, float)) else "text")


def _keys_at(model: type[BaseModel], path: Path) -> list[str]:
    """The keys a mapping at `path` may have."""
    found: type[BaseModel] | None = model
    for step in path:
        if found is None or isinstance(step, int):
            continue
        by_name = {info.alias or name: info.annotation for name, info in found.model_fields.items()}
        found = _model_in(by_name.get(str(step)))
    return [info.alias or name for name, info in found.model_fields.items()] if found else []


def _model_in(annotation: Any) -> type[BaseModel] | None:
    if isinstance(annotation, type) and issubclass(annotation, BaseModel):
        return annotation
    return next((model for part in get_args(annotation) if (model := _model_in(part))), None)
