"""Brings the servers from their registries, in the versions that the lock files beside this folder pin."""

import hashlib
import os
import platform
import shutil
import subprocess
import sys
import threading
import time
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import NamedTuple

ATTEMPTS = 3


class Tools(NamedTuple):
    """What was installed."""

    python: Path
    json_server_0: Path
    json_server_1: Path
    registry: Path


def everything(room, target):
    """Installs what is not installed yet, all at the same time."""
    target.mkdir(parents=True, exist_ok=True)
    with ThreadPoolExecutor(4) as pool:
        python = pool.submit(python_packages, room / "requirements.txt", target)
        zero = pool.submit(node_packages, room / "json-server-0", target)
        one = pool.submit(node_packages, room / "json-server-1", target)
        registry = pool.submit(debian_package, "docker-registry", target)
        return Tools(
            python.result() / "bin" / "python",
            zero.result() / "node_modules/json-server/lib/cli/bin.js",
            one.result() / "node_modules/json-server/lib/bin.js",
            registry.result() / "usr/bin/docker-registry",
        )


def python_packages(requirements, target):
    """A virtual environment with what the file pins."""

    def make(folder):
        if not has_ensurepip():
            from_debian(lambda: as_root("apt-get", "install", "-y", "-qq", "python3-venv"))
        run(sys.executable, "-m", "venv", folder)
        run(folder / "bin" / "python", "-m", "pip", "install", "--quiet", "--disable-pip-version-check", "--no-compile", "--no-deps", "-r", requirements)

    return once(target / "python", [requirements], make)


def node_packages(source, target):
    """The packages of a lock file, without their scripts."""

    def make(folder):
        folder.mkdir()
        for name in ("package.json", "package-lock.json"):
            shutil.copy(source / name, folder / name)
        run("npm", "ci", "--silent", "--ignore-scripts", "--no-audit", "--no-fund", cwd=folder)

    return once(target / source.name, [source / "package-lock.json"], make)


def debian_package(name, target):
    """A Debian package unpacked, not installed: no service is started, and nobody needs to be root."""

    def make(folder):
        folder.mkdir()
        # Root downloads as another user where it may write, so the folder is opened to everybody.
        folder.chmod(0o777)
        from_debian(lambda: run("apt-get", "download", "-qq", name, cwd=folder))
        run("dpkg", "-x", next(folder.glob("*.deb")), folder)

    return once(target / name, [], make)


APT = threading.Lock()


def from_debian(fetch):
    """Fetches a package; once more with a new list of packages where the one at hand is too old. One at a time, as apt wants it."""
    with APT:
        try:
            fetch()
        except subprocess.CalledProcessError:
            as_root("apt-get", "update", "-qq")
            fetch()


def once(folder, locks, make):
    """Makes a folder from lock files, unless it was made from the same ones before. A download that breaks off is tried again."""
    key = hashlib.sha256(platform.python_version().encode())
    for lock in locks:
        key.update(lock.read_bytes())
    stamp = folder / ".made-from"
    if stamp.is_file() and stamp.read_text() == key.hexdigest():
        return folder
    for attempt in range(1, ATTEMPTS + 1):
        shutil.rmtree(folder, ignore_errors=True)
        try:
            make(folder)
            break
        except (OSError, subprocess.CalledProcessError) as error:
            if attempt == ATTEMPTS:
                raise
            print(f"real servers: {folder.name}, attempt {attempt}: {error}", file=sys.stderr, flush=True)
            # A registry that is down for a moment is given that moment.
            time.sleep(attempt)
    # Last, so that what was cut off half-way is made again.
    stamp.write_text(key.hexdigest())
    return folder


def has_ensurepip():
    """Whether `venv` can bring pip along: Debian keeps it in a package of its own."""
    return subprocess.run([sys.executable, "-c", "import ensurepip"], check=False, capture_output=True).returncode == 0


def as_root(*command):
    """Changes the system, where that is allowed."""
    if os.geteuid() != 0:
        raise SystemExit(f"real servers: please run this first: sudo {' '.join(command)}")
    run(*command, env={**os.environ, "DEBIAN_FRONTEND": "noninteractive"})


def run(*command, **options):
    subprocess.run([str(word) for word in command], check=True, stdout=sys.stderr, **options)
