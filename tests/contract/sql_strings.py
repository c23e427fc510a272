"""Finds SQL that is put together from anything but quoted names, quoted texts and constants.

A string is closed when whoever writes articles, names files or asks queries has no say in it: a literal; a constant of a
module; what `quote_name` or `quote_text` gives; a number; or closed strings put together. Names are followed to what was
assigned to them, calls to what the called function of ours returns, and a parameter of a private function to all its
calls. Whatever else goes into SQL is open, and reported. Two places are looked at:

* what is handed to a method or function that runs SQL, whatever it looks like;
* every string that is put together and looks like SQL, wherever it goes.
"""

import ast
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field

from tests.contract.scopes import (
    Module,
    Scope,
    enter_loops,
    leave_loop,
    list_bindings,
    list_parameters,
    walk,
    walk_function,
)

RUNNERS = {
    "execute": 0,
    "executemany": 0,
    "executescript": 0,
    "sql": 0,
    "query": 0,
    "filter": 0,
    "raw_sql": 0,
}
"""Methods that run SQL, and which argument it is; those of DuckDB's relations take a part of it."""
SERVER_RUNNERS = {"run", "run_alone", "fetch", "set_sql_query"}
"""Methods of our connection to PostgreSQL; `run` takes several statements."""
OWN_RUNNERS = {"fetch_rows": 1, "fetch_count": 1}
"""Functions of the report that run what they are given."""
QUOTING = {"quote_name", "quote_text", "quote_array"}

_NUMBERS = {"int", "len", "float"}
_CONTAINERS = {"sorted", "list", "tuple", "set", "reversed", "frozenset"}
_LOOKS_LIKE_SQL = re.compile(
    r"\s*(?:(?i:select|insert\s+into|delete\s+from|merge\s+into|truncate|vacuum|pragma|update\s+\S+\s+set|attach|detach|"
    r"create\s+(?:or\s+replace\s+)?(?:temp\w*\s+)?(?:table|view|schema|index|macro|role|database)|alter\s+\w+|"
    r"drop\s+\w+|comment\s+on|grant|revoke|install|explain)|copy|with|from|set|lock table|checkpoint|call|load|use)\s"
)


@dataclass(frozen=True)
class OpenString:
    """An expression that goes into SQL and is not closed."""

    path: str
    line: int
    expression: str


@dataclass
class Reader:
    """Reads modules by their dotted names, and judges what goes into SQL in them."""

    modules: dict[str, Module]
    allowed: frozenset[tuple[str, str]] = frozenset()
    used: set[tuple[str, str]] = field(default_factory=set)
    _following: set[tuple[int, int]] = field(default_factory=set)

    def find_open(self) -> list[OpenString]:
        """Find all open strings that go into SQL, in the order of the places."""
        found: set[OpenString] = set()
        for module in self.modules.values():
            for node, scope in walk(module):
                found.update(self._judge(node, scope))
        return sorted(found, key=lambda one: (one.path, one.line, one.expression))

    def _judge(self, node: ast.AST, scope: Scope) -> Iterator[OpenString]:
        wholes = list(_list_run(node, scope)) if isinstance(node, ast.Call) else []
        if isinstance(node, ast.expr) and _is_put_together(node) and _LOOKS_LIKE_SQL.match(_text_of(node)):
            wholes.append(node)
        for whole in wholes:
            for part in self._list_open(whole, scope):
                yield OpenString(scope.module.path, part.lineno, ast.unparse(part))

    def _list_open(self, node: ast.expr, scope: Scope) -> list[ast.expr]:
        """Give the parts of an expression that are not closed; none for one that is."""
        place = scope.module.path, ast.unparse(node)
        if place in self.allowed:
            self.used.add(place)
            return []
        match node:
            case ast.Constant():
                return []
            case ast.JoinedStr(values=values):
                inner = [value.value for value in values if isinstance(value, ast.FormattedValue)]
                return self._all(inner, scope)
            case ast.BinOp(left=left, op=ast.Add(), right=right):
                return self._all([left, right], scope)
            case ast.IfExp(body=body, orelse=other):
                return self._all([body, other], scope)
            case ast.BoolOp(values=values):
                return self._all(values, scope)
            case ast.Tuple(elts=elements) | ast.List(elts=elements) | ast.Set(elts=elements):
                return self._all(elements, scope)
            case ast.Dict(keys=keys, values=values):
                return self._all([*filter(None, keys), *values], scope)
            case ast.Starred(value=value) | ast.Subscript(value=value) | ast.NamedExpr(value=value):
                return self._list_open(value, scope)
            case (
                ast.ListComp(elt=element, generators=loops) | ast.GeneratorExp(elt=element, generators=loops)
            ):
                return self._list_open(element, enter_loops(scope, loops))
            case ast.Call(
                func=ast.Attribute(value=value, attr="join" | "format"), args=args, keywords=keywords
            ):
                return self._all([value, *args, *(keyword.value for keyword in keywords)], scope)
            case ast.Call():
                return [] if self._is_closed_call(node, scope) else [node]
            case ast.Name(id=name):
                return [] if self._is_closed_name(name, scope) else [node]
            case ast.Attribute(value=ast.Name(id=alias), attr=name):
                return [] if self._is_closed_constant(alias, name, scope.module) else [node]
        return [node]

    def _all(self, nodes: Iterable[ast.expr], scope: Scope) -> list[ast.expr]:
        return [part for node in nodes for part in self._list_open(node, scope)]

    def _is_closed(self, node: ast.expr, scope: Scope) -> bool:
        return not self._list_open(node, scope)

    def _is_closed_call(self, call: ast.Call, scope: Scope) -> bool:
        match call.func:
            case ast.Name(id=name) if name in QUOTING | _NUMBERS:
                return True
            case ast.Name(id="map"):
                return isinstance(call.args[0], ast.Name) and call.args[0].id in QUOTING
            case ast.Name(id=name) if name in _CONTAINERS:
                return self._is_closed(call.args[0], scope)
            case ast.Name(id=name):
                return self._returns_closed(name, scope.module)
        return False

    def _returns_closed(self, name: str, module: Module) -> bool:
        """Tell whether a function of ours returns closed strings only."""
        place, name = self._look_up(name, module)
        function = place.functions.get(name) if place else None
        if place is None or function is None:
            return False
        inside = Scope(place, function)
        returned = [node.value for node in walk_function(function) if isinstance(node, ast.Return)]
        return bool(returned) and all(value is not None and self._follow(value, inside) for value in returned)

    def _look_up(self, name: str, module: Module) -> tuple[Module | None, str]:
        if name in module.functions or name in module.constants:
            return module, name
        where, there = module.imports.get(name, ("", ""))
        return self.modules.get(where), there

    def _is_closed_constant(self, alias: str, name: str, module: Module) -> bool:
        package, imported = module.imports.get(alias, ("", ""))
        place = self.modules.get(f"{package}.{imported}")
        return place is not None and self._is_closed_module_name(name, place)

    def _is_closed_module_name(self, name: str, module: Module) -> bool:
        place, name = self._look_up(name, module)
        values = place.constants.get(name, []) if place else []
        return (
            place is not None and bool(values) and all(self._follow(value, Scope(place)) for value in values)
        )

    def _is_closed_name(self, name: str, scope: Scope) -> bool:
        for bound, value in reversed(scope.bound):
            if bound == name:
                return value is not None and self._is_closed(value, leave_loop(scope, name))
        function = scope.function
        if function is None:
            return self._is_closed_module_name(name, scope.module)
        values = [
            value for node in walk_function(function) for bound, value in list_bindings(node) if bound == name
        ]
        parameters = list_parameters(function)
        if not values and name not in parameters:
            return self._is_closed_module_name(name, scope.module)
        inside = Scope(scope.module, function)
        if not all(value is not None and self._follow(value, inside) for value in values):
            return False
        return name not in parameters or self._is_given_closed(function, name, scope.module)

    def _is_given_closed(self, function: ast.FunctionDef, parameter: str, module: Module) -> bool:
        """Tell whether every call of a private function hands a closed string to a parameter."""
        if not function.name.startswith("_") or module.functions.get(function.name) is not function:
            return False
        position = list_parameters(function).index(parameter)
        calls = [
            (node, scope)
            for node, scope in walk(module)
            if isinstance(node, ast.Call)
            and isinstance(node.func, ast.Name)
            and node.func.id == function.name
        ]
        for call, scope in calls:
            given = [keyword.value for keyword in call.keywords if keyword.arg == parameter]
            given += call.args[position : position + 1]
            has_stars = any(isinstance(argument, ast.Starred) for argument in call.args)
            if has_stars or not all(self._follow(value, scope) for value in given):
                return False
        return bool(calls)

    def _follow(self, node: ast.expr, scope: Scope) -> bool:
        """Judge what a name leads to; what leads back to itself adds nothing."""
        key = id(node), id(scope.function)
        if key in self._following:
            return True
        self._following.add(key)
        try:
            return self._is_closed(node, scope)
        finally:
            self._following.discard(key)


def _list_run(call: ast.Call, scope: Scope) -> Iterator[ast.expr]:
    """Give the arguments of a call that are run as SQL."""
    match call.func:
        case ast.Attribute(attr=name) if name in RUNNERS:
            yield from call.args[RUNNERS[name] : RUNNERS[name] + 1]
            yield from (keyword.value for keyword in call.keywords if keyword.arg in {"query", "sql"})
        case ast.Attribute(value=receiver, attr=name) if name in SERVER_RUNNERS:
            if "postgres" in scope.module.path and ast.unparse(receiver) != "subprocess":
                yield from call.args if name == "run" else call.args[:1]
        case ast.Name(id=name) if name in OWN_RUNNERS and scope.module.imports.get(name, ("",))[0].endswith(
            "report.rows"
        ):
            yield from call.args[OWN_RUNNERS[name] : OWN_RUNNERS[name] + 1]


def _is_put_together(node: ast.expr) -> bool:
    match node:
        case ast.JoinedStr() | ast.BinOp(op=ast.Add() | ast.Mod()):
            return True
        case ast.Call(func=ast.Attribute(attr="format" | "join" | "replace")):
            return True
    return False


def _text_of(node: ast.AST) -> str:
    """Give the literal text of an expression, as far as it begins with one."""
    match node:
        case ast.Constant(value=str(text)):
            return text
        case ast.JoinedStr(values=values):
            return "".join(_text_of(value) or "x" for value in values)
        case ast.BinOp(left=left, right=right):
            return _text_of(left) + (_text_of(right) or "x")
        case ast.Call(func=ast.Attribute(value=value, attr=attr), args=args):
            return " ".join(map(_text_of, args)) if attr == "join" else _text_of(value)
        case ast.List(elts=elements) | ast.Tuple(elts=elements):
            return " ".join(_text_of(element) or "x" for element in elements)
        case ast.ListComp(elt=element) | ast.GeneratorExp(elt=element):
            return _text_of(element)
    return ""
