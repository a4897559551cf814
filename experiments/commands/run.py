"""The main job."""

import argparse

from experiments.commands import FINE

ABOUT = "run a scenario against its baseline, calm and under its shock, and write the answer into a folder"
EXAMPLE = (
    "learncity run scenario=recession_training residents=50000 seeds=20 levers.skills_vouchers.share=0.5\n"
    "  learncity run --from outputs/skills_first-helsinki-10000-1a2b3c4d/manifest.json"
)
SETTINGS = """settings (Hydra): scenario, city, residents, months, seeds, first_seed, burn_in, workers, regime, output;
levers.CARD.NUMBER=value, shock.CARD.NUMBER=value, parameters.BEHAVIOUR.NUMBER=value; ~levers.CARD removes"""


def options(made: argparse.ArgumentParser) -> None:
    """What may be asked."""
    made.add_argument("words", nargs="*", metavar="SETTING=VALUE", help=SETTINGS)
    made.add_argument("--from", dest="manifest", metavar="MANIFEST", help="repeat the run of a manifest")
    made.add_argument("--fresh", action="store_true", help="run again what was answered before")
    made.add_argument("-m", "--multirun", action="store_true", help="Hydra's multirun: one job for each combination of values")


def answer(asked: argparse.Namespace) -> int | None:
    """The main job."""
    if asked.multirun:
        from experiments.sweep import multirun

        return multirun.run(asked.words)
    from experiments import config, job
    from experiments.execution.engines import check_workers

    how = config.compose(asked.words)
    check_workers(how["workers"])
    question = repeated(asked) if asked.manifest else config.question(how)
    config.check_text("output", how["output"])
    job.answer(question, how["output"], how["workers"], asked.fresh)
    return FINE


def repeated(asked: argparse.Namespace):
    """The question of a manifest; only where and with how many processes may differ."""
    from pathlib import Path

    from experiments import question
    from experiments.plain_yaml import read_json
    from sim.declare import Mistake

    for word in asked.words:
        if word.partition("=")[0] not in ("workers", "output"):
            raise Mistake(f"override {word!r}: a repeated run takes only workers=... and output=...")
    record = read_json(Path(asked.manifest)).get("question")
    if not isinstance(record, dict):
        raise Mistake(f"{asked.manifest}: question is missing; is it a manifest of learncity run?")
    return question.from_record(record, asked.manifest)
