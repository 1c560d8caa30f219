"""main.py: the environment it makes, and the sentence it says when it cannot."""

import ast
import errno
import os
import subprocess
import sys
import tomllib
from pathlib import Path

import pytest

import main

ROOT = Path(main.__file__).parent
OFFLINE = (
    "WARNING: Retrying (Retry(total=0)) after connection broken by 'NewConnectionError(...)'\n"
    "ERROR: Could not find a version that satisfies the requirement numpy==2.4.6\n"
    "ERROR: No matching distribution found for numpy==2.4.6\n"
)


class Elsewhere:
    """A copy of the project in a folder of its own, with fakes for the slow steps of a start."""

    def __init__(self, folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
        self.monkeypatch = monkeypatch
        self.venv = folder / ".venv"
        self.steps: list[str] = []
        self.lacking = ["numpy"]
        self.pip = (0, "")
        for name in (*main.RUN, *main.TEST):
            (folder / name).write_bytes((ROOT / name).read_bytes())
        monkeypatch.setattr(main, "ROOT", folder)
        monkeypatch.setattr(main, "VENV", self.venv)
        monkeypatch.setattr(main, "missing", lambda requirements: self.lacking)
        monkeypatch.setattr(main, "run", self.run)
        monkeypatch.setattr("venv.EnvBuilder.create", self.create)
        monkeypatch.setattr(main, "hand_over", lambda arguments: 77)

    def create(self, folder: Path) -> None:
        """Instead of a real environment."""
        self.steps.append("create")
        python = main.python_of(folder)
        python.parent.mkdir()
        python.touch()

    def run(self, command: list[str], busy: int, tell: bool = False) -> tuple[int, str]:
        """Instead of pip."""
        assert command[0] == str(main.python_of(self.venv))
        if "pip" not in command:
            self.steps.append("ensurepip")
            return 0, ""
        assert "--require-hashes" in command
        self.steps.append(Path(command[-1]).name)
        return self.pip


FRESH = ["create", "ensurepip", "requirements.lock"]


@pytest.fixture
def elsewhere(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Elsewhere:
    return Elsewhere(tmp_path, monkeypatch)


def sentence(capsys: pytest.CaptureFixture[str]) -> str:
    """The last line on standard error; there is no traceback, and nothing on standard output."""
    said = capsys.readouterr()
    assert said.out == ""
    assert "Traceback" not in said.err
    return said.err.splitlines()[-1]


def test_the_first_start_makes_the_environment_and_the_second_finds_it(
    elsewhere: Elsewhere, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main.main(["simulate"]) == 77
    assert elsewhere.steps == FRESH
    assert "First start" in capsys.readouterr().err
    assert main.main(["simulate"]) == 77
    assert elsewhere.steps == FRESH
    assert capsys.readouterr().err == ""


def test_an_environment_that_has_everything_is_used_as_it_is(elsewhere: Elsewhere) -> None:
    elsewhere.lacking = []
    assert main.environment(main.RUN)
    assert elsewhere.steps == []
    assert not elsewhere.venv.exists()


def test_the_test_packages_are_added_to_the_environment(elsewhere: Elsewhere) -> None:
    assert not main.environment(main.RUN)
    assert not main.environment(main.TEST)
    assert elsewhere.steps == [*FRESH, "requirements-test.lock"]
    assert main.ready(main.RUN[1])
    assert main.ready(main.TEST[1])


@pytest.mark.parametrize("left", ["nothing", "a folder", "a link to nowhere"])
def test_a_half_made_environment_is_made_anew(
    elsewhere: Elsewhere, capsys: pytest.CaptureFixture[str], left: str
) -> None:
    elsewhere.venv.mkdir()
    if left == "a folder":
        (elsewhere.venv / "lib" / "python").mkdir(parents=True)
        (elsewhere.venv / "lib" / "python" / "half.py").touch()
    elif left == "a link to nowhere":
        (elsewhere.venv / "lib64").symlink_to("nowhere")
    assert main.main([]) == 77
    assert elsewhere.steps == FRESH
    assert "half-made" in capsys.readouterr().err
    assert not (elsewhere.venv / "lib").exists()
    assert not (elsewhere.venv / "lib64").is_symlink()


def test_an_environment_is_not_ready_before_pip_has_finished(elsewhere: Elsewhere) -> None:
    elsewhere.pip = (1, "ERROR: killed")
    assert main.main([]) == 2
    assert not main.ready(main.RUN[1])
    elsewhere.pip = (0, "")
    assert main.main([]) == 77
    assert elsewhere.steps == FRESH + FRESH


def test_a_changed_lock_file_makes_the_environment_anew(
    elsewhere: Elsewhere, capsys: pytest.CaptureFixture[str]
) -> None:
    main.environment(main.RUN)
    with (main.ROOT / main.RUN[1]).open("a") as lock:
        lock.write("# changed\n")
    assert main.main([]) == 77
    assert elsewhere.steps == FRESH + FRESH
    assert "out of date" in capsys.readouterr().err


def test_an_environment_is_never_cleared_from_inside(elsewhere: Elsewhere) -> None:
    main.environment(main.RUN)
    with (main.ROOT / main.RUN[1]).open("a") as lock:
        lock.write("# changed\n")
    elsewhere.monkeypatch.setattr(sys, "prefix", str(elsewhere.venv))
    elsewhere.lacking = []
    assert not main.environment(main.RUN)
    assert elsewhere.steps == [*FRESH, "requirements.lock"]
    assert main.environment(main.RUN)


def test_a_damaged_environment_says_what_to_do(
    elsewhere: Elsewhere, capsys: pytest.CaptureFixture[str]
) -> None:
    main.environment(main.RUN)
    capsys.readouterr()
    elsewhere.monkeypatch.setattr(sys, "prefix", str(elsewhere.venv))
    assert main.main([]) == 2
    assert "lacks numpy: delete the folder .venv and start again." in sentence(capsys)


@pytest.mark.parametrize(
    ("output", "way_out"),
    [
        (OFFLINE, "connect to the network"),
        ("ProxyError('Cannot connect to proxy.')", "HTTPS_PROXY"),
        ("THESE PACKAGES DO NOT MATCH THE HASHES FROM THE REQUIREMENTS FILE", "proxy"),
        ("ERROR: [Errno 28] No space left on device", "make room"),
        ("/x/python: No module named pip", "delete the folder .venv"),
        ("Collecting numpy\nERROR: something new\n\nbye", "(ERROR: something new)"),
        ("", "(it said nothing)"),
    ],
)
def test_pip_failing_is_one_sentence(
    elsewhere: Elsewhere, capsys: pytest.CaptureFixture[str], output: str, way_out: str
) -> None:
    elsewhere.pip = (1, output)
    assert main.main([]) == 2
    last = sentence(capsys)
    assert last.startswith("August Storm cannot start: ")
    assert way_out in last


def test_a_python_that_cannot_make_environments_says_what_to_install(
    elsewhere: Elsewhere, capsys: pytest.CaptureFixture[str]
) -> None:
    elsewhere.monkeypatch.setattr("importlib.util.find_spec", lambda name: None)
    assert main.main([]) == 2
    assert "sudo apt install python3." in sentence(capsys)


@pytest.mark.parametrize(
    ("number", "way_out"),
    [
        (errno.EACCES, "copy the folder"),
        (errno.EROFS, "copy the folder"),
        (errno.ENOSPC, "make room"),
        (errno.EIO, "Input/output error"),
    ],
)
def test_a_folder_that_cannot_be_written_is_one_sentence(
    elsewhere: Elsewhere, capsys: pytest.CaptureFixture[str], number: int, way_out: str
) -> None:
    def refuse(path: Path, **options: object) -> None:
        raise OSError(number, os.strerror(number), str(path))

    elsewhere.monkeypatch.setattr(Path, "mkdir", refuse)
    assert main.main([]) == 2
    assert way_out in sentence(capsys)


def test_an_interruption_is_one_sentence(
    elsewhere: Elsewhere, capsys: pytest.CaptureFixture[str]
) -> None:
    def interrupt(lock: str, busy: int) -> None:
        raise KeyboardInterrupt

    with elsewhere.monkeypatch.context() as patch:
        patch.setattr(main, "install", interrupt)
        assert main.main([]) == 2
    assert "Interrupted" in sentence(capsys)
    assert main.main([]) == 77
    assert elsewhere.steps == ["create", "ensurepip", *FRESH]


def test_a_second_start_waits_for_the_first(
    elsewhere: Elsewhere, capsys: pytest.CaptureFixture[str]
) -> None:
    def finish_the_first(seconds: float) -> None:
        (elsewhere.venv / "bin").mkdir(exist_ok=True)
        main.python_of(elsewhere.venv).touch()
        main.mark_ready(main.RUN[1])
        os.close(first)

    elsewhere.venv.mkdir()
    first = os.open(elsewhere.venv / main.BUSY, os.O_RDWR | os.O_CREAT)
    assert main.try_lock(first)
    elsewhere.monkeypatch.setattr("time.sleep", finish_the_first)
    assert main.main([]) == 77
    assert "waiting for it" in sentence(capsys)
    assert elsewhere.steps == []


@pytest.mark.parametrize("version", [(2, 7), (3, 6), (3, 10)])
def test_an_old_python_is_told_so(version: tuple[int, int]) -> None:
    said = main.too_old(version)
    assert f"this is Python {version[0]}.{version[1]}: install" in said
    assert said.count("\n") == 1


@pytest.mark.parametrize("version", [(3, 11), (3, 13), (4, 0)])
def test_a_new_python_is_welcome(version: tuple[int, int]) -> None:
    assert main.too_old(version) == ""


def test_an_old_python_can_read_main_py() -> None:
    source = (ROOT / "main.py").read_text(encoding="utf-8")
    ast.parse(source, feature_version=(3, 6))
    body = ast.parse(source).body
    above = body[: next(i for i, node in enumerate(body) if isinstance(node, ast.If))]
    arguments = [n for node in above for n in ast.walk(node) if isinstance(n, ast.arg)]
    assert arguments
    assert all(isinstance(argument.annotation, ast.Constant) for argument in arguments)



def test_what_is_missing_is_read_from_the_requirements(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert main.missing(main.TEST[0]) == []
    (tmp_path / "a.in").write_text("# words\n-r b.in\nno-such-package>=1\n")
    (tmp_path / "b.in").write_text("numpy>=2.3\npytest>=999\n")
    monkeypatch.setattr(main, "ROOT", tmp_path)
    assert main.missing("a.in") == ["pytest", "no-such-package"]


def test_pip_is_heard_package_by_package(capsys: pytest.CaptureFixture[str]) -> None:
    script = (
        "print('Collecting pydantic-core==2.50.4 (from -r x (line 3))');"
        "print('Processing /wheels/pygame_ce-2.5.8-cp311-cp311-linux.whl (from x)');"
        "print('  Downloading noise.whl');"
        "print('Installing collected packages: a, b');"
        "raise SystemExit(3)"
    )
    reading, writing = os.pipe()
    code, output = main.run([sys.executable, "-c", script], writing, tell=True)
    os.close(reading)
    os.close(writing)
    assert code == 3
    assert "noise.whl" in output
    said = capsys.readouterr().err.splitlines()
    assert said == ["  pydantic-core 2.50.4", "  pygame_ce 2.5.8", "  ... putting them in place"]


def pins(lock: str) -> dict[str, int]:
    """The exact versions in a lock file, each with its number of hashes."""
    entries = (ROOT / lock).read_text(encoding="utf-8").replace("\\\n", "").splitlines()
    return {e.partition("--hash")[0].strip(): e.count("--hash=sha256:") for e in entries if e}


def test_the_lock_files_are_exact_and_agree() -> None:
    run, test = pins(main.RUN[1]), pins(main.TEST[1])
    assert run.items() <= test.items()
    assert all("==" in pin and hashes for pin, hashes in test.items())
    wheels = {pin.partition("==")[0]: hashes for pin, hashes in test.items()}
    assert wheels["numpy"] > 30, "hashes for one platform only"
    for name in (*main.RUN, *main.TEST):
        assert "://" not in (ROOT / name).read_text(encoding="utf-8")


def test_the_project_file_names_the_same_requirements() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    lines = (ROOT / main.RUN[0]).read_text(encoding="utf-8").splitlines()
    assert project["dependencies"] == [line for line in lines if line[:1].isalpha()]
    tests = (ROOT / main.TEST[0]).read_text(encoding="utf-8").splitlines()
    assert set(project["optional-dependencies"]["map"]) <= set(tests)


def command(*arguments: str) -> "subprocess.CompletedProcess[str]":
    """main.py as a player starts it."""
    return subprocess.run(
        [sys.executable, str(ROOT / "main.py"), *arguments],
        capture_output=True,
        text=True,
        check=False,
    )


def test_version_needs_nothing_heavy() -> None:
    script = (
        "import sys, main; code = main.main(['--version']);"
        "heavy = {'numpy', 'pydantic', 'pygame', 'typer', 'rich'} & set(sys.modules);"
        "print(code, heavy or 'none')"
    )
    done = subprocess.run(
        [sys.executable, "-c", script], cwd=ROOT, capture_output=True, text=True, check=True
    )
    assert done.stdout.splitlines()[0].startswith("August Storm 0.")
    assert done.stdout.splitlines()[1] == "0 none"


def test_help_names_the_commands() -> None:
    done = command("--help")
    assert done.returncode == 0
    for name in ("simulate", "replay", "scenario", "legal", "map", "bench", "test"):
        assert name in done.stdout


@pytest.mark.parametrize(
    "arguments",
    [
        ["nonsense"],
        ["simulate", "--turns", "0"],
        ["simulate", "--seed", "x"],
        ["simulate", "--option", "fog"],
        ["replay", "verify", "no-such-file"],
        ["scenario", "validate", "no-such-folder"],
    ],
)
def test_a_bad_command_line_is_one_error(arguments: list[str]) -> None:
    done = command(*arguments)
    assert done.returncode == 2
    assert done.stdout == ""
    assert "Traceback" not in done.stderr
