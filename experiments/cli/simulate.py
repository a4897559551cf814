"""Commands that run the model to answer a question: one run, many runs, a search, a network of cities, the live page."""

import argparse
from pathlib import Path

from experiments.cli.command import FINE, FRESH, brought_by, command, option

PRELOADED = ("experiments.sweep.preload",)
"""What the workers of a sweep start with; they begin to load it while the words are still being understood."""


@command(
    "learncity run scenario=recession_training residents=50000 seeds=20 levers.skills_vouchers.share=0.5\n"
    "  learncity run --from outputs/skills_first-helsinki-10000-1a2b3c4d/manifest.json",
    option("--from", dest="manifest", metavar="MANIFEST", help="repeat the run of a manifest (city=FOLDER: its city is there now)"),
    option("--anyway", action="store_true", help="with --from: run it although source, settings or data differ from then"),
    FRESH,
    option("-m", "--multirun", action="store_true", help="Hydra's multirun: one job for each combination of values"),
    settings=""" (Hydra): scenario, baseline, city, residents, months, seeds, first_seed, burn_in, workers, regime, output;
precision (points to either side of the effect on unemployment: seeds are added until then), most_seeds;
levers.CARD.NUMBER=value, shock.CARD.NUMBER=value, parameters.BEHAVIOUR.NUMBER=value; ~levers.CARD removes""",
)
def run(arguments: argparse.Namespace) -> int | None:
    """Run a scenario against its baseline, calm and under its shock, and write the answer into a folder."""
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
    if arguments.manifest:
        comparison = from_manifest(arguments.manifest, arguments.words, settings, arguments.anyway)
    else:
        comparison = from_settings(settings)
    Run(comparison, settings["output"], settings["workers"]).run(arguments.fresh)
    return FINE


@command(
    "learncity capacity\n  learncity capacity guidance skills_vouchers --city medellin",
    option("names", nargs="*", metavar="LEVER", help="levers; none: all of them"),
    option("--city", default="helsinki", metavar="CITY", help="an embedded city or a folder of counts (helsinki)"),
    option("--residents", type=int, default=10_000, help="rows of the model (10000)"),
    option("--burn-in", type=int, default=60, help="months lived before (60)"),
    option("--seed", type=int, default=1),
)
def capacity(arguments: argparse.Namespace) -> None:
    """How much money each lever can use in a calm year once its staff are there, and what holds it then."""
    from experiments.run import lever_capacity

    table = lever_capacity.capacity(arguments.names, arguments.city, arguments.residents, arguments.burn_in, arguments.seed)
    print(table.to_string(index=False, formatters={"EUR a year": "{:,.0f}".format, "EUR a resident": "{:,.1f}".format}))


@command(
    "learncity sweep sweep=budget_mix --dry-run\n"
    "  learncity sweep residents=2000 levers.guidance.budget=1e6,5e6 seeds=8\n"
    "  learncity sweep --new\n"
    "  learncity sweep sweep=my_sweep.yaml engine=dask engine.address=tcp://host:8786",
    option("--new", action="store_true", help="print a sweep file to keep and change, every word explained; run nothing"),
    option("--dry-run", action="store_true", help="show the design, its time and its disk; run nothing"),
    option("--array", type=int, metavar="TASKS", help="write a Slurm array of so many tasks (engine.queue=...); run nothing"),
    option("--share", metavar="FOLDER", help="simulate one task of an array: what its batch script does"),
    settings=""" (Hydra): all of run, where several values (1e6,5e6 or range(0,5) or interval(0,1)) vary; sweep (a name or a YAML),
design (grid, list, one_at_a_time, latin_hypercube, sobol, saltelli), scenarios, shocks, baseline, samples, levels, keep, store,
engine (local, dask, slurm) with engine.NAME=value""",
)
def sweep(arguments: argparse.Namespace) -> int | None:
    """Run a design of portfolios, shocks, cities and seeds, keep every run, and compare with the same luck."""
    from experiments.execution import processes

    if arguments.new:
        from experiments.sweep import inputs

        print(inputs.NEW.read_text(encoding="utf-8"), end="")
        return FINE
    if not arguments.dry_run and arguments.array is None:
        processes.begin_early(arguments.words, PRELOADED)
    from experiments.sweep import array_job, job
    from experiments.sweep.inputs import compose

    if arguments.share:
        return array_job.live_share(Path(arguments.share))
    if arguments.array is not None:
        on_slurm = [] if any(word.startswith("engine=") for word in arguments.words) else ["engine=slurm"]
        array_job.write_array(compose([*on_slurm, *arguments.words]), arguments.array, arguments.dry_run)
        return FINE
    if arguments.dry_run:
        job.only_show(compose(arguments.words))
        return FINE
    return job.run_and_show(compose(arguments.words))


@command(
    "learncity optimise budget=60e6 residents=2000 months=120\n"
    "  learncity optimise search=[guidance,skills_vouchers,second_chance] aims=[unemployment,gini,cost] trials=40 shock.recession.start=24",
    FRESH,
    settings=""": budget (EUR a year), search (levers), aims (unemployment, gini, resilience_loss, cost), trials, batch, look
(seeds of a first look), seeds (of the race), fresh (seeds of the last look), least (share of the budget that is worth a lever); and
those of sweep: scenario, shock, shocks, city, residents, months, burn_in, first_seed, workers, draw, store, output, engine""",
)
def optimise(arguments: argparse.Namespace) -> None:
    """Search portfolios under a budget on several aims at once; the front is told again on fresh seeds."""
    with brought_by("optimise", "optimise"):
        from experiments.optimise import job
    job.Optimise(arguments.words).run(arguments.fresh)


@command(
    "learncity network network=small\n  learncity network cities=356 kinds=[regional,hub] engine=dask",
    FRESH,
    settings=""" (Hydra): network (a file of configs/network), cities, residents, years, kinds ([regional,thematic,random,hub]),
signal (before_after, paired), exchange, degree, regions, alone_in, seed, burn_in, city, workers, output, engine;
rules.NUMBER=value, context.NUMBER=value, shock.CARD.NUMBER=value, practices.NAME.levers.CARD.NUMBER=value, practices.NAME=null""",
)
def network(arguments: argparse.Namespace) -> None:
    """Many cities, each a model of its own, that learn from each other: what spreads, what membership is worth."""
    from experiments.network import job
    from experiments.network.inputs import compose

    job.NetworkStudy(compose(arguments.words), arguments.words).run(arguments.fresh)


@command(
    "learncity workshop\n  learncity workshop --residents 5000 --host 0.0.0.0",
    option("--residents", type=int, default=10_000, help="rows of the model (10000)"),
    option("--seeds", type=int, default=8, help="cities with other luck behind the spread (8)"),
    option("--burn-in", type=int, default=60, help="months lived before the policy date (60)"),
    option("--city", default="helsinki", help="the city it opens with: an embedded one or a folder of counts"),
    option("--budget", type=float, metavar="EUR", help="most that may be set aside in a year (as the shipped scenarios)"),
    option("--scenario", metavar="FILE", help="a scenario of your own whose extensions and month hold in the room: trust its files"),
    option("--port", type=int, default=8765, help="0 takes any free one"),
    option("--host", metavar="ADDRESS", help="also serve phones in the room, with a join code (off by default)"),
    option("--folder", default="outputs/workshop", help="the session folder: saved plans and reports"),
    option("--no-fit", dest="fit", action="store_false", help="do not fit a city of your own to its counts at first use"),
    option("--no-browser", dest="browser", action="store_false", help="do not open the browser"),
)
def workshop(arguments: argparse.Namespace) -> None:
    """Serve the live page for a room: try investments and see both cities at once."""
    with brought_by("workshop", "workshop"):
        from experiments.workshop import launch
    from experiments.own_city import first_use

    first_use.ready([arguments.city], arguments.fit)
    launch.serve(arguments)
