"""What is shipped: all of the model and of the experiments, with configs/ and scenarios/ inside, and the commit it was built from."""

import subprocess
from pathlib import Path

from setuptools import find_packages, setup
from setuptools.command.build_py import build_py

SHIPPED = {"experiments.configs": "configs", "experiments.scenarios": "scenarios"}


class WithCommit(build_py):
    """A wheel says of which commit it is: its manifests could not ask git any more."""

    def run(self) -> None:
        """Build, and write the commit beside the code; nothing where git does not know it."""
        super().run()
        said = subprocess.run(["git", "rev-parse", "HEAD"], cwd=Path(__file__).parent, capture_output=True, text=True, check=False)
        if said.returncode == 0 and not self.editable_mode:
            (Path(self.build_lib) / "experiments" / "commit.txt").write_text(said.stdout.strip() + "\n", encoding="utf-8")


setup(packages=[*find_packages(include=["sim*", "experiments*"]), *SHIPPED], package_dir=SHIPPED, cmdclass={"build_py": WithCommit})
