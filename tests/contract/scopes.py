"""Source as a tree, and what each name in it is bound to: what tests of the source stand on."""

import ast
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path


@dataclass
class Module:
    """A file of source, parsed."""

    path: str
    tree: ast.Module

    @cached_property
    def constants(self) -> dict[str, list[ast.expr]]:
        """What each name of the module's own level is assigned."""
        found: dict[str, list[ast.expr]] = {}
        for statement in self.tree.body:
            for name, value in _list_assignments(statement):
                found.setdefault(name, []).append(value)
        return found

    @cached_property
    def functions(self) -> dict[str, ast.FunctionDef]:
        """The functions of the module's own level."""
        return {node.name: node for node in self.tree.body if isinstance(node, ast.FunctionDef)}

    @cached_property
    def imports(self) -> dict[str, tuple[str, str]]:
        """What is imported from where: by its name here, module and name there."""
        return {
            alias.asname or alias.name: (node.module or "", alias.name)
            for node in ast.walk(self.tree)
            if isinstance(node, ast.ImportFrom)
            for alias in node.names
        }


@dataclass(frozen=True)
class Scope:
    """Where an expression stands: module, function, and the comprehensions around it."""

    module: Module
    function: ast.FunctionDef | None = None
    bound: tuple[tuple[str, ast.expr | None], ...] = ()


def read_modules(root: Path, packages: Iterable[str]) -> dict[str, Module]:
    """Parse all modules of packages, by their dotted names."""
    modules = {}
    for package in packages:
        for path in sorted((root / package).rglob("*.py")):
            name = path.relative_to(root).as_posix()
            dotted = name.removesuffix(".py").removesuffix("/__init__").replace("/", ".")
            modules[dotted] = Module(name, ast.parse(path.read_text(encoding="utf-8")))
    return modules


def walk(module: Module) -> Iterator[tuple[ast.AST, Scope]]:
    """Give every node with the scope that it stands in."""
    waiting: list[tuple[ast.AST, Scope]] = [(module.tree, Scope(module))]
    while waiting:
        node, scope = waiting.pop()
        yield node, scope
        inside = scope
        if isinstance(node, ast.FunctionDef):
            inside = Scope(module, node)
        elif isinstance(node, ast.ListComp | ast.GeneratorExp | ast.SetComp | ast.DictComp):
            inside = enter_loops(scope, node.generators)
        waiting += [(child, inside) for child in ast.iter_child_nodes(node)]


def walk_function(function: ast.FunctionDef) -> Iterator[ast.AST]:
    """Give every node of a function, without those of functions in it."""
    waiting: list[ast.AST] = [*function.body]
    while waiting:
        node = waiting.pop()
        yield node
        if not isinstance(node, ast.FunctionDef | ast.ClassDef | ast.Lambda):
            waiting += ast.iter_child_nodes(node)


def enter_loops(scope: Scope, loops: Iterable[ast.comprehension]) -> Scope:
    bound = [pair for loop in loops for pair in _bind_elements(loop.target, loop.iter)]
    return Scope(scope.module, scope.function, (*scope.bound, *bound))


def leave_loop(scope: Scope, name: str) -> Scope:
    """Give the scope in which the iterable of a comprehension's name is read."""
    position = max(at for at, (bound, _) in enumerate(scope.bound) if bound == name)
    return Scope(scope.module, scope.function, scope.bound[:position])


def _list_assignments(node: ast.AST) -> Iterator[tuple[str, ast.expr]]:
    for name, value in list_bindings(node):
        if value is not None:
            yield name, value


def list_bindings(node: ast.AST) -> Iterator[tuple[str, ast.expr | None]]:
    """Give the names that a node binds, each with what it is bound to; None for what cannot be told."""
    match node:
        case ast.Assign(targets=targets, value=value):
            for target in targets:
                yield from _bind(target, value)
        case (
            ast.AnnAssign(target=target, value=ast.expr() as value)
            | ast.AugAssign(target=target, value=value)
        ):
            yield from _bind(target, value)
        case ast.NamedExpr(target=target, value=value):
            yield from _bind(target, value)
        case ast.For(target=target, iter=iterable):
            yield from _bind_elements(target, iterable)
        case ast.withitem(optional_vars=ast.expr() as target):
            yield from ((name, None) for name in _names_of(target))


def _bind(target: ast.expr, value: ast.expr) -> Iterator[tuple[str, ast.expr | None]]:
    match target, value:
        case ast.Name(id=name), _:
            yield name, value
        case ast.Tuple(elts=targets), ast.Tuple(elts=values) if len(targets) == len(values):
            for one, other in zip(targets, values, strict=True):
                yield from _bind(one, other)
        case _:
            # Of what is unpacked each part is as closed as the whole.
            yield from ((name, value) for name in _names_of(target))


def _bind_elements(target: ast.expr, iterable: ast.expr) -> Iterator[tuple[str, ast.expr | None]]:
    match target, iterable:
        case ast.Tuple(elts=[ast.Name(id=position), other]), ast.Call(
            func=ast.Name(id="enumerate"), args=[inner]
        ):
            yield position, ast.Constant(0)
            yield from _bind_elements(other, inner)
        case ast.Tuple(), ast.Call(func=ast.Attribute(value=inner, attr="items"), args=[]):
            yield from _bind(target, inner)
        case ast.Tuple(elts=targets), ast.Tuple(elts=rows) | ast.List(elts=rows) if all(
            isinstance(row, ast.Tuple) and len(row.elts) == len(targets) for row in rows
        ):
            for number, one in enumerate(targets):
                column = [row.elts[number] for row in rows if isinstance(row, ast.Tuple)]
                yield from _bind_elements(one, ast.Tuple(column, ast.Load()))
        case _:
            yield from _bind(target, iterable)


def _names_of(target: ast.expr) -> list[str]:
    return [node.id for node in ast.walk(target) if isinstance(node, ast.Name)]


def list_parameters(function: ast.FunctionDef) -> list[str]:
    given = function.args
    named = [*given.posonlyargs, *given.args, *given.kwonlyargs]
    named += [argument for argument in (given.vararg, given.kwarg) if argument]
    return [argument.arg for argument in named]
