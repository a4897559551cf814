"""A small town as a planner would keep it in a folder of counts, to be spoiled by tests."""

from pathlib import Path

AGES = ("0-6", "7-15", "16-17", "18-24", "25-49", "50-64", "65-79", "80+")
SECTORS = ("ABDE", "C", "F", "G", "H", "I", "J", "KL", "MN", "OU", "P", "Q", "RSTX")
TABLES = {
    "districts": [["code", "name", "x_km", "y_km"], ["01", "Harbour", "0.5", "0.2"], ["02", "Mill Hill", "-1.2", "0.8"],
                  ["03", "Old Town", "0.0", "0.0"], ["04", "Lindenau", "2.5", "-1.5"]],
    "age": [["code", *AGES], ["01", 2170, 2790, 620, 2850, 11470, 5420, 4190, 1490], ["02", 1320, 1750, 480, 2160, 8910, 4210, 3520, 1650],
            ["03", 830, 1100, 310, 2780, 9620, 3440, 2310, 1610], ["04", 2940, 4210, 840, 3990, 14700, 7350, 5880, 2090]],
    "sex": [["code", "men", "women"], ["01", 15190, 15810], ["02", 11760, 12240], ["03", 10780, 11220], ["04", 20580, 21420]],
    "attainment": [["code", "isced_0_2", "isced_3_4", "isced_5_6", "isced_7_8"], ["01", 6280, 10560, 5030, 3550],
                   ["02", 4450, 8190, 3900, 3910], ["03", 2960, 6140, 4920, 5740], ["04", 6480, 14320, 6820, 6390]],
    "activity": [["code", "employed", "unemployed", "children", "students", "pensioners", "others"],
                 ["01", 14260, 1550, 4840, 2480, 6200, 1670], ["02", 11040, 1200, 3020, 2120, 5200, 1420],
                 ["03", 11280, 900, 1890, 2640, 3900, 1390], ["04", 19320, 2100, 7110, 3360, 8000, 2110]],
    "households": [["code", "households", "one_person", "with_children", "one_parent"], ["01", 14760, 6190, 3240, 730],
                   ["02", 11420, 4790, 2510, 570], ["03", 12570, 7590, 1080, 220], ["04", 20000, 8400, 4400, 1000]],
    "income": [["code", "mean", "median", "lowest_class", "middle_class", "highest_class"], ["01", 30000, 24000, 7750, 11000, 6200],
               ["02", 31875, 25500, 6000, 8400, 4800], ["03", 33750, 27000, 5500, 8300, 5600], ["04", 35625, 28500, 10500, 14700, 8400]],
    "jobs": [["code", *SECTORS], ["01", 680, 3190, 1590, 3190, 1360, 1140, 1360, 1140, 2730, 1360, 1820, 2280, 910],
             ["02", 190, 920, 460, 920, 390, 330, 390, 330, 790, 390, 520, 660, 260],
             ["03", 490, 2310, 1150, 2310, 990, 820, 990, 820, 1980, 990, 1320, 1650, 660],
             ["04", 280, 1350, 670, 1350, 570, 480, 570, 480, 1150, 570, 770, 960, 380]],
}  # fmt: skip
ABOUT = """title: Examplestadt
year: 2023
mean_wage: 3200
in_migration: 0.03
out_migration: 0.028
foreign_share: 0.1
disabled_share: 0.07
attainment_from: 18
tables:
""" + "".join(f"  {name}: {{source: invented, licence: CC0}}\n" for name in TABLES)


def town(folder: Path, **changed: list[list]) -> Path:
    """The folder with every table of the town, some of them ``changed``."""
    folder.mkdir(parents=True, exist_ok=True)
    (folder / "city.yaml").write_text(ABOUT, encoding="utf-8")
    for name, rows in {**TABLES, **changed}.items():
        (folder / f"{name}.csv").write_text(written(rows), encoding="utf-8")
    return folder


def written(rows: list[list], separator: str = ",", end: str = "\n") -> str:
    """A table as text, cells in quotes where they hold the separator."""
    return "".join(separator.join(f'"{cell}"' if separator in str(cell) else str(cell) for cell in row) + end for row in rows)


def with_cells(name: str, cells: dict[tuple[int, str], object]) -> list[list]:
    """A table with some cells replaced, by the place of the district (from 0) and the column."""
    head, *rows = TABLES[name]
    return [head, *([cells.get((n, column), cell) for column, cell in zip(head, row, strict=True)] for n, row in enumerate(rows))]


def each_cell(name: str, change) -> list[list]:
    """A table with every number changed."""
    head, *rows = TABLES[name]
    return [head, *([row[0], *(change(cell) if isinstance(cell, (int, float)) else cell for cell in row[1:])] for row in rows)]
