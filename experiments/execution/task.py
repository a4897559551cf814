"""What an engine is given and gives back, and how a worker goes when asked."""

from dataclasses import dataclass, field


@dataclass
class Report:
    """How a task went: runs kept, errors by run, seconds in all and in the model; ``full`` when nothing more can be stored."""

    done: list[str] = field(default_factory=list)
    failed: dict[str, str] = field(default_factory=dict)
    seconds: float = 0.0
    model_seconds: float = 0.0
    full: str = ""
