"""What is shipped: all of the model and of the experiments, with configs/ and scenarios/ inside."""

from setuptools import find_packages, setup

SHIPPED = {"experiments.configs": "configs", "experiments.scenarios": "scenarios"}
setup(packages=[*find_packages(include=["sim*", "experiments*"]), *SHIPPED], package_dir=SHIPPED)
