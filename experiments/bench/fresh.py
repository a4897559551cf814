"""Measurements that need a process of their own."""

import os
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).parents[2]
PEAK = """
import sys
from sim.city import City

residents, months = map(int, sys.argv[1:])
city = City(residents=residents).run(months) if residents else City
try:
    lines = open("/proc/self/status").read().split("\\n")
    print([int(line.split()[1]) for line in lines if line.startswith("VmHWM")][0] / 1024)
except OSError:
    import resource

    print(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / (2**20 if sys.platform == "darwin" else 1024))
"""
"""The peak of the address space itself: what getrusage tells starts, on Linux, from the peak of the process before."""
FIRST_MONTH = "from sim.city import City; City(residents=1000).run(1)"
COMPILED_FIRST = "from experiments.execution.compile_rules import compile_rules; compile_rules(); "


def run(code: str, *words: object, **settings: str) -> str:
    """What a fresh Python prints; the cache of compiled kernels is the one ``settings`` name, else the usual one."""
    env = {name: value for name, value in os.environ.items() if name != "NUMBA_CACHE_DIR"}
    env.update(PYTHONPATH=str(ROOT), **settings)
    asked = [sys.executable, "-c", code, *map(str, words)]
    return subprocess.run(asked, env=env, capture_output=True, text=True, check=True).stdout
