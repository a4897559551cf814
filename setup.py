"""What is shipped: model and experiments, with configs/, scenarios/, docs/ and README inside, and the commit it was built from."""

import shutil
import subprocess
from pathlib import Path

from setuptools import find_packages, setup
from setuptools.command.build_py import build_py

HOME = Path(__file__).parent
SHIPPED = {"experiments.configs": "configs", "experiments.scenarios": "scenarios", "experiments.docs": "docs"}


class WithCommit(build_py):
    """A wheel says of which commit it is: its manifests could not ask git any more. README is among the pages that it reproduces."""

    def run(self) -> None:
        """Build, and write README and the commit beside the code; no commit where git does not know it."""
        super().run()
        if self.editable_mode:
            return
        shutil.copyfile(HOME / "README.md", Path(self.build_lib) / "experiments" / "README.md")
        said = subprocess.run(["git", "rev-parse", "HEAD"], cwd=HOME, capture_output=True, text=True, check=False)
        if said.returncode == 0:
            (Path(self.build_lib) / "experiments" / "commit.txt").write_text(said.stdout.strip() + "\n", encoding="utf-8")


setup(packages=[*find_packages(include=["sim*", "experiments*"]), *SHIPPED], package_dir=SHIPPED, cmdclass={"build_py": WithCommit})
