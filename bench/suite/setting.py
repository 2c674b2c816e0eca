"""Where everything is that a row may start, and how large the work is."""

import glob
import os
import shutil
import subprocess
from dataclasses import dataclass
from typing import Any

HERE = os.path.dirname(os.path.dirname(os.path.abspath(__file__)))


@dataclass
class Setting:
    tree: str  # of the build: build/release
    peers: str  # where the packages of bench/peers are installed
    scratch: str  # a folder for files of this run
    output: str  # the folder of the results
    smoke: bool  # everything once and tiny, only to see that it works
    certificates: Any = None
    nginx: Any = None  # None where there is none

    def rounds(self, usual):
        return 1 if self.smoke else usual

    def size(self, usual, tiny):
        return tiny if self.smoke else usual

    @property
    def sendoff(self):
        return os.path.join(self.tree, "sendoff")

    @property
    def worker(self):
        return os.path.join(self.tree, "sendoff-worker")

    def install(self):
        """Installs the tree, and returns what a person would start; None where there is nothing to install."""
        if not os.path.isdir(os.path.join(self.tree, "installed")):
            return None
        prefix = os.path.join(self.scratch, "installed")
        subprocess.run(["cmake", "--install", self.tree, "--prefix", prefix], check=True, stdout=subprocess.DEVNULL)
        return os.path.join(prefix, "bin", "sendoff")

    def program(self, name):
        return os.path.join(self.tree, "bench", name)

    def client(self, name):
        return os.path.join(HERE, "clients", name)

    def peer(self, name):
        """The path of a peer's program, or None."""
        known = {
            "node": shutil.which("node"),
            "wrk": shutil.which("wrk") or os.path.join(self.peers, "wrk", "usr", "bin", "wrk"),
            "bun": self.package("bun", "bin", "bun.exe"),
            "deno": self.package("deno", "deno"),
        }
        path = known[name]
        return path if path and os.path.exists(path) else None

    def wrk_libraries(self):
        """Of a wrk that is unpacked and not installed."""
        return ":".join(glob.glob(os.path.join(self.peers, "wrk", "usr", "lib", "*-linux-*")))

    def package(self, *parts):
        return os.path.join(self.peers, "node_modules", *parts)

    def has_package(self, name):
        return self.peer("node") is not None and os.path.exists(self.package(name, "package.json"))
