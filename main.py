"""August Storm: the one door. Makes the game's environment where it is missing, then starts it.

Everything above the version check, and the syntax of the whole file, must run on any Python 3.6+,
so that an old Python gets a sentence instead of a traceback. Standard library only.
"""

import contextlib
import errno
import hashlib
import importlib.util
import os
import re
import shutil
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

OLDEST = (3, 11)


def too_old(version: "tuple[int, ...]") -> str:
    """Why this Python cannot run the game; empty if it can."""
    if tuple(version) >= OLDEST:
        return ""
    return (
        f"August Storm needs Python {OLDEST[0]}.{OLDEST[1]} or newer and this is Python "
        f"{version[0]}.{version[1]}: install a newer one (https://www.python.org/downloads/) and "
        "start again with it, for example: python3.11 main.py\n"
    )


if too_old(sys.version_info[:2]):
    sys.stderr.write(too_old(sys.version_info[:2]))
    sys.exit(2)

ROOT = Path(__file__).resolve().parent
VENV = ROOT / ".venv"
READY = ".august-storm-ready"  # written last: which lock files were installed completely
BUSY = ".august-storm-busy"  # locked by the process that is working on the environment

# (what must be there, the exact versions with hashes)
RUN = ("requirements.in", "requirements.lock")
TEST = ("requirements-test.in", "requirements-test.lock")

OFFLINE = re.compile(
    r"NewConnectionError|ConnectTimeoutError|ReadTimeoutError|ProxyError|SSLError|NameResolution"
    r"|Connection(Error| refused| reset| broken| aborted)|Max retries exceeded|Could not fetch URL"
    r"|Temporary failure in name resolution|Network is unreachable|No route to host"
)
PACKAGE = re.compile(r"(?:Collecting |Processing .*[/\\])([\w.-]+?)(?:==|-)(\d[\w.]*)")


class Trouble(Exception):
    """The game cannot start, in one sentence with the way out."""


def say(text: str) -> None:
    """Tell the player something without touching standard output, which belongs to the command."""
    print(text, file=sys.stderr, flush=True)


def numbers(version: str) -> tuple[int, ...]:
    """`2.13.3` as (2, 13, 3)."""
    return tuple(int(part) for part in re.findall(r"\d+", version)[:3])


def missing(requirements: str) -> list[str]:
    """What this Python lacks of a requirements file, or has in too old a version."""
    from importlib import metadata

    lacking = []
    for line in (ROOT / requirements).read_text(encoding="utf-8").splitlines():
        if line.startswith("-r "):
            lacking += missing(line[3:].strip())
        elif line[:1].isalpha():
            name, _, least = line.strip().partition(">=")
            name = name.partition("[")[0]  # an extra, as in coverage[toml], is no distribution
            try:
                found = metadata.version(name)
            except metadata.PackageNotFoundError:
                found = ""
            if numbers(found) < (numbers(least) or (0,)):
                lacking.append(name)
    return lacking


def python_of(venv: Path) -> Path:
    """The interpreter inside a virtual environment."""
    return venv / ("Scripts/python.exe" if os.name == "nt" else "bin/python")


def inside(venv: Path) -> bool:
    """Whether this process runs in that environment."""
    return Path(sys.prefix).resolve() == venv.resolve()


def stamp(lock: str) -> str:
    """The line of the ready file that says: this very lock file was installed to the end."""
    text = (ROOT / lock).read_text(encoding="utf-8")
    return f"{hashlib.sha256(text.encode()).hexdigest()}  {lock}"


def ready(lock: str) -> bool:
    """Whether the environment holds everything of this lock file as it is now."""
    mark = VENV / READY
    return (
        mark.is_file()
        and python_of(VENV).exists()
        and stamp(lock) in mark.read_text(encoding="utf-8").splitlines()
    )


def mark_ready(lock: str) -> None:
    """Note that a lock file is installed; the test packages include those of the game."""
    locks = {RUN[1], lock}
    partial = VENV / f"{READY}.{os.getpid()}"
    partial.write_text("".join(stamp(name) + "\n" for name in sorted(locks)), encoding="utf-8")
    partial.replace(VENV / READY)


def try_lock(descriptor: int) -> bool:
    """Take the operating system's lock on an open file; it goes when the last holder ends."""
    try:
        if sys.platform == "win32":
            import msvcrt

            msvcrt.locking(descriptor, msvcrt.LK_NBLCK, 1)
        else:
            import fcntl

            fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except OSError as error:
        if error.errno in (errno.EAGAIN, errno.EACCES, errno.EDEADLK):
            return False
        raise
    return True


@contextlib.contextmanager
def alone() -> Iterator[int]:
    """One process at a time works on the environment; others wait here for it."""
    VENV.mkdir(exist_ok=True)
    descriptor = os.open(VENV / BUSY, os.O_RDWR | os.O_CREAT)
    try:
        if not try_lock(descriptor):
            say("Another start of August Storm is preparing .venv; waiting for it.")
            while not try_lock(descriptor):
                time.sleep(0.2)
        yield descriptor
    finally:
        os.close(descriptor)


def run(command: list[str], busy: int, tell: bool = False) -> tuple[int, str]:
    """Run a step of the installation: its exit code and all it printed.

    The step holds the lock too, so that a step that outlives a killed start keeps others waiting.
    """
    lines = []
    with subprocess.Popen(
        command,
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        encoding="utf-8",
        errors="replace",
        pass_fds=() if os.name == "nt" else (busy,),
    ) as process:
        assert process.stdout is not None
        for line in process.stdout:
            lines.append(line)
            package = PACKAGE.match(line)
            if tell and package:
                say(f"  {package[1]} {package[2]}")
            elif tell and line.startswith("Installing collected packages"):
                say("  ... putting them in place")
    return process.returncode, "".join(lines)


def build(busy: int) -> None:
    """An empty environment with pip in it, in place of whatever is there."""
    if not (importlib.util.find_spec("venv") and importlib.util.find_spec("ensurepip")):
        major, minor = sys.version_info[:2]
        raise Trouble(
            "this Python cannot make an environment, its modules venv and ensurepip are missing: "
            f"install them (Debian, Ubuntu: sudo apt install python{major}.{minor}-venv) "
            "and start again"
        )
    import venv

    for path in VENV.iterdir():
        if path.name == BUSY:
            continue
        if path.is_dir() and not path.is_symlink():
            shutil.rmtree(path)
        else:
            path.unlink()
    venv.EnvBuilder(symlinks=os.name != "nt").create(VENV)
    code, output = run([str(python_of(VENV)), "-I", "-m", "ensurepip", "--default-pip"], busy)
    if code:
        raise Trouble(f"pip could not be put into .venv ({last_words(output)})")


def install(lock: str, busy: int) -> None:
    """Install a lock file into the environment, every file checked against its hash."""
    command = [str(python_of(VENV)), "-I", "-m", "pip", "install", "--require-hashes"]
    command += ["--no-input", "--no-user", "--disable-pip-version-check", "--progress-bar=off"]
    command += ["--retries=2", "-r", str(ROOT / lock)]
    code, output = run(command, busy, tell=True)
    if code:
        raise Trouble(why_pip_failed(output))


def why_pip_failed(output: str) -> str:
    """pip's failure as a sentence with the way out."""
    if "No space left on device" in output:
        return "the disk is full: the environment needs about 500 MB; make room and start again"
    if "DO NOT MATCH THE HASHES" in output:
        return (
            "a downloaded package is not the one this version was tested with, so it was not "
            "installed: start again, and if it happens again look for a proxy that changes files"
        )
    if OFFLINE.search(output):
        return (
            "the package index cannot be reached, and the first start has to download its "
            "packages: connect to the network (behind a proxy set HTTPS_PROXY) and start again"
        )
    if "No module named pip" in output:
        return "the environment in .venv has no pip: delete the folder .venv and start again"
    return f"pip could not install the packages ({last_words(output)}); see CONTRIBUTING.md"


def last_words(output: str) -> str:
    """The line of a failed program's output that says most."""
    lines = [line.strip() for line in output.splitlines() if line.strip()]
    errors = [line for line in lines if "error" in line.lower()]
    return (errors or lines or ["it said nothing"])[-1]


def prepare(lock: str) -> None:
    """Make the environment, or add to it, until it holds this lock file. Safe to repeat."""
    started = time.monotonic()
    new = not VENV.exists()
    with alone() as busy:
        if ready(lock):
            return
        if inside(VENV) or ready(RUN[1]):
            say("Bringing the environment in .venv up to date:")
        else:
            if new:
                say("First start: making the game's own environment in .venv (once):")
            elif (VENV / READY).is_file():
                say("The environment in .venv is out of date; making it anew:")
            else:
                say("The environment in .venv was left half-made; making it anew:")
            (VENV / READY).unlink(missing_ok=True)
            build(busy)
        install(lock, busy)
        mark_ready(lock)
    say(f"Ready after {time.monotonic() - started:.0f} s.")


def why_not_written(error: OSError) -> str:
    """A failure of the file system as a sentence with the way out."""
    if error.errno in (errno.EACCES, errno.EPERM, errno.EROFS):
        return (
            f"nothing can be written in {ROOT}, where the environment .venv belongs: copy the "
            "folder to a place of your own and start again there"
        )
    if error.errno == errno.ENOSPC:
        return why_pip_failed("No space left on device")
    return f"{error.strerror or error} ({error.filename or VENV}); see CONTRIBUTING.md"


def hand_over(arguments: list[str]) -> int:
    """Start again inside the environment."""
    command = [str(python_of(VENV)), str(ROOT / "main.py"), *arguments]
    if os.name != "nt":
        os.execv(command[0], command)
    process = subprocess.Popen(command)
    while True:
        with contextlib.suppress(KeyboardInterrupt):  # the game inside hears it too, and decides
            return process.wait()


def environment(wanted: tuple[str, str]) -> bool:
    """See that an environment with these packages exists: True if it is the one we are in."""
    lacking = missing(wanted[0])
    outdated = inside(VENV) and (VENV / READY).is_file() and not ready(wanted[1])
    if not lacking and not outdated:
        return True
    if not ready(wanted[1]):
        prepare(wanted[1])
    elif inside(VENV):
        raise Trouble(
            f"the environment in .venv is damaged, it lacks {', '.join(lacking)}: "
            "delete the folder .venv and start again"
        )
    return False


def test(arguments: list[str]) -> int:
    """Run the tests: all but the slow ones, only the slow ones (--slow), or what is named."""
    import pytest

    os.chdir(ROOT)
    options = [argument for argument in arguments if argument != "--slow"]
    if "--slow" in arguments:
        options = ["-m", "slow", *options]
    if not any(Path(argument.partition("::")[0]).exists() for argument in options):
        options = ["-n", "auto", "--dist", "worksteal", *options]
    return int(pytest.main(options))


def main(arguments: list[str]) -> int:
    """Start the game, a command of it or its tests; the exit code."""
    if arguments == ["--version"]:
        from game import __version__

        print(f"August Storm {__version__}")
        return 0
    # One process, one thread: matches run side by side in processes of their own.
    os.environ.setdefault("OMP_NUM_THREADS", "1")
    os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")
    os.environ.setdefault("PYGAME_HIDE_SUPPORT_PROMPT", "1")
    testing = arguments[:1] == ["test"]
    try:
        here = environment(TEST if testing else RUN)
    except Trouble as trouble:
        say(f"August Storm cannot start: {trouble}.")
        return 2
    except OSError as error:
        say(f"August Storm cannot start: {why_not_written(error)}.")
        return 2
    except KeyboardInterrupt:
        say("Interrupted; the next start finishes the environment in .venv.")
        return 2
    if not here:
        return hand_over(arguments)
    if testing:
        return test(arguments[1:])
    try:
        from game.cli import start

        return start(arguments)
    except KeyboardInterrupt:
        say("Interrupted.")
        return 130


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
