"""From the models to JSON Schema: every key with its description, every closed list with its words."""

import inspect
import types
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Annotated, Any, Union, get_args, get_origin

from pydantic import BaseModel, BeforeValidator
from pydantic.fields import FieldInfo

from credit_rules.authoring.schemas.scalars import Json, closed, kinds, or_null, scalar
from credit_rules.model import scalars as readers
from credit_rules.words.keys import KEYS, described

_OF_READER: Mapping[Callable[..., Any], str] = {
    readers.read_word: "text",
    readers.read_code: "code",
    readers.read_region: "region",
    readers.read_day: "day",
    readers.read_end: "end",
    readers.read_money: "money",
    readers.read_number: "number",
    readers.read_whole: "whole",
    readers.read_flag: "flag",
    readers.read_period: "period",
    readers.read_text: "words",
}

_CALLED = {"_Fields": "Settings"}

Special = Callable[["Walk"], Json]


@dataclass(slots=True)
class Walk:
    """One schema in the making. `yaml` says which parser sees the file, `special` what no annotation tells."""

    yaml: bool
    special: Mapping[tuple[str, str], Special] = field(default_factory=dict)
    changed: Mapping[str, Callable[[Json], Json]] = field(default_factory=dict)  # what one key demands of another
    required: Mapping[str, tuple[str, ...]] = field(default_factory=dict)  # beside what the models demand
    defs: dict[str, Json] = field(default_factory=dict)

    def ref(self, name: str, build: Callable[[], Json]) -> Json:
        """A reference to a definition, built when it is first asked for; it may refer to itself."""
        if name not in self.defs:
            self.defs[name] = {}
            self.defs[name] = build()
        return {"$ref": f"#/$defs/{name}"}

    def scalar(self, what: str) -> Json:
        return scalar(what, yaml=self.yaml)

    def words(self, *, null: bool = False) -> Json:
        """A text for people: one string, or both languages."""

        def build() -> Json:
            one = self.scalar("text")
            languages = {
                "zh": {**one, "description": described("Text", "zh")},
                "en": {**or_null(one), "description": described("Text", "en")},
            }
            both = {"properties": languages, "required": ["zh"], "additionalProperties": False}
            return {**one, "type": [*kinds(one), "object", *(["null"] if null else [])], **both}

        return self.ref("text-or-null" if null else "text", build)

    def basis(self) -> Json:
        """A list of bases: `name article`, or a mapping."""

        def build() -> Json:
            one = self.scalar("text")
            parts = {key: {**one, "description": described("Basis", key)} for key in ("source", "article")}
            parts["article"] = {**or_null(one), "description": described("Basis", "article")}
            mapping = {"properties": parts, "required": ["source"], "additionalProperties": False}
            return {"type": "array", "items": {**one, "type": [*kinds(one), "object"], **mapping}}

        return self.ref("basis", build)

    def shape(self, model: type[BaseModel], *, null: bool = False, without: str = "") -> Json:
        """A mapping with the model's keys, but one."""
        name = model.__name__
        properties = {}
        required = []
        for key, info in keys_of(model):
            if key == without:
                continue
            properties[key] = self.key(model, key, info)
            if info.is_required() or key in self.required.get(name, ()):
                required.append(key)
        shape: Json = {
            "type": ["object", "null"] if null else "object",
            "properties": properties,
            **({"required": required} if required else {}),
            "additionalProperties": False,
        }
        return self.changed[name](shape) if name in self.changed else shape

    def key(self, model: type[BaseModel], key: str, info: FieldInfo) -> Json:
        """One key of a model, with what it means."""
        names = names_of(model)
        special = next((self.special[name, key] for name in (*names, "*") if (name, key) in self.special), None)
        schema = special(self) if special else self.value(info.annotation, tuple(info.metadata))
        return {**schema, "description": meaning(names, key)}

    def value(self, annotation: Any, metadata: tuple[Any, ...] = (), *, null: bool = False) -> Json:
        """What a field of this type may hold."""
        for validator in metadata:
            if isinstance(validator, BeforeValidator):
                return self._read_by(validator.func, null)
        origin, parts = get_origin(annotation), get_args(annotation)
        if origin is Annotated:
            return self.value(parts[0], parts[1:], null=null)
        if origin in (Union, types.UnionType):
            (inner,) = (part for part in parts if part is not type(None))
            return self.value(inner, null=True)
        if origin is tuple:
            items = {"type": "array", "items": self.value(parts[0])}
            return or_null(items) if null else items
        if isinstance(annotation, type) and issubclass(annotation, BaseModel):
            name = annotation.__name__ + ("-or-null" if null else "")
            return self.ref(name, lambda: self.shape(annotation, null=null))
        raise TypeError(annotation)

    def _read_by(self, reader: Callable[..., Any], null: bool) -> Json:
        if reader in _OF_READER:
            if _OF_READER[reader] == "words":
                return self.words(null=null)
            schema = self.scalar(_OF_READER[reader])
        elif "codes" in (known := inspect.getclosurevars(reader).nonlocals):
            schema = closed(known["codes"])
        else:  # `String`: any text, the empty one too
            schema = self.scalar("string")
        return or_null(schema) if null else schema


def keys_of(model: type[BaseModel]) -> list[tuple[str, FieldInfo]]:
    """The keys of a model as files write them."""
    return [(info.alias or name, info) for name, info in model.model_fields.items()]


def names_of(model: type[BaseModel]) -> list[str]:
    """What a model is called, and what it is a kind of."""
    return [_CALLED.get(shape.__name__, shape.__name__) for shape in model.__mro__]


def meaning(names: list[str], key: str) -> str:
    """What a key means: as the nearest of the shapes named says."""
    return described(next((name for name in names if key in KEYS.get(name, {})), names[0]), key)
