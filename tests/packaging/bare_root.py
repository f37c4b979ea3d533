"""A Debian with nothing in it but what every Debian has, in a folder: made by debootstrap, entered as root or a user.

Each command runs in name spaces of its own: what is mounted for it is gone with it, and it can be without a network.
"""

from __future__ import annotations

import os
import re
import shutil
import subprocess
from collections.abc import Mapping, Sequence
from pathlib import Path

SUITE = "bookworm"
USER, USER_ID = "student", 1000
SCREENS = Path("/tmp/.X11-unix")
# Where packages and logs are kept; nothing of it belongs to a package.
NOT_COMPARED = ("proc", "sys", "dev", "tmp", "run", "home", "root", "var/log", "var/cache/apt", "var/lib/apt")
MOUNT = """
set -e
mount -t proc proc "$1/proc"
mount --rbind /dev "$1/dev"
mkdir -p "$1{screens}"
[ -d {screens} ] && mount --bind {screens} "$1{screens}"
shift
exec "$@"
"""


class BareRoot:
    """The Debian in ``folder``."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder

    def make(self) -> None:
        """Make it anew, from where this machine's own packages come; a copy of it is kept. Raises RuntimeError."""
        shutil.rmtree(self.folder, ignore_errors=True)
        self.folder.mkdir(parents=True)
        kept = self.folder.with_suffix(".tar")
        if kept.exists():
            subprocess.run(["tar", "-C", self.folder, "-xpf", kept], check=True)
            return
        command = ["debootstrap", "--variant=minbase", SUITE, str(self.folder), mirror()]
        done = subprocess.run(command, capture_output=True, text=True, check=False)
        if done.returncode:
            raise RuntimeError(done.stdout[-2000:] + done.stderr)
        # Services that a package would start belong to a machine, not to a folder.
        policy = self.folder / "usr/sbin/policy-rc.d"
        policy.write_text("#!/bin/sh\nexit 101\n")
        policy.chmod(0o755)
        self.as_root("useradd", "--create-home", "--uid", str(USER_ID), "--shell", "/bin/sh", USER)
        unfinished = kept.with_suffix(".unfinished")
        subprocess.run(["tar", "-C", self.folder, "--numeric-owner", "-cpf", unfinished, "."], check=True)
        unfinished.rename(kept)

    def as_root(self, *command: str) -> str:
        """Run a command as root, with the network; return what it printed. Raises RuntimeError with it if it fails."""
        environment = {
            "PATH": "/usr/sbin:/usr/bin:/sbin:/bin",
            "DEBIAN_FRONTEND": "noninteractive",
            "LC_ALL": "C.UTF-8",
        }
        environment |= {name: value for name, value in os.environ.items() if name.lower().endswith("_proxy")}
        done = subprocess.run(
            [*self._entering(), "chroot", str(self.folder), *command],
            env=environment, stdin=subprocess.DEVNULL, capture_output=True, text=True, check=False,
        )  # fmt: skip
        if done.returncode:
            raise RuntimeError(f"{' '.join(command)}: {done.returncode}\n{done.stdout[-3000:]}{done.stderr[-3000:]}")
        return done.stdout

    def user_command(
        self,
        *command: str,
        environment: Mapping[str, str] = {},
        traced: Path | None = None,
        person: tuple[str, int] = (USER, USER_ID),
    ) -> list[str]:
        """Return what runs ``command`` here as an ordinary user without a network.

        ``traced``: where strace writes every call that has to do with the network. ``person``: name and number.
        """
        trace = ["strace", "-f", "-qq", "-e", "trace=%network", "-o", str(traced)] if traced else []
        variables = {"HOME": f"/home/{person[0]}", "PATH": "/usr/bin:/bin", "LANG": "C.UTF-8", **environment}
        inside = ["env", "-i", *(f"{name}={value}" for name, value in variables.items()), *command]
        user = ["chroot", f"--userspec={person[1]}:{person[1]}", str(self.folder)]
        return [*self._entering("--net"), *trace, *user, *inside]

    def as_user(self, *command: str, traced: Path | None = None) -> subprocess.CompletedProcess[str]:
        """Run a command as an ordinary user without a network; return what became of it."""
        done = self.user_command(*command, traced=traced)
        return subprocess.run(done, stdin=subprocess.DEVNULL, capture_output=True, text=True, timeout=300, check=False)

    def files(self) -> set[str]:
        """Return every file and folder there is, but for caches, logs and what belongs to people."""
        found: set[str] = set()
        for folder, folders, files in os.walk(self.folder):
            here = os.path.relpath(folder, self.folder)
            folders[:] = [name for name in folders if os.path.normpath(f"{here}/{name}") not in NOT_COMPARED]
            found |= {os.path.normpath(f"{here}/{name}") for name in (*folders, *files)}
        return found

    def _entering(self, *spaces: str) -> list[str]:
        script = MOUNT.replace("{screens}", str(SCREENS))
        return ["unshare", "--mount", *spaces, "sh", "-c", script, "sh", str(self.folder)]


def mirror() -> str:
    """Return the address that this machine's apt takes ``SUITE`` from. Raises RuntimeError if it has none."""
    places = [Path("/etc/apt/sources.list"), *sorted(Path("/etc/apt/sources.list.d").glob("*"))]
    found = [address for place in places if place.is_file() for address in addresses(place.read_text("utf-8"))]
    if not found:
        raise RuntimeError(f"/etc/apt names no place that has {SUITE}")
    return found[0]


def addresses(sources: str) -> list[str]:
    """Return the addresses of ``SUITE`` in a file of apt, of either form."""
    lines = re.findall(rf"(?m)^deb\s+(?:\[[^\]]*\]\s+)?(\S+)\s+{SUITE}\s", sources)
    for paragraph in re.split(r"\n\s*\n", sources):
        fields = dict(re.findall(r"(?m)^([\w-]+):[ \t]*(.*)$", paragraph))
        if SUITE in fields.get("Suites", "").split() and "deb" in fields.get("Types", "").split():
            lines += fields.get("URIs", "").split()[:1]
    return lines


def opened_sockets(trace: Path) -> dict[str, int]:
    """Return how often each family of sockets was opened, of what strace wrote."""
    counts: dict[str, int] = {}
    for family in re.findall(r"\bsocket(?:pair)?\((AF_\w+)", trace.read_text("utf-8", errors="replace")):
        counts[family] = counts.get(family, 0) + 1
    return counts


def needed_tools(tools: Sequence[str]) -> list[str]:
    """Return those of ``tools`` that this machine does not have."""
    return [tool for tool in tools if shutil.which(tool) is None]
