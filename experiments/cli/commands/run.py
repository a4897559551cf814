"""The main job."""

import argparse

from experiments.cli.commands import FINE

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
    made.add_argument(
        "--from", dest="manifest", metavar="MANIFEST", help="repeat the run of a manifest (city=FOLDER: its city is there now)"
    )
    made.add_argument("--anyway", action="store_true", help="with --from: run it although source, settings or data differ from then")
    made.add_argument("--fresh", action="store_true", help="compute again what was answered before")
    made.add_argument("-m", "--multirun", action="store_true", help="Hydra's multirun: one job for each combination of values")


def run(arguments: argparse.Namespace) -> int | None:
    """The main job."""
    if arguments.multirun:
        from experiments.sweep import hydra_multirun

        return hydra_multirun.run(arguments.words)
    from experiments.execution.pool import check_workers
    from experiments.inputs.comparison import from_settings
    from experiments.inputs.settings import check_text, compose
    from experiments.run.job import Run, from_manifest

    settings = compose("config", arguments.words)
    check_workers(settings["workers"])
    check_text("output", settings["output"])
    comparison = (
        from_manifest(arguments.manifest, arguments.words, settings, arguments.anyway) if arguments.manifest else from_settings(settings)
    )
    Run(comparison, settings["output"], settings["workers"]).run(arguments.fresh)
    return FINE
