"""The evidence, row by row."""

import argparse

ABOUT = "measure the city against the published evidence: every row and experiment, in range or not"
EXAMPLE = "learncity validate\n  learncity validate --quick\n  learncity validate --rows G,26 seeds=8\n" + (
    "  learncity validate residents=20000 parameters.job_search.sent=3"
)


def options(made: argparse.ArgumentParser) -> None:
    """What may be asked."""
    settings = "residents, seeds, first_seed, months, burn_in, workers, city, output, regime, parameters.BEHAVIOUR.NUMBER=value"
    made.add_argument("words", nargs="*", metavar="SETTING=VALUE", help=f"settings: {settings}")
    made.add_argument("--quick", action="store_true", help="few seeds, few residents, fewer months: under a minute, wide intervals")
    made.add_argument("--studies", action="store_true", help="live the policy studies (V rows) too, instead of reading the kept ones")
    made.add_argument("--rows", default="", help="only these rows or tiers: G (signatures of the structure), 'E7,G1,26,2 low'; usually all")
    made.add_argument("--profile", default="typical", help="the labour market to compare with: typical, low_turnover, high_turnover")
    made.add_argument("--fresh", action="store_true", help="compute again what was answered before")


def run(arguments: argparse.Namespace) -> None:
    """The evidence, row by row."""
    from experiments.evidence.validation import job

    studies = "lived" if arguments.studies else "none" if arguments.quick or arguments.rows else "kept"
    asked = job.setting_of(arguments.words, arguments.quick, arguments.profile, arguments.rows)
    job.Validation(*asked, studies).run(arguments.fresh)
