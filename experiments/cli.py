"""The command line: run, sweep, optimise, list, explain, city, figures, report, gallery, workshop, validate, calibrate,
sensitivity, trial, frictions, trace, network, profile, portfolio, bench, version. Everything is imported when needed.
"""

import argparse
import os
import sys
from collections.abc import Callable, Sequence

FINE, BROKEN, MISTAKEN, INTERRUPTED = 0, 1, 2, 130

RUN_HELP = """settings (Hydra): scenario, city, residents, months, seeds, first_seed, burn_in, workers, regime, output;
levers.CARD.NUMBER=value, shock.CARD.NUMBER=value, parameters.BEHAVIOUR.NUMBER=value; ~levers.CARD removes"""
TRIAL_HELP = """settings: lever, eligible (unemployed+women, ...), share, saturation (0,0.25,0.5) over districts or cities, control
(usual, kept_out, one_bout), months, city, residents, seeds, first_seed, burn_in, workers, output; levers.CARD.NUMBER=value,
shock.CARD.NUMBER=value, parameters.BEHAVIOUR.NUMBER=value; or study=V1,V3 (study=all) with a setting"""
FRICTIONS_HELP = "settings: friction (all), city, residents, seeds, first_seed, burn_in, workers, output, parameters.BEHAVIOUR.NUMBER=value"
SENSITIVITY_HELP = """settings: policies (scenarios, or levers with money=EUR a year each), numbers (all, behaviours or paths), trajectories
(of the Morris screening), top and samples (of the Sobol stage), draw, city, residents, seeds, first_seed, months, burn_in, workers,
output, store; shock.CARD.NUMBER=value, parameters.BEHAVIOUR.NUMBER=value (fixed)"""
SWEEP_HELP = """settings (Hydra): all of run, where several values (1e6,5e6 or range(0,5) or interval(0,1)) vary; sweep (a name or a YAML),
design (grid, list, one_at_a_time, latin_hypercube, sobol, saltelli), scenarios, shocks, baseline, samples, levels, keep, store,
engine (local, dask, slurm) with engine.NAME=value"""
OPTIMISE_HELP = """settings: budget (EUR a year), search (levers), aims (unemployment, gini, resilience_loss, cost), trials, batch, look
(seeds of a first look), seeds (of the race), fresh (seeds of the last look), least (share of the budget that is worth a lever); and
those of sweep: scenario, shock, shocks, city, residents, months, burn_in, first_seed, workers, draw, store, output, engine"""
NETWORK_HELP = """settings (Hydra): network (a file of configs/network), cities, residents, years, kinds ([regional,thematic,random,hub]),
signal (before_after, paired), exchange, degree, regions, alone_in, seed, burn_in, city, workers, output, engine;
rules.NUMBER=value, context.NUMBER=value, shock.CARD.NUMBER=value, practices.NAME.levers.CARD.NUMBER=value, practices.NAME=null"""
PORTFOLIO_HELP = "folders of finished runs of one policy, each under another shock; and how often a year each shock strikes"
EXAMPLES = {
    "run": "learncity run scenario=recession_training residents=50000 seeds=20 levers.skills_vouchers.share=0.5\n"
    "  learncity run --from outputs/skills_first-helsinki-10000-1a2b3c4d/manifest.json",
    "sweep": "learncity sweep sweep=budget_mix --dry-run\n"
    "  learncity sweep residents=2000 levers.guidance.budget=1e6,5e6 seeds=8\n"
    "  learncity sweep sweep=my_sweep.yaml engine=dask engine.address=tcp://host:8786",
    "optimise": "learncity optimise budget=60e6 residents=2000 months=120\n"
    "  learncity optimise search=[guidance,skills_vouchers,second_chance] aims=[unemployment,gini,cost] trials=40 shock.recession.start=24",
    "list": "learncity list levers",
    "explain": "learncity explain skills_vouchers\n  learncity explain job_search.distance",
    "city": "learncity city my_city --residents 20000",
    "figures": "learncity figures outputs/skills_first-helsinki-10000-1a2b3c4d",
    "report": "learncity report outputs/skills_first-helsinki-10000-1a2b3c4d\n  learncity report outputs/store/sweeps/budget_mix-1a2b3c4d",
    "gallery": "learncity gallery\n  learncity gallery outputs/skills_first-helsinki-10000-1a2b3c4d outputs/store/sweeps/budget_mix-1a2",
    "workshop": "learncity workshop\n  learncity workshop --residents 5000 --host 0.0.0.0",
    "validate": "learncity validate\n  learncity validate --quick\n  learncity validate residents=20000 parameters.job_search.sent=3",
    "calibrate": "learncity calibrate --point\n  learncity calibrate --profile high_turnover --evaluations 2000 residents=5000",
    "sensitivity": "learncity sensitivity --dry-run\n  learncity sensitivity\n"
    "  learncity sensitivity numbers=job_search,hiring,enrolment.price policies=guidance,skills_vouchers residents=5000 seeds=8",
    "trial": "learncity trial lever=skills_vouchers eligible=unemployed share=0.5 months=48 seeds=8 levers.skills_vouchers.share=1\n"
    "  learncity trial lever=guidance saturation=0,0.25,0.5,0.75,1 over=districts\n  learncity trial study=V1,V10",
    "trace": "learncity trace\n  learncity trace --keep outputs/validate-helsinki-10000-1a2b3c4d outputs/studies-helsinki-10000-1a2b3c4d",
    "frictions": "learncity frictions\n  learncity frictions friction=lock-in,queue residents=5000 seeds=8",
    "network": "learncity network network=small\n  learncity network cities=356 kinds=[regional,hub] engine=dask",
    "profile": "learncity profile\n  learncity profile outputs/skills_first-helsinki-10000-1a2b3c4d",
    "portfolio": "learncity portfolio outputs/recession_run outputs/pandemic_run recession=0.1 pandemic=0.02",
    "bench": "learncity bench",
    "version": "learncity version",
}
ABOUT = {
    "run": "run a scenario against its baseline, calm and under its shock, and write the answer into a folder",
    "sweep": "run a design of portfolios, shocks, cities and seeds, keep every run, and compare with the same luck",
    "optimise": "search portfolios under a budget on several aims at once; the front is told again on fresh seeds",
    "list": "list what there is: levers, shocks, indicators, outcomes, scenarios, cities, parameters, assumed, features, regimes",
    "explain": "explain a lever, shock, indicator, outcome, scenario, behaviour, city, parameter or regime",
    "city": "build a population from a city or a folder of counts and print how well it fits",
    "figures": "draw the figures of a finished run or sweep again, without running the model",
    "report": "write the page of a finished run or sweep again, without running the model",
    "gallery": "every figure on one page, from kept results or from small ones computed for it",
    "workshop": "serve the live page for a room: try investments and see both cities at once",
    "validate": "measure the city against the published evidence: every row and experiment, in range or not",
    "calibrate": "find numbers nobody has published with which the city is like published ones: a point or an ensemble",
    "sensitivity": "which assumed and calibrated numbers decide the outcomes, and whether the order of policies survives others",
    "trial": "a virtual randomised trial of one lever: effect by month, displacement, deadweight, cost; or policy studies lived again",
    "trace": "print the TRACE document: what speaks for the model and what against it, from code, tables and kept results",
    "frictions": "what stands between an investment and its effect: each friction with and without",
    "network": "many cities, each a model of its own, that learn from each other: what spreads, what membership is worth",
    "profile": "the twelve areas of focus of learning cities: what stands for each, what for none, what a run changed",
    "portfolio": "weigh finished runs under different shocks by how often each strikes: the loss to expect in a year",
    "bench": "measure speed and memory against what a user would pick instead",
    "version": "print the version",
}
KINDS = ("levers", "shocks", "indicators", "outcomes", "scenarios", "cities", "parameters", "assumed", "features", "regimes")


def parser() -> argparse.ArgumentParser:
    """All commands with their help and an example each."""
    top = argparse.ArgumentParser(prog="learncity", description="Learning City: a city that invests in learning.")
    top.add_argument("--debug", action="store_true", help="show the traceback of an error")
    commands = top.add_subparsers(dest="command", required=True, metavar="COMMAND")
    made = {name: add(commands, name) for name in ABOUT}
    made["run"].add_argument("words", nargs="*", metavar="SETTING=VALUE", help=RUN_HELP)
    made["run"].add_argument("--from", dest="manifest", metavar="MANIFEST", help="repeat the run of a manifest")
    made["run"].add_argument("--fresh", action="store_true", help="run again what was answered before")
    made["run"].add_argument("-m", "--multirun", action="store_true", help="Hydra's multirun: one job for each combination of values")
    made["sweep"].add_argument("words", nargs="*", metavar="SETTING=VALUE", help=SWEEP_HELP)
    made["sweep"].add_argument("--dry-run", action="store_true", help="show the design, its time and its disk; run nothing")
    made["optimise"].add_argument("words", nargs="*", metavar="SETTING=VALUE", help=OPTIMISE_HELP)
    made["list"].add_argument("kind", choices=KINDS)
    made["explain"].add_argument("name", metavar="NAME")
    made["city"].add_argument("folder", metavar="FOLDER", help="a folder of counts, or the name of an embedded city")
    made["city"].add_argument("--residents", type=int, default=10_000)
    workshop_options(made["workshop"])
    validate_options(made["validate"])
    trial_options(made["trial"])
    made["frictions"].add_argument("words", nargs="*", metavar="SETTING=VALUE", help=FRICTIONS_HELP)
    made["network"].add_argument("words", nargs="*", metavar="SETTING=VALUE", help=NETWORK_HELP)
    made["network"].add_argument(
        "--redraw", metavar="RESULTS", help="tables, figures and page of a finished network, without running the model"
    )
    made["profile"].add_argument("folder", nargs="?", metavar="RESULTS", help="the folder of a finished run, to see what it changed")
    made["profile"].add_argument("--output", default="outputs", help="where the page goes without RESULTS (outputs)")
    made["portfolio"].add_argument("words", nargs="+", metavar="RESULTS|SHOCK=FREQUENCY", help=PORTFOLIO_HELP)
    made["portfolio"].add_argument("--output", default="outputs", help="where the folder with table and figure goes (outputs)")
    calibrate_options(made["calibrate"])
    made["gallery"].add_argument(
        "folders", nargs="*", metavar="RESULTS", help="folders of finished runs, sweeps, searches; none: small ones"
    )
    made["gallery"].add_argument("--output", default="outputs", help="where the folder gallery goes (outputs)")
    made["gallery"].add_argument("--workers", type=int, help="processes for what is computed (one per core)")
    sensitivity_options(made["sensitivity"])
    made["trace"].add_argument("--keep", nargs="+", default=[], metavar="RESULTS", help="finished results to keep with the code first")
    for name in ("figures", "report"):
        made[name].add_argument("folder", metavar="RESULTS", help="the folder of a finished run or sweep")
    return top


def add(commands: argparse._SubParsersAction, name: str) -> argparse.ArgumentParser:
    """One command."""
    example = f"example:\n  {EXAMPLES[name]}"
    shape = argparse.RawDescriptionHelpFormatter
    made = commands.add_parser(name, help=ABOUT[name], description=ABOUT[name], epilog=example, formatter_class=shape)
    made.add_argument("--debug", action="store_true", default=argparse.SUPPRESS, help="show the traceback of an error")
    return made


def workshop_options(made: argparse.ArgumentParser) -> None:
    """How a workshop is run."""
    made.add_argument("--residents", type=int, default=10_000, help="rows of the model (10000)")
    made.add_argument("--seeds", type=int, default=8, help="cities with other luck behind the spread (8)")
    made.add_argument("--burn-in", type=int, default=60, help="months lived before the policy date (60)")
    made.add_argument("--city", default="helsinki", help="the city it opens with: an embedded one or a folder of counts")
    made.add_argument("--budget", type=float, metavar="EUR", help="most that may be set aside in a year (as the shipped scenarios)")
    made.add_argument("--port", type=int, default=8765, help="0 takes any free one")
    made.add_argument("--host", metavar="ADDRESS", help="also serve phones in the room, with a join code (off by default)")
    made.add_argument("--folder", default="outputs/workshop", help="the session folder: saved plans and reports")
    made.add_argument("--no-browser", dest="browser", action="store_false", help="do not open the browser")


def validate_options(made: argparse.ArgumentParser) -> None:
    """How the evidence is gathered."""
    settings = "residents, seeds, first_seed, months, burn_in, workers, city, output, regime, parameters.BEHAVIOUR.NUMBER=value"
    made.add_argument("words", nargs="*", metavar="SETTING=VALUE", help=f"settings: {settings}")
    made.add_argument("--quick", action="store_true", help="few seeds, few residents, fewer months: under a minute, wide intervals")
    made.add_argument("--studies", action="store_true", help="live the policy studies (V rows) too, instead of reading the kept ones")
    made.add_argument("--profile", default="typical", help="the labour market to compare with: typical, low_turnover, high_turnover")
    made.add_argument("--redraw", metavar="RESULTS", help="figures, page and table of a finished validation, without running the model")


def trial_options(made: argparse.ArgumentParser) -> None:
    """How a trial is made."""
    made.add_argument("words", nargs="*", metavar="SETTING=VALUE", help=TRIAL_HELP)
    made.add_argument("--fresh", action="store_true", help="live a trial again that was lived before")
    made.add_argument("--redraw", metavar="RESULTS", help="figures and page of a finished trial, without running the model")


def calibrate_options(made: argparse.ArgumentParser) -> None:
    """How numbers are sought."""
    settings = "residents, seeds, first_seed, months, burn_in, workers, city, output, parameters.BEHAVIOUR.NUMBER=value"
    made.add_argument("words", nargs="*", metavar="SETTING=VALUE", help=f"settings: {settings}")
    made.add_argument("--point", action="store_true", help="only look for better numbers near those in force: minutes")
    made.add_argument("--count", action="store_true", help="with --point: as many rows in range as can be, not the least distance")
    made.add_argument("--profile", default="typical", help="the labour market to be like: typical, low_turnover, high_turnover")
    made.add_argument("--rows", default="fast", help="rows of tier A to fit: fast (one run), all (careers and prices too), or '1,16,2 low'")
    made.add_argument("--evaluations", type=int, metavar="N", help="sets of numbers to try (200 for a point, 1000 for an ensemble)")
    made.add_argument("--free", metavar="FILE", help="which numbers may move, instead of the shipped free_parameters.csv")
    made.add_argument("--ship", action="store_true", help="put the ensemble where `learncity run parameters=ensemble` finds it")
    made.add_argument("--redraw", metavar="RESULTS", help="figures, page and tables of a finished ensemble, without running the model")


def sensitivity_options(made: argparse.ArgumentParser) -> None:
    """How numbers are moved."""
    made.add_argument("words", nargs="*", metavar="SETTING=VALUE", help=SENSITIVITY_HELP)
    made.add_argument("--dry-run", action="store_true", help="show the design and its time; run nothing")
    made.add_argument("--redraw", metavar="RESULTS", help="figures, page and tables of a finished study, without running the model")


def main(argv: Sequence[str] | None = None) -> int:
    """Run one command; the exit code says how it went: 0 fine, 1 broken, 2 a mistake in the asking, 130 interrupted."""
    words = list(sys.argv[1:] if argv is None else argv)
    try:
        asked, more = parser().parse_known_args(words[:1] if words[:1] == ["bench"] else words)
        asked.rest = words[1:]
        take_on(asked, more)
    except SystemExit as leaving:
        return FINE if leaving.code in (None, 0) else MISTAKEN
    return careful(COMMANDS[asked.command], asked)


def take_on(asked: argparse.Namespace, more: list[str]) -> None:
    """Words argparse did not place belong to run when they are settings ('~levers.x', after an option too)."""
    takers = ("run", "sweep", "optimise", "validate", "calibrate", "trial", "frictions", "sensitivity", "network")
    if asked.command in takers and not any(word.startswith("-") for word in more):
        asked.words += more
    elif more:
        parser().error(f"unknown words: {' '.join(more)}")


def careful(command: Callable, asked: argparse.Namespace) -> int:
    """Turn what goes wrong into one clear message and an exit code."""
    from sim.declare import Mistake

    try:
        return command(asked) or FINE
    except Mistake as mistake:
        print(f"learncity: {mistake}", file=sys.stderr)
        return MISTAKEN
    except KeyboardInterrupt:
        print("learncity: interrupted; what is finished is kept, the same command goes on from there", file=sys.stderr)
        return INTERRUPTED
    except BrokenPipeError:
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return FINE
    except Exception as error:
        if asked.debug:
            raise
        said = f"{type(error).__name__}: {error}"
        print(f"learncity: something broke inside ({said}); --debug shows where", file=sys.stderr)
        return BROKEN


def run(asked: argparse.Namespace) -> int | None:
    """The main job."""
    if asked.multirun:
        from experiments.sweep import multirun

        return multirun.run(asked.words)
    from experiments import config, job
    from experiments.run import check_workers

    how = config.compose(asked.words)
    check_workers(how["workers"])
    question = repeated(asked) if asked.manifest else config.question(how)
    config.check_text("output", how["output"])
    job.answer(question, how["output"], how["workers"], asked.fresh)
    return FINE


def sweep(asked: argparse.Namespace) -> int:
    """Many runs, each computed once."""
    from experiments.sweep import conduct
    from experiments.sweep.asked import compose

    if asked.dry_run:
        conduct.only_show(compose(asked.words))
        return FINE
    return conduct.from_command(compose(asked.words))


def optimise(asked: argparse.Namespace) -> None:
    """Portfolios under a budget."""
    from sim.declare import Mistake

    try:
        from experiments.optimise import job
    except ModuleNotFoundError as missing:
        raise Mistake(f"optimise: {missing.name} is not installed; the extra 'optimise' brings it") from None
    job.answer(asked.words)


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


def show_list(asked: argparse.Namespace) -> None:
    """What there is."""
    from experiments import listing

    listing.show(asked.kind)


def explain(asked: argparse.Namespace) -> None:
    """What a name means."""
    from experiments import listing

    listing.explain(asked.name)


def city(asked: argparse.Namespace) -> None:
    """A population from counts, and how well it fits."""
    from experiments import listing

    listing.fit_of(asked.folder, asked.residents)


def redo(asked: argparse.Namespace) -> None:
    """Figures and page from stored tables, of a run or of a sweep."""
    from pathlib import Path

    kept_by(Path(asked.folder)).redo(Path(asked.folder))
    wrote = "report.html" if asked.command == "report" else "figures"
    print(f"Wrote {Path(asked.folder) / wrote}")


def kept_by(folder):
    """What can draw these results again: of a run, a sweep or a search."""
    from experiments import job
    from experiments.sweep import telling

    if (folder / "optimise.json").is_file():
        from experiments.optimise import job as search

        return search
    return telling if telling.is_sweep(folder) else job


def portfolio(asked: argparse.Namespace) -> None:
    """Several shocks, weighed by how often they strike."""
    from pathlib import Path

    from experiments import portfolio as weighing

    weighing.answer(asked.words, Path(asked.output))


def gallery(asked: argparse.Namespace) -> None:
    """Every figure on one page."""
    from pathlib import Path

    from sim.declare import Mistake

    try:
        from experiments import gallery as page
    except ModuleNotFoundError as missing:
        raise Mistake(f"gallery: {missing.name} is not installed; the extra 'optimise' brings it") from None
    page.answer(asked.folders, Path(asked.output), asked.workers)


def profile(asked: argparse.Namespace) -> None:
    """Features of learning cities, one by one."""
    from pathlib import Path

    from experiments import profile as features

    print(f"Wrote {features.write(Path(asked.folder) if asked.folder else None, asked.output)}")


def bench(asked: argparse.Namespace) -> int:
    """Speed and memory as ratios; the benchmark reads its own options."""
    from experiments.bench import main as measure

    try:
        return measure(asked.rest)
    except SystemExit as leaving:
        return FINE if leaving.code in (None, 0) else MISTAKEN


def workshop(asked: argparse.Namespace) -> None:
    """The live page."""
    from sim.declare import Mistake

    try:
        from experiments.workshop import serving
    except ModuleNotFoundError as missing:
        raise Mistake(f"workshop: {missing.name} is not installed; the extra 'workshop' brings it") from None
    serving.serve(asked)


def validate(asked: argparse.Namespace) -> None:
    """The evidence, row by row."""
    from pathlib import Path

    from experiments.evidence import validate as evidence

    if asked.redraw:
        evidence.again(Path(asked.redraw))
        return
    studies = "lived" if asked.studies else "none" if asked.quick else "kept"
    evidence.answer(*evidence.setting_of(asked.words, asked.quick, asked.profile), studies)


def trial(asked: argparse.Namespace) -> None:
    """A virtual randomised trial, or policy studies lived again."""
    from pathlib import Path

    from experiments.evidence import studies_job, trial_job, trial_words

    if asked.redraw:
        trial_job.again(Path(asked.redraw))
    elif any(word.startswith("study=") for word in asked.words):
        studies_job.answer(*trial_words.asked_studies(asked.words))
    else:
        trial_job.answer(trial_words.asked(asked.words), asked.fresh)


def frictions(asked: argparse.Namespace) -> None:
    """Each friction with and without."""
    from experiments.evidence import frictions_job

    frictions_job.answer(*frictions_job.asked(asked.words))


def network(asked: argparse.Namespace) -> None:
    """Many cities that learn from each other."""
    from pathlib import Path

    from experiments.network import job
    from experiments.network.asked import compose

    if asked.redraw:
        job.again(Path(asked.redraw))
        return
    job.answer(compose(asked.words), asked.words)


def calibrate(asked: argparse.Namespace) -> None:
    """Numbers with which the city is like published ones."""
    from pathlib import Path

    from sim.declare import Mistake

    try:
        from experiments.evidence import calibrate as calibration
    except ModuleNotFoundError as missing:
        raise Mistake(f"calibrate: {missing.name} is not installed; the extra 'calibration' brings it") from None
    if asked.redraw:
        calibration.ensemble_job.again(Path(asked.redraw))
        return
    more = {"free": Path(asked.free)} if asked.free else {}
    how = calibration.Options(asked.point, asked.profile, asked.rows, asked.evaluations, ship=asked.ship, count=asked.count, **more)
    calibration.answer(asked.words, how)


def sensitivity(asked: argparse.Namespace) -> None:
    """What the assumed numbers decide."""
    from pathlib import Path

    from sim.declare import Mistake

    try:
        from experiments.evidence.sensitivity import asked as asking
        from experiments.evidence.sensitivity import job
    except ModuleNotFoundError as missing:
        raise Mistake(f"sensitivity: {missing.name} is not installed; the extra 'sensitivity' brings it") from None
    if asked.redraw:
        job.again(Path(asked.redraw))
        return
    (job.only_show if asked.dry_run else job.answer)(asking.asked(asked.words))


def trace(asked: argparse.Namespace) -> None:
    """The TRACE document, written beside the code; from an installed package it is only printed."""
    from experiments.evidence.trace import model, text
    from sim.declare import Mistake

    if model.checkout() is None:
        if asked.keep:
            raise Mistake("trace: results are kept in a checkout of the code, not in an installed package")
        print(text.FILE.read_text(encoding="utf-8"))
        return
    print(f"Wrote {text.write(asked.keep)}")


def version(asked: argparse.Namespace) -> None:
    """The version."""
    from importlib.metadata import PackageNotFoundError
    from importlib.metadata import version as installed

    try:
        print(f"learncity {installed('learncity')}")
    except PackageNotFoundError:
        print("learncity (from a checkout)")


COMMANDS = {
    "run": run, "sweep": sweep, "optimise": optimise, "list": show_list, "explain": explain, "city": city, "figures": redo, "report": redo,
    "workshop": workshop, "validate": validate, "calibrate": calibrate, "sensitivity": sensitivity, "trial": trial,
    "frictions": frictions, "trace": trace, "network": network, "profile": profile, "portfolio": portfolio, "gallery": gallery,
    "bench": bench, "version": version,
}  # fmt: skip
