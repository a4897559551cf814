"""Set up Learning City in .venv beside this file and run it: `python3 start.py`, or `python3 start.py test`.

The first start installs the tested versions of constraints.txt; later starts reuse them. Further words
are handed on: `python3 start.py residents=50000` to `learncity run`, `python3 start.py test -k money` to pytest.
"""

import hashlib
import os
import subprocess
import sys
import venv
from pathlib import Path

HOME = Path(__file__).resolve().parent
VENV = Path(os.environ.get("LEARNCITY_VENV") or HOME / ".venv").resolve()
PROGRAMS = VENV / ("Scripts" if os.name == "nt" else "bin")
PYTHON = PROGRAMS / ("python.exe" if os.name == "nt" else "python")
STAMP = VENV / "learncity-installed.txt"
NOT_FROM_HERE = ("-P",)
"""Python does not look into the folder one stands in, where sim/ or numpy.py may be somebody else's."""
ON_ALL_CORES = ("-n", "auto", "--maxprocesses", "8")
"""How the whole set is run; with words of one's own pytest runs as asked."""


def wanted() -> str:
    """What an up-to-date environment was made from."""
    digest = hashlib.sha256(f"{sys.version} {HOME}".encode())
    for name in ("pyproject.toml", "setup.py", "constraints.txt"):
        digest.update((HOME / name).read_bytes())
    return digest.hexdigest()


def ready() -> bool:
    """Whether the environment stands and nothing it was made from has changed."""
    return PYTHON.is_file() and STAMP.is_file() and STAMP.read_text() == wanted()


def set_up() -> None:
    """Make the environment and install the tested versions into it."""
    print(f"Setting up Learning City in {VENV} (once; a minute or two)...", flush=True)
    venv.create(VENV, with_pip=True, clear=VENV.exists())
    pip = [str(PYTHON), "-m", "pip", "install", "--quiet", "--disable-pip-version-check"]
    subprocess.run([*pip, "-c", str(HOME / "constraints.txt"), "-e", f"{HOME}[test]"], check=True, cwd=HOME)
    STAMP.write_text(wanted())


def main() -> int:
    """Set up when needed, then run the city or its tests; the exit code is theirs."""
    if sys.version_info < (3, 11):  # noqa: UP036 (said before pip says it less clearly)
        print("Learning City needs Python 3.11 or newer.", file=sys.stderr)
        return 2
    if not ready():
        try:
            set_up()
        except subprocess.CalledProcessError as error:
            print(f"The set-up did not succeed (see above): exit code {error.returncode}", file=sys.stderr)
            return 1
        except OSError as error:
            print(f"Cannot set up in {VENV} ({error.strerror}); LEARNCITY_VENV=FOLDER names another place.", file=sys.stderr)
            return 1
    if sys.argv[1:2] == ["test"]:
        return hand_over([str(PYTHON), "-m", "pytest", *(sys.argv[2:] or ON_ALL_CORES)], HOME)
    return hand_over([str(PYTHON), *NOT_FROM_HERE, "-m", "experiments", "run", *sys.argv[1:]], Path.cwd())


def hand_over(command: list[str], folder: Path) -> int:
    """Run the command in a folder; Ctrl-C is the command's to answer."""
    with subprocess.Popen(command, cwd=folder) as process:
        while True:
            try:
                return process.wait()
            except KeyboardInterrupt:
                continue


if __name__ == "__main__":
    raise SystemExit(main())
