"""Values of a configuration against the annotations of the dataclass that they are for, before anything uses them."""

from __future__ import annotations

import math
from dataclasses import MISSING, fields, is_dataclass
from pathlib import Path
from types import NoneType, UnionType
from typing import Any, Union, get_args, get_origin, get_type_hints

from landslide_plugin.common.errors import InputError

_ONE = {bool: "true or false", int: "a whole number", float: "a number", str: "a text"}
_MANY = {int: "whole numbers", float: "numbers", str: "texts"}


def check_table(kind: type, values: dict[str, Any], place: str = "") -> None:
    """Refuses keys that the dataclass does not have, and values that are not what it says; what is missing may follow.

    Args:
        kind: dataclass; its fields that are paths are not the configuration's to set.
        values: as TOML has them.
        place: what the names of the keys begin with in a message.

    Raises:
        InputError: the message names the key.
    """
    hints = {key: hint for key, hint in get_type_hints(kind).items() if hint is not Path}
    unknown = sorted(f"{place}{key}" for key in values if key not in hints)
    if unknown:
        raise InputError(f"The training configuration has unknown keys: {', '.join(unknown)}.")
    for key, value in values.items():
        check_value(hints[key], value, f"{place}{key}")


def check_complete(kind: type, values: dict[str, Any], place: str = "") -> None:
    """Refuses a table without one of the keys that the dataclass cannot do without.

    Args:
        kind, values, place: as for `check_table`.

    Raises:
        InputError: the message names the key.
    """
    needed = [item.name for item in fields(kind) if item.default is item.default_factory is MISSING]
    missing = [f"{place}{key}" for key in needed if key not in values]
    if missing:
        raise InputError(f"The training configuration says nothing of {', '.join(missing)}: complete it.")


def check_value(hint: Any, value: Any, key: str) -> None:
    """Refuses a value that is not what an annotation says.

    Args:
        hint: of plain types, dataclasses, and lists (as tuples), tables and alternatives of them.
        value: as TOML has it.
        key: its name.

    Raises:
        InputError: the message names the key.
    """
    hint = _without_none(hint)
    inner = get_args(hint)
    if is_dataclass(hint) and isinstance(value, dict):
        check_table(hint, value, f"{key}.")
        check_complete(hint, value, f"{key}.")
    elif inner and get_origin(hint) is tuple and is_dataclass(inner[0]) and isinstance(value, list):
        for one in value:
            check_value(inner[0], one, key)
    elif inner and get_origin(hint) is dict and is_dataclass(inner[1]) and isinstance(value, dict):
        for name, one in value.items():
            check_value(inner[1], one, f"{key}.{name}")
    elif not _fits(hint, value):
        raise InputError(f"{key} must be {_words(hint)}, not {value!r:.80}: correct the configuration.")


def _without_none(hint: Any) -> Any:
    """TOML has no word for nothing."""
    return Union[tuple(one for one in get_args(hint) if one is not NoneType)] if _is_choice(hint) else hint


def _is_choice(hint: Any) -> bool:
    return get_origin(hint) in (Union, UnionType)


def _fits(hint: Any, value: Any) -> bool:
    inner = get_args(hint)
    if _is_choice(hint):
        return any(_fits(one, value) for one in inner)
    if hint is Any:  # what a model card, which is JSON, can hold
        parts = list(value.values()) if isinstance(value, dict) else value if isinstance(value, list) else None
        return isinstance(value, (str, int, float)) if parts is None else all(_fits(Any, part) for part in parts)
    if get_origin(hint) is dict:
        return isinstance(value, dict) and all(_fits(inner[1], one) for one in value.values())
    if get_origin(hint) is tuple:
        any_length = inner[-1] is Ellipsis
        return (
            isinstance(value, list)
            and (any_length or len(value) == len(inner))
            and all(_fits(inner[0], one) for one in value)
        )
    if hint in (int, float):
        right = isinstance(value, (int, hint)) and not isinstance(value, bool)
        return right and math.isfinite(value)
    return isinstance(value, hint) and not is_dataclass(hint)


def _words(hint: Any) -> str:
    """What a value has to be."""
    inner = get_args(hint)
    if _is_choice(hint):
        return " or ".join(_words(one) for one in inner)
    if hint is Any:
        return "a text, a number, or a list or table of them"
    if get_origin(hint) is tuple:
        count = "" if inner[-1] is Ellipsis else f"{len(inner)} "
        return f"a list of {count}{_MANY.get(inner[0], 'tables')}"
    if get_origin(hint) is dict:
        parts = "tables" if is_dataclass(inner[1]) else _MANY.get(inner[1])
        return f"a table of {parts}" if parts else "a table"
    return _ONE.get(hint, "a table")
