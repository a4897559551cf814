"""The command line: run, list, explain, city, figures, report, bench, version. Everything is imported when needed."""

import argparse
import os
import sys
from collections.abc import Callable, Sequence

FINE, BROKEN, MISTAKEN, INTERRUPTED = 0, 1, 2, 130

RUN_HELP = """settings (Hydra): scenario, city, residents, months, seeds, first_seed, burn_in, workers, output;
levers.CARD.NUMBER=value, shock.CARD.NUMBER=value, parameters.BEHAVIOUR.NUMBER=value; ~levers.CARD removes"""
EXAMPLES = {
    "run": "learncity run scenario=recession_training residents=50000 seeds=20 levers.skills_vouchers.share=0.5\n"
    "  learncity run --from outputs/skills_first-helsinki-10000-1a2b3c4d/manifest.json",
    "list": "learncity list levers",
    "explain": "learncity explain skills_vouchers\n  learncity explain job_search.distance",
    "city": "learncity city my_city --residents 20000",
    "figures": "learncity figures outputs/skills_first-helsinki-10000-1a2b3c4d",
    "report": "learncity report outputs/skills_first-helsinki-10000-1a2b3c4d",
    "bench": "learncity bench",
    "version": "learncity version",
    "calibrate": "learncity calibrate --point\n  learncity calibrate --profile high_turnover --evaluations 2000 residents=5000",
}
ABOUT = {
    "run": "run a scenario against its baseline, calm and under its shock, and write the answer into a folder",
    "list": "list what there is: levers, shocks, indicators, scenarios, cities, parameters",
    "explain": "explain a lever, shock, indicator, scenario, behaviour, city or parameter",
    "city": "build a population from a city or a folder of counts and print how well it fits",
    "figures": "draw the figures of a finished run again, without running the model",
    "report": "write the page of a finished run again, without running the model",
    "bench": "measure speed and memory against what a user would pick instead",
    "version": "print the version",
    "calibrate": "find numbers nobody has published with which the city is like published ones: a point or an ensemble",
}
KINDS = ("levers", "shocks", "indicators", "scenarios", "cities", "parameters")


def parser() -> argparse.ArgumentParser:
    """All commands with their help and an example each."""
    top = argparse.ArgumentParser(prog="learncity", description="Learning City: a city that invests in learning.")
    top.add_argument("--debug", action="store_true", help="show the traceback of an error")
    commands = top.add_subparsers(dest="command", required=True, metavar="COMMAND")
    made = {name: add(commands, name) for name in ABOUT}
    made["run"].add_argument("words", nargs="*", metavar="SETTING=VALUE", help=RUN_HELP)
    made["run"].add_argument("--from", dest="manifest", metavar="MANIFEST", help="repeat the run of a manifest")
    made["run"].add_argument("--fresh", action="store_true", help="run again what was answered before")
    made["list"].add_argument("kind", choices=KINDS)
    made["explain"].add_argument("name", metavar="NAME")
    made["city"].add_argument("folder", metavar="FOLDER", help="a folder of counts, or the name of an embedded city")
    made["city"].add_argument("--residents", type=int, default=10_000)
    calibrate_options(made["calibrate"])
    for name in ("figures", "report"):
        made[name].add_argument("folder", metavar="RESULTS", help="the folder of a finished run")
    return top


def add(commands: argparse._SubParsersAction, name: str) -> argparse.ArgumentParser:
    """One command."""
    example = f"example:\n  {EXAMPLES[name]}"
    shape = argparse.RawDescriptionHelpFormatter
    made = commands.add_parser(name, help=ABOUT[name], description=ABOUT[name], epilog=example, formatter_class=shape)
    made.add_argument("--debug", action="store_true", default=argparse.SUPPRESS, help="show the traceback of an error")
    return made


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
    if asked.command in ("run", "calibrate") and not any(word.startswith("-") for word in more):
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
        print("learncity: interrupted; finished seeds are kept, the same command goes on from there", file=sys.stderr)
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


def run(asked: argparse.Namespace) -> None:
    """The main job."""
    from experiments import config, job
    from experiments.run import check_workers

    how = config.compose(asked.words)
    check_workers(how["workers"])
    question = repeated(asked) if asked.manifest else config.question(how)
    config.check_text("output", how["output"])
    job.answer(question, how["output"], how["workers"], asked.fresh)


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
    """Figures and page from stored tables."""
    from pathlib import Path

    from experiments import job

    job.redo(Path(asked.folder))
    wrote = "report.html" if asked.command == "report" else "figures"
    print(f"Wrote {Path(asked.folder) / wrote}")


def bench(asked: argparse.Namespace) -> int:
    """Speed and memory as ratios; the benchmark reads its own options."""
    from experiments.bench import main as measure

    try:
        return measure(asked.rest)
    except SystemExit as leaving:
        return FINE if leaving.code in (None, 0) else MISTAKEN


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


def version(asked: argparse.Namespace) -> None:
    """The version."""
    from importlib.metadata import PackageNotFoundError
    from importlib.metadata import version as installed

    try:
        print(f"learncity {installed('learncity')}")
    except PackageNotFoundError:
        print("learncity (from a checkout)")


COMMANDS = {
    "run": run, "list": show_list, "explain": explain, "city": city, "figures": redo, "report": redo,
    "bench": bench, "version": version,
    "calibrate": calibrate,
}  # fmt: skip
