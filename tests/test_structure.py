"""The shape of the code: who may import whom, what the rules may not use, and clean checkers."""

import ast
import re
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
FILES = {
    path.relative_to(ROOT).with_suffix("").as_posix().replace("/", "."): path
    for path in sorted((ROOT / "game").rglob("*.py"))
}

# What each package may import besides the standard library and itself (docs/architecture.md).
# A name stands for the module or package and everything in it, but `game` for its version alone
# and `game.*` for everything; the longest matching row counts.
MAY_IMPORT = {
    "game": "",
    "game.hexes": "numpy",
    "game.dice": "numpy",
    "game.model": "game.hexes numpy",
    "game.rules": "game.model game.hexes game.dice numpy",
    "game.engine": "game.rules game.model game.hexes game.dice",
    "game.scenario": "game.model game.hexes numpy pydantic pydantic_core",
    "game.players": "game.rules game.model game.hexes game.dice numpy",
    "game.replay": "game game.engine game.model game.hexes game.dice game.scenario pydantic "
    "pydantic_core",
    "game.match": "game game.engine game.replay game.rules game.model game.hexes game.dice",
    "game.rerun": "game game.match game.engine game.replay game.scenario game.model",
    "game.lab": "game.match game.rerun game.replay game.engine game.players game.scenario "
    "game.rules game.model game.hexes game.dice game numpy pydantic rich",
    "game.film": "game.match game.rerun game.replay game.engine game.players game.scenario "
    "game.rules game.model game.hexes game.dice numpy rich pygame",
    "game.mapmaker": "game.hexes game.model game.scenario numpy pyproj shapely",
    "game.ui": "game.match game.rerun game.players game.replay game.scenario game.rules game.model "
    "game.hexes numpy pygame platformdirs",
    "game.cli": "game game.* typer rich platformdirs",
    "main": "game game.cli pytest",
}
# What the nouns and the rules never use, though it is in the standard library or built in.
NOT_PURE = {"asyncio", "glob", "io", "multiprocessing", "os", "pathlib", "random", "secrets"}
NOT_PURE |= {"shutil", "socket", "subprocess", "tempfile", "threading", "time", "urllib", "uuid"}
CLOCK = {"now", "utcnow", "today", "fromtimestamp"}


def within(module: str, package: str) -> bool:
    """Whether a module is that package or lies in it (`game.*`: in the game at all)."""
    return module == package or module.startswith(package.removesuffix("*").rstrip(".") + ".")


def permits(name: str, target: str) -> bool:
    """Whether this name in the table lets that module be imported."""
    return target == name if name == "game" else within(target, name)


def imports(module: str, tree: ast.AST, is_package: bool = False) -> Iterator[tuple[int, str]]:
    """Every module a file imports, with the line, wherever in the file it does so."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            yield from ((node.lineno, alias.name) for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            base = node.module or ""
            if node.level:
                parents = module.split(".")[: None if is_package else -1]
                above = parents[: len(parents) - node.level + 1]
                base = ".".join([*above, node.module] if node.module else above)
            for alias in node.names:
                full = f"{base}.{alias.name}"
                yield node.lineno, full if full in FILES or full + ".__init__" in FILES else base


def import_faults(module: str, tree: ast.AST) -> list[str]:
    """Imports that the table forbids."""
    name = module.removesuffix(".__init__")
    rows = [package for package in MAY_IMPORT if within(name, package)]
    row = max(rows, key=len)
    if row == "game" and name != "game":
        return [f"{name}: has no row in MAY_IMPORT"]
    allowed = MAY_IMPORT[row].split()
    if row != "game":
        allowed.append(row)
    return [
        f"{name}:{line}: {row} may not import {target}"
        for line, target in imports(name, tree, is_package=module.endswith("__init__"))
        if target.partition(".")[0] not in sys.stdlib_module_names
        and not any(permits(entry, target) for entry in allowed)
    ]


def purity_faults(module: str, tree: ast.AST) -> list[str]:
    """Chance, clock, files and numbers that are not whole, where the game's truth is made."""
    faults = [
        (line, f"imports {target}")
        for line, target in imports(module, tree)
        if target.partition(".")[0] in NOT_PURE
    ]
    for node in ast.walk(tree):
        if isinstance(node, ast.Constant) and isinstance(node.value, float | complex):
            faults.append((node.lineno, f"the number {node.value} is not whole"))
        elif isinstance(node, ast.BinOp | ast.AugAssign) and isinstance(node.op, ast.Div):
            faults.append((node.lineno, "true division"))
        elif isinstance(node, ast.Name) and node.id in ("float", "open"):
            faults.append((node.lineno, node.id))
        elif isinstance(node, ast.Attribute) and (
            node.attr in CLOCK or re.match(r"(float|true_divide|random)", node.attr)
        ):
            faults.append((node.lineno, node.attr))
    return [f"{module}:{line}: {what}" for line, what in faults]


def docstring_faults(module: str, tree: ast.Module) -> list[str]:
    """Public functions, classes and methods without a docstring."""
    faults = []
    todo: list[tuple[str, ast.stmt]] = [("", node) for node in tree.body]
    while todo:
        prefix, node = todo.pop()
        if isinstance(node, ast.If | ast.Try):
            todo += [(prefix, child) for child in ast.iter_child_nodes(node)]
        if not isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef):
            continue
        marks = [ast.unparse(mark) for mark in node.decorator_list]
        spared = any(re.search(r"overload$|\.(setter|deleter)$", mark) for mark in marks)
        if node.name.startswith("_") or spared:
            continue
        if not ast.get_docstring(node):
            faults.append(f"{module}:{node.lineno}: {prefix}{node.name} has no docstring")
        if isinstance(node, ast.ClassDef):
            todo += [(f"{node.name}.", child) for child in node.body]
    return faults


def parse(module: str) -> ast.Module:
    """A file of the project as a syntax tree."""
    return ast.parse(FILES[module].read_text(encoding="utf-8"))


@pytest.mark.parametrize("module", FILES)
def test_imports_follow_the_layers(module: str) -> None:
    assert not import_faults(module, parse(module))


def test_main_needs_nothing_but_the_standard_library_until_it_starts_the_game() -> None:
    tree = ast.parse((ROOT / "main.py").read_text(encoding="utf-8"))
    assert not import_faults("main", tree)
    top = ast.Module(
        [node for node in tree.body if isinstance(node, ast.Import | ast.ImportFrom)], []
    )
    assert {target.partition(".")[0] for _, target in imports("main", top)} <= set(
        sys.stdlib_module_names
    )


def test_the_game_draws_in_two_packages_only() -> None:
    drawing = {
        module
        for module in FILES
        if any(within(target, "pygame") for _, target in imports(module, parse(module)))
    }
    assert not {m for m in drawing if not (within(m, "game.ui") or within(m, "game.film"))}


@pytest.mark.parametrize(
    "module", [m for m in FILES if within(m, "game.rules") or within(m, "game.model")]
)
def test_rules_and_model_are_pure_and_whole_numbered(module: str) -> None:
    assert not purity_faults(module, parse(module))


@pytest.mark.parametrize("module", FILES)
def test_everything_public_is_explained(module: str) -> None:
    assert not docstring_faults(module, parse(module))


@pytest.mark.parametrize(
    ("module", "source"),
    [
        ("game.hexes", "import numpy\nfrom game import model"),
        ("game.model.state", "from game.rules.zoc import zone"),
        ("game.rules.zoc", "import pydantic"),
        ("game.rules.zoc", "from .. import engine"),
        ("game.rules.zoc", "from ..engine import play"),
        ("game.players.staff.plan", "def f():\n    from game.match import Match"),
        ("game.match", "from game.players.greedy import Greedy"),
        ("game.lab.batch", "import game.ui"),
        ("game.lab.batch", "from game.film import terminal"),
        ("game.film.page", "import game.cli"),
        ("game.scenario.load", "import requests"),
        ("game.novelty", "import os"),
        ("game.__init__", "import numpy"),
        ("game.cli", "import numpy"),
    ],
)
def test_a_forbidden_import_is_seen(module: str, source: str) -> None:
    assert import_faults(module, ast.parse(source))


@pytest.mark.parametrize(
    ("module", "source"),
    [
        ("game.rules.zoc", "import math\nfrom . import stacks\nfrom game.model.state import State"),
        ("game.match", "from game.players.protocol import Player"),
        ("game.cli", "import typer\nfrom game.film.terminal import watch"),
        ("game.film.picture", "import pygame"),
    ],
)
def test_an_allowed_import_is_let_through(module: str, source: str) -> None:
    assert not import_faults(module, ast.parse(source))


@pytest.mark.parametrize(
    "source",
    [
        "import random",
        "from time import monotonic",
        "import os.path",
        "x = 0.5",
        "x = a / b",
        "x /= 2",
        "x: float",
        "x = float(3)",
        "x = np.zeros(3, np.float64)",
        "x = np.random.default_rng()",
        "x = datetime.now()",
        "x = date.today()",
        "x = open('file')",
    ],
)
def test_an_impurity_is_seen(source: str) -> None:
    assert purity_faults("game.rules.example", ast.parse(source))


def test_whole_numbers_are_let_through() -> None:
    source = "from datetime import date\nx = (a * 3 + b - 1) // b\nday = date(1945, 8, 9)"
    assert not purity_faults("game.rules.example", ast.parse(source))


def test_a_missing_docstring_is_seen() -> None:
    source = 'class A:\n    """An A."""\n    def f(self): ...\n    def _g(self): ...\ndef h(): ...'
    faults = docstring_faults("game.example", ast.parse(source))
    assert [fault.split()[1] for fault in sorted(faults)] == ["A.f", "h"]


def check(*command: str) -> None:
    """Run a checker over the project; its findings are the failure."""
    done = subprocess.run(
        [sys.executable, "-m", *command], cwd=ROOT, capture_output=True, text=True, check=False
    )
    if done.returncode:
        pytest.fail(done.stdout + done.stderr, pytrace=False)


def test_ruff_is_clean() -> None:
    check("ruff", "check", ".")


def test_mypy_is_clean() -> None:
    check("mypy")
