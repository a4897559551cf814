"""Commands that ask how far the model can be trusted: validation, calibration, sensitivity, trials, frictions, TRACE, benchmarks."""

import argparse

from experiments.cli.command import FINE, FRESH, MISTAKEN, brought_by, command, option


@command(
    "learncity validate\n  learncity validate --quick\n  learncity validate --rows G,26 seeds=8\n"
    "  learncity validate residents=20000 parameters.job_search.sent=3",
    option("--quick", action="store_true", help="few seeds, few residents, fewer months: a minute or two, wide intervals"),
    option("--studies", action="store_true", help="live the policy studies (V rows) too, instead of reading the kept ones"),
    option("--profile", default="typical", help="the labour market to compare with: typical, low_turnover, high_turnover"),
    option("--rows", default="", help="only these rows or tiers: G (signatures of the structure), 'E7,G1,26,2 low'; usually all"),
    FRESH,
    settings=": residents, seeds, first_seed, months, burn_in, workers, city, output, regime, parameters.BEHAVIOUR.NUMBER=value",
)
def validate(arguments: argparse.Namespace) -> None:
    """Measure the city against the published evidence: every row and experiment, in range or not."""
    from experiments.evidence.validation import job

    studies = "lived" if arguments.studies else "none" if arguments.quick or arguments.rows else "kept"
    asked = job.setting_of(arguments.words, arguments.quick, arguments.profile, arguments.rows)
    job.Validation(*asked, studies).run(arguments.fresh)


@command(
    "learncity sure residents=2000\n  learncity sure scenarios=[skills_first,recession_training] residents=2000 again=24",
    settings=""": scenarios (usually all that are shipped with levers), again (fresh seeds: 24), residents, seeds, first_seed, months,
burn_in, workers, city, output, regime, shock.CARD.NUMBER=value, parameters.BEHAVIOUR.NUMBER=value""",
)
def sure(arguments: argparse.Namespace) -> None:
    """Ask scenarios again of fresh seeds: how many verdicts stand, of the city, of groups, of districts."""

    from experiments.execution.pool import check_workers
    from experiments.inputs import paths, scenario
    from experiments.inputs.comparison import from_settings
    from experiments.inputs.settings import compose
    from experiments.run import standing
    from sim.city import check_whole
    from sim.text_files import place_of

    settings = compose("config", arguments.words, own={"scenarios": None, "again": 24})
    check_workers(settings["workers"])
    check_whole("again", settings["again"], 2, 100_000)
    names = settings["scenarios"] or [name for name in paths.scenario_names() if scenario.load(name).levers]
    output = place_of(settings["output"], "output") / "sure"
    asked = [from_settings({**settings, "scenario": name}) for name in names]
    standing.show(standing.examine(asked, int(settings["again"]), output, settings["workers"]), output)


@command(
    "learncity calibrate --point\n  learncity calibrate --profile high_turnover --evaluations 2000 residents=5000",
    option("--point", action="store_true", help="only look for better numbers near those in force: minutes"),
    option("--count", action="store_true", help="with --point: as many rows in range as can be, not the least distance"),
    option("--profile", default="typical", help="the labour market to be like: typical, low_turnover, high_turnover"),
    option("--rows", default="fast", help="rows of tier A to fit: fast (one run), all (careers and prices too), or '1,16,2 low'"),
    option("--evaluations", type=int, metavar="N", help="sets of numbers to try (200 for a point, 1000 for an ensemble)"),
    option("--free", metavar="FILE", help="which numbers may move, instead of the shipped free_parameters.csv"),
    option("--ship", action="store_true", help="put the ensemble where `learncity run parameters=ensemble` finds it"),
    FRESH,
    settings=": residents, seeds, first_seed, months, burn_in, workers, city, output, parameters.BEHAVIOUR.NUMBER=value",
)
def calibrate(arguments: argparse.Namespace) -> None:
    """Find numbers nobody has published with which the city is like published ones: a point or an ensemble."""
    from pathlib import Path

    with brought_by("calibration", "calibrate"):
        from experiments.evidence.calibration import job
    more = {"free": Path(arguments.free)} if arguments.free else {}
    how = job.Options(
        arguments.point, arguments.profile, arguments.rows, arguments.evaluations, ship=arguments.ship, count=arguments.count, **more
    )
    job.answer(arguments.words, how, arguments.fresh)


@command(
    "learncity sensitivity --dry-run\n  learncity sensitivity\n"
    "  learncity sensitivity numbers=job_search,hiring,enrolment.price policies=guidance,skills_vouchers residents=5000 seeds=8",
    option("--dry-run", action="store_true", help="show the design and its time; run nothing"),
    FRESH,
    settings=""": policies (scenarios, or levers with money=EUR a year each), numbers (all, behaviours or paths), trajectories
(of the Morris screening), top and samples (of the Sobol stage), draw, city, residents, seeds, first_seed, months, burn_in, workers,
output, store; shock.CARD.NUMBER=value, parameters.BEHAVIOUR.NUMBER=value (fixed)""",
)
def sensitivity(arguments: argparse.Namespace) -> None:
    """Which assumed and calibrated numbers decide the outcomes, and whether the order of policies survives others."""
    with brought_by("sensitivity", "sensitivity"):
        from experiments.evidence.sensitivity import inputs, job
    one = inputs.asked(arguments.words)
    if arguments.dry_run:
        job.only_show(one)
    else:
        job.Sensitivity(one).run(arguments.fresh)


@command(
    "learncity trial lever=skills_vouchers eligible=unemployed share=0.5 months=48 seeds=8 levers.skills_vouchers.share=1\n"
    "  learncity trial lever=guidance saturation=0,0.25,0.5,0.75,1 over=districts\n  learncity trial study=V1,V10",
    FRESH,
    settings=""": lever, eligible (unemployed+women, ...), share, saturation (0,0.25,0.5) over districts or cities, control
(usual, kept_out, one_bout), months, city, residents, seeds, first_seed, burn_in, workers, output; levers.CARD.NUMBER=value,
shock.CARD.NUMBER=value, parameters.BEHAVIOUR.NUMBER=value; or study=V1,V3 (study=all) with a setting""",
)
def trial(arguments: argparse.Namespace) -> None:
    """A virtual randomised trial of one lever: effect by month, displacement, deadweight, cost; or policy studies lived again."""
    from experiments.evidence.trials import inputs, job
    from experiments.evidence.validation import studies_job

    if any(word.startswith("study=") for word in arguments.words):
        studies_job.Studies(*inputs.asked_studies(arguments.words)).run(arguments.fresh)
    else:
        job.Trial(inputs.asked(arguments.words)).run(arguments.fresh)


@command(
    "learncity frictions\n  learncity frictions friction=lock-in,queue residents=5000 seeds=8",
    FRESH,
    settings=": friction (all), city, residents, seeds, first_seed, burn_in, workers, output, parameters.BEHAVIOUR.NUMBER=value",
)
def frictions(arguments: argparse.Namespace) -> None:
    """What stands between an investment and its effect: each friction with and without."""
    from experiments.evidence.frictions import job

    job.Frictions(*job.asked(arguments.words)).run(arguments.fresh)


@command(
    "learncity backcast path=vacancies.csv imposes=vacancies start=2015-01 months=60\n"
    "  learncity backcast path=demand.csv start=2022-01 observed=unemployment_by_group.csv residents=20000",
    FRESH,
    settings=""": path (CSV with month,value; the first month chosen counts as 1), imposes (demand, vacancies), start (2015-01),
months, observed (CSV with year,dimension,group,outcome,value: drawn beside), city, residents, seeds, first_seed, burn_in, workers,
output, parameters.BEHAVIOUR.NUMBER=value""",
)
def backcast(arguments: argparse.Namespace) -> None:
    """Let a city live through an observed course of demand or vacancies: what comes by group."""
    from experiments.evidence.backcast import inputs, job

    job.Backcast(*inputs.asked(arguments.words)).run(arguments.fresh)


@command(
    "learncity trace\n  learncity trace --keep outputs/validate-helsinki-10000-1a2b3c4d outputs/studies-helsinki-10000-1a2b3c4d",
    option("--keep", nargs="+", default=[], metavar="RESULTS", help="finished results to keep with the code first"),
)
def trace(arguments: argparse.Namespace) -> None:
    """Print the TRACE document: what speaks for the model and what against it, from code, tables and kept results."""
    from experiments.evidence.trace import model, text
    from sim.declare import Mistake

    if model.checkout() is None:  # an installed package, beside which nothing is written
        if arguments.keep:
            raise Mistake("trace: results are kept in a checkout of the code, not in an installed package")
        print(text.FILE.read_text(encoding="utf-8"))
        return
    print(f"Wrote {text.write(arguments.keep)}")


@command("learncity bench")
def bench(arguments: argparse.Namespace) -> int:
    """Measure speed and memory against what a user would pick instead."""
    from experiments.bench import main as measure

    try:
        return measure(arguments.rest)  # the benchmark reads its own options
    except SystemExit as leaving:
        return FINE if leaving.code in (None, 0) else MISTAKEN
