"""Building the pages: docs/ and what the code prints go into one folder, and MkDocs makes a site of it."""

import json
import re
import shutil
from collections.abc import Mapping
from pathlib import Path
from tempfile import TemporaryDirectory

from experiments.documentation import faq, own_tables, reference
from experiments.inputs.paths import PACKAGE, shipped
from sim.declare import Mistake

HOME = shipped("docs")
TAKEN = {
    "science/odd.md": PACKAGE.parent / "sim" / "ODD.md",
    "science/trace.md": PACKAGE / "evidence" / "trace" / "TRACE.md",
    "how_to/own_city.md": PACKAGE / "own_city" / "OWN_CITY.md",
    "how_to/workshop.md": PACKAGE / "workshop" / "FACILITATOR.md",
}
"""Documents that lie with the code, by their place among the pages."""


def evidence() -> str:
    """Published facts that numbers of the model rest on."""
    from sim import facts

    rows = [(key, row["fact"], row["value"], row["source"], row["standing"]) for key, row in facts.evidence().items()]
    head = "# Evidence\n\nWhat sources of numbers refer to.\n"
    return f"{head}\n{reference.table(('row', 'fact', 'value', 'source', 'standing'), rows)}"


def write_pages(into: Path, faces: Mapping[str, str]) -> None:
    """Every page as Markdown: those of docs/pages, those that the code prints, and the ``faces`` (commands, Python) as they are given."""
    shutil.copytree(HOME / "pages", into, dirs_exist_ok=True)
    made = {f"reference/{name}.md": page() for name, page in reference.PAGES.items()}
    made |= {**faces, "science/evidence.md": evidence(), "faq.md": faq.page(), "reference/own_tables.md": own_tables.page()}
    made |= {name: unlinked(file.read_text(encoding="utf-8")) for name, file in TAKEN.items()}
    made |= {f"notebooks/{file.stem}.md": notebook(file) for file in sorted((HOME / "notebooks").glob("*.ipynb"))}
    shutil.copytree(HOME / "notebooks", into / "notebooks", dirs_exist_ok=True)
    for name, text in made.items():
        (into / name).parent.mkdir(parents=True, exist_ok=True)
        (into / name).write_text(text, encoding="utf-8")


def unlinked(text: str) -> str:
    """A document of the repository as a page: links to files of the repository become words, since the pages stand alone."""
    return re.sub(r"\[([^\]]+)\]\((?!https?://|#)[^)]*\)", r"\1", text)


def notebook(file: Path) -> str:
    """A notebook as a page: its words, its code, and the file to take along."""
    cells: list[Mapping] = json.loads(file.read_text(encoding="utf-8"))["cells"]
    texts = ["".join(one["source"]) if one["cell_type"] == "markdown" else f"```python\n{''.join(one['source'])}\n```" for one in cells]
    return "\n\n".join([*texts, f"*[The notebook itself]({file.name})*, to be opened in Jupyter."]) + "\n"


def build(output: Path, faces: Mapping[str, str]) -> Path:
    """Build the site into a folder; Mistake when a page warns."""
    from mkdocs.commands.build import build as make
    from mkdocs.config import load_config
    from mkdocs.exceptions import Abort, ConfigurationError

    with TemporaryDirectory() as folder:
        write_pages(Path(folder) / "pages", faces)
        try:
            config = load_config(
                str(HOME / "mkdocs.yml"), docs_dir=str(Path(folder) / "pages"), site_dir=str(output.resolve()), strict=True
            )
            make(config)
        except (Abort, ConfigurationError) as error:
            raise Mistake(f"docs: the pages do not build without a warning: {error}") from None
    return output / "index.html"
