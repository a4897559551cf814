"""Commands that run no long simulation: what there is, what a name means, and what finished results show."""

import argparse

from experiments.cli.command import FRESH, brought_by, command, option

KINDS = (
    "levers",
    "shocks",
    "behaviours",
    "indicators",
    "outcomes",
    "scenarios",
    "cities",
    "parameters",
    "assumed",
    "features",
    "regimes",
    "figures",
)


def kind(word: str) -> str:
    """A kind of things to list; another word is told the nearest."""
    from sim.declare import Mistake, known_or_mistake

    try:
        known_or_mistake(word, KINDS, "kind", "list")
    except Mistake as mistake:
        raise argparse.ArgumentTypeError(str(mistake)) from None
    return word


OWN = option("--scenario", metavar="FILE", help="also what the extensions of this scenario bring, or a file of cards (my_cards.py)")


@command(
    "learncity list levers\n  learncity list behaviours --scenario my_question.yaml",
    option("kind", type=kind, choices=KINDS),
    OWN,
    name="list",
)
def show_list(arguments: argparse.Namespace) -> None:
    """List what there is: levers, shocks, behaviours, indicators, outcomes, scenarios, cities, parameters and more."""
    from experiments.cli import listing, own_cards

    listing.show(arguments.kind, own_cards.of(arguments.scenario))


@command(
    "learncity explain skills_vouchers\n  learncity explain job_search.distance\n  learncity explain free_evenings --scenario my_cards.py",
    option("name", metavar="NAME"), OWN,
)  # fmt: skip
def explain(arguments: argparse.Namespace) -> None:
    """Explain a lever, shock, indicator, outcome, scenario, behaviour, city, parameter or regime."""
    from experiments.cli import listing, own_cards

    listing.explain(arguments.name, own_cards.of(arguments.scenario))


@command(
    "learncity city my_city --residents 20000\n  learncity city --new my_city\n  learncity city my_city --borrow helsinki",
    option("folder", metavar="FOLDER", help="a folder of counts, or the name of an embedded city"),
    option("--residents", type=int, default=10_000),
    option("--new", action="store_true", help="write the templates of a new city into FOLDER; nothing is overwritten"),
    option("--like", default="helsinki", metavar="CITY", help="with --new: the city whose districts are the example (helsinki)"),
    option("--borrow", metavar="CITY", help="write what FOLDER lacks, as it is in another city, marked as borrowed"),
)
def city(arguments: argparse.Namespace) -> None:
    """Build a population from a city or a folder of counts and print how well it fits; write a new folder; borrow what it lacks."""
    from experiments.cli import listing
    from experiments.own_city import borrowing, missing, templates

    if arguments.new:
        home = templates.write(arguments.folder, arguments.like)
        print(f"Wrote {home}: start with COLUMNS.md, then  learncity city {arguments.folder}")
        return
    if arguments.borrow:
        print("\n".join(borrowing.borrow(arguments.folder, arguments.borrow)))
    missing.check_whole(arguments.folder)
    listing.fit_of(arguments.folder, arguments.residents)


@command(
    "learncity fit-city my_city\n  learncity fit-city helsinki medellin",
    option("folders", nargs="+", metavar="FOLDER", help="folders of counts, or names of embedded cities"),
    option("--residents", type=int, default=10_000, help="rows of the model in each city that is lived (10000)"),
    option("--workers", type=int, help="processes (one per core)"),
    option("--none", action="store_true", help="keep with the city that it is not to be fitted"),
    FRESH,
    name="fit-city",
)
def fit_city(arguments: argparse.Namespace) -> None:
    """Find the few numbers with which a calm city keeps its own counts, and keep them with it; run and others do so at first use."""
    from experiments.own_city import fit_city

    for folder in arguments.folders:
        if arguments.none:
            print(f"Wrote {fit_city.rest(folder)}")
        else:
            fit_city.fit(folder, arguments.residents, arguments.workers, arguments.fresh)


FINISHED = option("folder", metavar="RESULTS", help="the folder of finished results: of a run, a sweep, a validation, a trial, ...")


FORMATS = option("words", nargs="*", metavar="formats=...",
                 help="formats besides the usual ones: png300, pdf (of each figure, for print), or all")  # fmt: skip


@command(
    "learncity report outputs/skills_first-helsinki-10000-1a2b3c4d\n  learncity report outputs/store/sweeps/budget_mix-1a2b3c4d\n"
    "  learncity report outputs/skills_first-helsinki-10000-1a2b3c4d formats=png300,pdf", FINISHED, FORMATS
)  # fmt: skip
def report(arguments: argparse.Namespace) -> None:
    """Draw figures, page and workbook of finished results of any kind again and show them, without running the model."""
    from experiments.storage import formats, study

    print(f"Wrote {study.report(arguments.folder, formats.of_words(arguments.words))}")


@command("learncity figures outputs/skills_first-helsinki-10000-1a2b3c4d formats=pdf", FINISHED, FORMATS)
def figures(arguments: argparse.Namespace) -> None:
    """Draw the figures of a finished run or sweep again, without running the model."""
    from experiments.storage import formats, study

    print(f"Wrote {study.report(arguments.folder, formats.of_words(arguments.words)).parent / 'figures'}")


@command(
    "learncity gallery\n  learncity gallery outputs/skills_first-helsinki-10000-1a2b3c4d outputs/store/sweeps/budget_mix-1a2",
    option("folders", nargs="*", metavar="RESULTS", help="folders of finished runs, sweeps, searches; none: small ones"),
    option("--output", default="outputs", help="where the folder gallery goes (outputs)"),
    option("--workers", type=int, help="processes for what is computed (one per core)"),
)
def gallery(arguments: argparse.Namespace) -> None:
    """Every figure on one page, from kept results or from small ones computed for it."""
    from pathlib import Path

    with brought_by("optimise", "gallery"):
        from experiments.cli import gallery
    gallery.run(arguments.folders, Path(arguments.output), arguments.workers)


@command(
    "learncity profile\n  learncity profile outputs/skills_first-helsinki-10000-1a2b3c4d",
    option("folder", nargs="?", metavar="RESULTS", help="the folder of a finished run, to see what it changed"),
    option("--output", default="outputs", help="where the page goes without RESULTS (outputs)"),
)
def profile(arguments: argparse.Namespace) -> None:
    """The twelve areas of focus of learning cities: what stands for each, what for none, what a run changed."""
    from pathlib import Path

    from experiments.run import profile

    print(f"Wrote {profile.write(Path(arguments.folder) if arguments.folder else None, arguments.output)}")


@command(
    "learncity portfolio outputs/recession_run outputs/pandemic_run recession=0.1 pandemic=0.02",
    option("words", nargs="+", metavar="RESULTS|SHOCK=FREQUENCY",
           help="folders of finished runs of one policy, each under another shock; and how often a year each shock strikes"),
    option("--output", default="outputs", help="where the folder with table and figure goes (outputs)"),
)  # fmt: skip
def portfolio(arguments: argparse.Namespace) -> None:
    """Weigh finished runs under different shocks by how often each strikes: the loss to expect in a year."""
    from pathlib import Path

    from experiments.run import portfolio

    portfolio.run(arguments.words, Path(arguments.output))


@command(
    "learncity who outputs/skills_first-helsinki-10000-1a2b3c4d origin=foreign-born sex=women education=low\n"
    "  learncity who outputs/skills_first-helsinki-10000-1a2b3c4d district=Kallio origin=foreign-born\n"
    "  learncity who outputs/skills_first-helsinki-10000-1a2b3c4d",
    option("folder", metavar="RESULTS", help="the folder of a finished run"),
    option("words", nargs="*", metavar="TRAIT=GROUP", help="up to three of education, sex, age, origin, limitation, parents, language; a "
           "district with one of them; none: which there are, and who is worst off, helped most and helped least"),
)  # fmt: skip
def who(arguments: argparse.Namespace) -> None:
    """Who gains: the effects of a finished run on any crossing of up to three traits."""
    from pathlib import Path

    from experiments.cli import who

    who.show(Path(arguments.folder), arguments.words)


@command(
    "learncity docs --output site",
    option("--output", default="outputs/site", help="the folder of the site (outputs/site)"),
    option("--no-gallery", action="store_true", help="without the page of figures, for which small cities are lived"),
)
def docs(arguments: argparse.Namespace) -> None:
    """Build the documentation as a site that opens from a disk: tutorials, how-tos, notebooks, reference, science, FAQ."""
    from pathlib import Path

    with brought_by("docs", "docs"):  # told before small cities are lived for the figures
        import mkdocs.commands.build  # noqa: F401
    from experiments.cli import faces, gallery_page
    from experiments.documentation import build

    made = {**faces.pages(arguments.commands), **gallery_page.pages(not arguments.no_gallery)}
    print(f"Wrote {build.build(Path(arguments.output), made)}")


@command(
    "learncity reproduce --list\n  learncity reproduce borrowing",
    option("what", nargs="*", metavar="CLAIM", help="claims to make again (all)"),
    option("--list", dest="listed", action="store_true", help="what is claimed where, and what makes it again; run nothing"),
    option("--output", default="outputs/reproduced", help="the folder of what is made on the way (outputs/reproduced)"),
)
def reproduce(arguments: argparse.Namespace) -> int:
    """Make the numbers that README and documentation tell again from scratch, and say whether they hold."""
    from pathlib import Path

    from experiments.cli import reproducing

    return reproducing.run(arguments.what, arguments.listed, Path(arguments.output))


@command("learncity version")
def version(arguments: argparse.Namespace) -> None:
    """Print the version, and the commit of the checkout or of which the installed package was built."""
    from experiments.inputs.paths import PACKAGE
    from experiments.storage.manifest import commit, versions

    print(f"learncity {versions()['learncity']}, commit {commit(PACKAGE.parent) or 'unknown'}")
