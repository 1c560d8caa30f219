"""The shape of the code: who may import whom, what the rules may not use, and clean checkers."""

import ast
import re
import shutil
import subprocess
import sys
import tomllib
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
FILES = {
    path.relative_to(ROOT).with_suffix("").as_posix().replace("/", "."): path
    for path in sorted((ROOT / "game").rglob("*.py"))
}
PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
CONTRACTS = PROJECT["tool"]["importlinter"]["contracts"]

# What the nouns and the rules never use, though it is in the standard library or built in.
NOT_PURE = {"asyncio", "glob", "io", "multiprocessing", "os", "pathlib", "random", "secrets"}
NOT_PURE |= {"shutil", "socket", "subprocess", "tempfile", "threading", "time", "urllib", "uuid"}
CLOCK = {"now", "utcnow", "today", "fromtimestamp"}


def within(module: str, package: str) -> bool:
    """Whether a module is that package or lies in it."""
    return module == package or module.startswith(package + ".")


def imports(tree: ast.AST) -> Iterator[tuple[int, str]]:
    """Every module a file imports by its full name, with the line, wherever it does so."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            yield from ((node.lineno, alias.name) for alias in node.names)
        elif isinstance(node, ast.ImportFrom) and not node.level:
            yield node.lineno, node.module or ""


def purity_faults(module: str, tree: ast.AST) -> list[str]:
    """Chance, clock, files and numbers that are not whole, where the game's truth is made."""
    faults = [
        (line, f"imports {target}")
        for line, target in imports(tree)
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


def lint_imports(folder: Path) -> subprocess.CompletedProcess[str]:
    """Compare the imports of the project in `folder` with the contracts in its pyproject.toml."""
    code = "from importlinter.cli import lint_imports_command; lint_imports_command()"
    return subprocess.run(
        [sys.executable, "-c", code, "--no-cache", "--no-logo"],
        cwd=folder, capture_output=True, text=True, check=False,
    )  # fmt: skip


def test_imports_follow_the_layers() -> None:
    done = lint_imports(ROOT)
    if done.returncode:
        pytest.fail(done.stdout + done.stderr, pytrace=False)


def test_a_forbidden_import_is_seen(tmp_path: Path) -> None:
    shutil.copy(ROOT / "pyproject.toml", tmp_path)
    for path in FILES.values():
        copy = tmp_path / path.relative_to(ROOT)
        copy.parent.mkdir(parents=True, exist_ok=True)
        shutil.copy(path, copy)
    spoilt = {
        "layers": ("rules/zoc.py", "from ..engine import play"),
        "dice": ("model/orders.py", "from game.dice import Dice"),
        "files": ("replay/lines.py", "def f():\n    from game.rules import zoc"),
        "map": ("mapmaker/grid.py", "from game.players.registry import make"),
        "pure": ("rules/weather.py", "from time import monotonic"),
        "honest": ("players/greedy.py", "import random"),
        "screen": ("lab/ladder.py", "import pygame.freetype"),
        "terminal": ("match.py", "from rich.console import Console"),
        "geography": ("scenario/plane.py", "import pyproj"),
    }
    assert list(spoilt) == [contract["id"] for contract in CONTRACTS]
    for file, line in spoilt.values():
        with (tmp_path / "game" / file).open("a", encoding="utf-8") as source:
            source.write(f"\n{line}\n")
    told = lint_imports(tmp_path)
    assert told.returncode == 1
    assert f"Contracts: 0 kept, {len(spoilt)} broken." in told.stdout
    (tmp_path / "game/novelty.py").write_text("import os\n", encoding="utf-8")
    stray = lint_imports(tmp_path)
    assert stray.returncode == 1
    assert "novelty" in stray.stdout + stray.stderr


def test_main_needs_nothing_but_the_standard_library_until_it_starts_the_game() -> None:
    tree = ast.parse((ROOT / "main.py").read_text(encoding="utf-8"))
    everywhere = {target.partition(".")[0] for _, target in imports(tree)}
    assert everywhere - set(sys.stdlib_module_names) == {"game", "pytest"}
    top = ast.Module(
        [node for node in tree.body if isinstance(node, ast.Import | ast.ImportFrom)], []
    )
    assert {target.partition(".")[0] for _, target in imports(top)} <= set(
        sys.stdlib_module_names
    )


def test_every_requirement_is_used() -> None:
    used = {t.partition(".")[0] for m in FILES for _, t in imports(parse(m))}
    names = {"pygame-ce": "pygame", "pillow": "PIL", "imageio-ffmpeg": "imageio_ffmpeg"}
    project = PROJECT["project"]
    wanted = [*project["dependencies"], *project["optional-dependencies"]["map"]]
    packages = {re.match(r"[\w-]+", line)[0] for line in wanted}  # type: ignore[index]
    assert {names.get(package, package) for package in packages} <= used


@pytest.mark.parametrize(
    "module", [m for m in FILES if within(m, "game.rules") or within(m, "game.model")]
)
def test_rules_and_model_are_pure_and_whole_numbered(module: str) -> None:
    assert not purity_faults(module, parse(module))


@pytest.mark.parametrize("module", FILES)
def test_everything_public_is_explained(module: str) -> None:
    assert not docstring_faults(module, parse(module))


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
