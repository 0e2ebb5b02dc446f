"""What ./run does: make the environment, then hand over to `nuangang serve`."""

import os
import subprocess
import sys

import environment
import sbom
from progress import ROOT, StepFailed, step

HELP = """Start 暖港 on this machine.

  ./run             serve on http://127.0.0.1:8000, with a generated demonstration school
                    when the database is empty
  ./run --empty     the same, with a set-up page for a real school instead
  ./run lock        renew the lock files from pyproject.toml
  ./run sbom [FILE] list everything the product is made of (CycloneDX)
  ./run --help      this, and the options of `nuangang serve`, which ./run passes on

PORT and HOST in the environment change the address, NUANGANG_VAR the folder of the data.
"""
LOCKS = {
    "requirements.lock": ["pyproject.toml", "--group", "build"],
    "requirements-dev.lock": ["pyproject.toml", "--group", "dev", "-c", "requirements.lock"],
    "requirements-node.lock": ["--group", "node"],
}


def main(arguments: list[str]) -> int:
    """Prepare what is missing and serve; or renew the locks."""
    if arguments[:1] == ["lock"]:
        environment.prepare(dev=True)
        return lock()
    if arguments[:1] == ["sbom"]:
        return sbom.main(arguments[1:])
    if "--help" in arguments or "-h" in arguments:
        print(HELP)
    environment.prepare()
    return hand_over([environment.PYTHON, "-m", "nuangang", "serve", *arguments])


def lock() -> int:
    """Rewrite the lock files with hashes and without any index address."""
    compiled = ["--universal", "--python-version", "3.11", "--generate-hashes", "--no-annotate"]
    uv = [environment.PYTHON, "-m", "uv", "pip", "compile", "--upgrade", *compiled]
    for name, sources in LOCKS.items():
        command = [*uv, "--custom-compile-command", "./run lock", *sources, "-o", name]
        step(f"Locking {name}", command)
    return 0


def hand_over(command: list) -> int:
    """Become `command`; on Windows, where that can't be, run it and pass its exit code on."""
    words = [str(part) for part in command]
    if os.name != "nt":
        os.execv(words[0], words)
    process = subprocess.Popen(words, cwd=ROOT)
    while True:
        try:
            return process.wait()
        except KeyboardInterrupt:
            continue


if __name__ == "__main__":
    try:
        sys.exit(main(sys.argv[1:]))
    except StepFailed as error:
        sys.exit(str(error))
    except KeyboardInterrupt:
        sys.exit(130)
