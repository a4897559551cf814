"""A virtual randomised trial, or policy studies lived again."""

import argparse

ABOUT = "a virtual randomised trial of one lever: effect by month, displacement, deadweight, cost; or policy studies lived again"
EXAMPLE = (
    "learncity trial lever=skills_vouchers eligible=unemployed share=0.5 months=48 seeds=8 levers.skills_vouchers.share=1\n"
    "  learncity trial lever=guidance saturation=0,0.25,0.5,0.75,1 over=districts\n  learncity trial study=V1,V10"
)
SETTINGS = """settings: lever, eligible (unemployed+women, ...), share, saturation (0,0.25,0.5) over districts or cities, control
(usual, kept_out, one_bout), months, city, residents, seeds, first_seed, burn_in, workers, output; levers.CARD.NUMBER=value,
shock.CARD.NUMBER=value, parameters.BEHAVIOUR.NUMBER=value; or study=V1,V3 (study=all) with a setting"""


def options(made: argparse.ArgumentParser) -> None:
    """What may be asked."""
    made.add_argument("words", nargs="*", metavar="SETTING=VALUE", help=SETTINGS)
    made.add_argument("--fresh", action="store_true", help="compute again what was answered before")


def run(arguments: argparse.Namespace) -> None:
    """A virtual randomised trial, or policy studies lived again."""
    from experiments.evidence.trials import inputs, job
    from experiments.evidence.validation import studies_job

    if any(word.startswith("study=") for word in arguments.words):
        studies_job.Studies(*inputs.asked_studies(arguments.words)).run(arguments.fresh)
    else:
        job.Trial(inputs.asked(arguments.words)).run(arguments.fresh)
