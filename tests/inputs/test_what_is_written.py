"""How a person's texts are read and shown: values in messages, YAML, JSON, files in other encodings, words, the terminal."""

import datetime
import io
import time

import numpy as np
import pytest

from experiments.console.printing import Console, bold
from experiments.inputs import scenario
from experiments.inputs.comparison import from_settings
from experiments.inputs.settings import compose, parsed_word
from experiments.storage import results_folder
from sim.declare import Mistake, Number, known_or_mistake
from sim.plain_json import parse_json
from sim.plain_yaml import parse_mapping
from sim.showing import is_number, is_whole, shown
from sim.text_files import decoded, path_of, place_of, text_of

LAUGHS = "a: &a [x,x,x,x,x,x,x,x,x]\n" + "".join(
    f"{here}: &{here} [{','.join([f'*{before}'] * 9)}]\n" for before, here in zip("abcdefgh", "bcdefghi", strict=True)
)
SHARE = Number(0.5, "share", "", "assumed", 0, 1, "share")
BUDGET = Number(1e6, "EUR/year", "", "assumed", 0, 1e9, "budget")


@pytest.mark.parametrize(
    ("value", "told"),
    [
        (np.str_("049"), "'049'"), (datetime.date(2026, 2, 3), "2026-02-03"), (None, "null"), (np.bool_(True), "true"), (1e6, "1000000.0"),
        (np.int64(3), "3"), ({"share": 0, "6": None}, "{share: 0, '6': null}"), ([1, 2, 3, 4], "[1, 2, 3, ... 4 in all]"),
        (10**9000, "a whole number of about 9,001 digits"), ("x" * 9000, f"'{'x' * 60}'... (9,000 characters)"), ("\x1b[2J", "'\\x1b[2J'"),
    ],
    ids=range(11),
)  # fmt: skip
def test_a_value_is_shown_short_and_plain(value, told):
    assert shown(value) == told


def test_what_holds_itself_and_what_holds_millions_is_shown_at_once():
    inside, many = [], ["x"] * 9
    inside.append(inside)
    for _ in range(30):
        many = [many] * 9
    began = time.process_time()
    assert len(shown(inside)) < 100 and len(shown(many)) < 300 and time.process_time() - began < 1


def test_a_message_stays_below_two_kilobytes():
    said = str(Mistake("é" * 100_000 + "\x1b[2J"))
    assert len(said.encode()) < 2000 and "\x1b" not in said
    with pytest.raises(Mistake) as found:
        known_or_mistake("w" * 1_000_000, [f"name{k}" for k in range(100_000)], "name", "here")
    assert len(str(found.value).encode()) < 2000


def test_numbers_of_numpy_are_numbers():
    assert is_number(np.float32(0.5)) and is_whole(np.int64(3)) and not is_number(np.bool_(True)) and not is_whole(3.0)
    assert SHARE.check(np.float32(0.5), "here") == 0.5 and isinstance(SHARE.check(np.int64(1), "here"), float)


@pytest.mark.parametrize(
    ("text", "value"), [("60%", 0.6), ("0,6", 0.6), ("3,000,000", 3e6), ("EUR 500", 500), ("12_000", 12000), ("1e6", 1e6)]
)
def test_a_number_is_read_as_people_write_it(text, value):
    assert (SHARE if value < 1 else BUDGET).check(text, "here") == value


@pytest.mark.parametrize(
    ("number", "value", "told"),
    [(SHARE, 80, "write 0.8 for 80%"), (BUDGET, "8.500", "may mean"), (SHARE, "1:30", "a time"), (BUDGET, "0777", "begins with 0"),
     (SHARE, "yes", "must be a number in 0..1"), (SHARE, 10**5000, "outside 0..1"), (SHARE, float("nan"), "outside 0..1")],
    ids=range(7),
)  # fmt: skip
def test_a_number_that_cannot_be_meant_is_refused_with_what_to_write(number, value, told):
    with pytest.raises(Mistake, match=told):
        number.check(value, "here")


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("levers: {v: {share: 0,6}}", "line 1: share: 0,6: a comma parts entries inside { }; write 0.6"),
        ("l: {v: {budget: 8,500,000}}", "write 8500000"), ("x: {start: 24,5}", "write 24.5"),
        ("b: {budget: 1,500}", "may mean 1500 or 1.500"),
        ("a: 1\n3: x", "line 2: '3' stands where a name should"), ("a: 1\na: 2", "line 2: not valid YAML: 'a' is there twice"),
        ("? [a]\n: 1", "a list or mapping stands where a name should"), (LAUGHS, "more than 200,000 values"),
        ("a: &a [*a]", "stands inside"),
        ("a: " + "[" * 9000, "more than 20 levels"), ("a: " + "9" * 5000, "5,000 digits"), ("a: 1e999", "too large"),
        ("a: 1e-999", "too small"),
        ("a:\n\t- 1", "a tab stands here"), ("a: !!python/object:x {}", "no place here"), ("a: @b", "put it in quotes"),
        ("- a", "not a list"),
        ("", "empty"), ("a" * 2_000_000, "longer than"), ("a: 1\n---\nb: 2", "line 2"),
    ],
    ids=range(20),
)  # fmt: skip
def test_yaml_that_cannot_be_meant_is_refused_where_it_stands(text, told):
    began = time.process_time()
    with pytest.raises(Mistake) as found:
        parse_mapping(text, "mine.yaml")
    assert told in str(found.value) and str(found.value).startswith("mine.yaml: ") and time.process_time() - began < 10


def test_yaml_has_no_surprises():
    text = "a: yes\nb: 0777\nc: 1:30\nd: 2026-02-31\ne: 6_000_000\nf: 1e6\ng: .5\nh: 00230\ni: true\nj: ~\nk: &x 1\nl: *x"
    found = {
        "a": "yes",
        "b": "0777",
        "c": "1:30",
        "d": "2026-02-31",
        "e": 6_000_000,
        "f": 1e6,
        "g": 0.5,
        "h": "00230",
        "i": True,
        "j": None,
    }
    assert parse_mapping(text, "it") == {**found, "k": 1, "l": 1}


@pytest.mark.parametrize(
    ("text", "told"),
    [('{"a": 1, "a": 2}', "'a' is there twice"), ('{"a": NaN}', "NaN"), ('{"a": 1e999}', "too large"), ('{"a": 1e-999}', "too small"),
     ('{"a": "\\ud800"}', "half a character"),
     ("[" * 100_000, "nested too deeply"), ("[" * 9 + "]" * 9, "nested too deeply"),
     ('{"a": ' + "9" * 5000 + "}", "5,000 digits"), ('{"a"', "line 1")],
    ids=range(9),
)  # fmt: skip
def test_json_that_cannot_be_meant_is_refused(text, told):
    with pytest.raises(Mistake, match=told):
        parse_json(text, "message", depth=8)


def test_a_file_tells_its_encoding(tmp_path):
    assert decoded("\ufefftitle: é".encode(), "mine.yaml") == "title: é"
    for encoding, told in (("utf-16", "UTF-16"), ("utf-16-le", "UTF-16"), ("latin-1", "line 2: .*Latin-1")):
        with pytest.raises(Mistake, match=told):
            decoded("title: x\nstory: é".encode(encoding), "mine.yaml")
    for name in ("a" * 300, "a\0b", "~nobody-of-that-name/x"):
        with pytest.raises(Mistake, match="city"):
            path_of(name, "city")
    with pytest.raises(Mistake, match="folder"):
        text_of(tmp_path)
    (tmp_path / "loop").symlink_to(tmp_path / "loop")
    with pytest.raises(Mistake, match="leads to itself"):
        place_of(tmp_path / "loop" / "inside", "output")
    (tmp_path / "large").write_bytes(b"a" * 2_000_000)
    with pytest.raises(Mistake, match="larger than 1 MB"):
        text_of(tmp_path / "large")


@pytest.mark.parametrize(
    ("word", "value"),
    [("city=Ñandú", "Ñandú"), ("output=runs (old)", "runs (old)"), ("output=it's", "it's"), ("city=a=b", "a=b"),
     ("output='runs (old)'", "runs (old)"),
     ("levers.x.share=60%", "60%"), ("levers.x.budget=€5", "€5"), ("output=a\\", "a\\"), ("seeds=[1,2]", [1, 2])],
)  # fmt: skip
def test_a_word_is_taken_as_it_was_typed(word, value):
    assert parsed_word(word).value() == value


def test_a_tilde_is_the_home_of_whoever_typed_it(monkeypatch):
    monkeypatch.setenv("HOME", "/home/aino")
    assert parsed_word("output=~/lc").value() == "/home/aino/lc" and parsed_word("~levers.guidance").is_delete()


@pytest.mark.parametrize(
    ("word", "told"),
    [("levers.x.budget=3,000,000", "write 3000000"), ("levers.x.share=1e-400", "too small"),
     ("a=[1,{b: 2e-999}]", "too small"), ("output='it''", "two kinds of quotes"), 
     ("x=" + "[" * 3000, "brackets"), ("a" * 30_000, "longer"),
     ("levers", "SETTING=VALUE")],
    ids=range(7),
)  # fmt: skip
def test_a_word_that_cannot_be_read_is_told_how_to_write_it(word, told):
    with pytest.raises(Mistake, match=told):
        parsed_word(word)


def test_the_terminal_shows_what_was_written():
    out = Console(file=io.StringIO(), width=200)
    out.print("Guidance [pilot] [/month] :smile:")
    out.print(bold("EUR 200 [/month]", " [x] \x1b[2J"))
    assert out.file.getvalue() == "Guidance [pilot] [/month] :smile:\nEUR 200 [/month] [x] \\x1b[2J\n"


def test_a_budget_of_ten_euros_is_asked_about():
    with pytest.raises(Mistake, match=r"levers: guidance: budget = 10 is EUR 10 a year .* did you mean 10_000_000\?"):
        scenario.load({"levers": {"guidance": {"budget": 10}}})
    assert scenario.load({"levers": {"guidance": {"budget": 0}}}).levers["guidance"]["budget"] == 0
    assert scenario.load({"levers": {"guidance": {"budget": "3,000,000"}}}).levers["guidance"]["budget"] == 3e6


def test_a_budget_that_pays_no_place_is_asked_about():
    words = ["scenario=baseline", "levers.early_years.budget=8000", "residents=300"]
    with pytest.raises(Mistake, match=r"baseline.yaml: levers: early_years: budget = 8000 .* one place .*EUR 10,800.* mean 8_000_000\?"):
        from_settings(compose("config", words))
    assert from_settings(compose("config", [*words, "levers.early_years.budget=12000"])).levers["early_years"]["budget"] == 12_000


def test_a_title_can_be_shown_everywhere():
    assert scenario.load({"title": "\x1b[2Ja\ud800b\x00"}).title == "[2Jab"
    for title in ("a" * 301, ["a"], 3):
        with pytest.raises(Mistake, match="title"):
            scenario.load({"title": title})


def test_a_long_name_becomes_a_short_folder(tmp_path):
    file = tmp_path / f"{'ä' * 100}.yaml"
    file.write_text("title: x\n", encoding="utf-8")
    assert len(scenario.load(file).name.encode()) <= 100


def test_a_damaged_table_is_named(tmp_path):
    for content in (b"", b"PAR1 nothing PAR1"):
        (tmp_path / "effects.parquet").write_bytes(content)
        with pytest.raises(Mistake, match=r"effects\.parquet: is damaged"):
            results_folder.read_table(tmp_path / "effects.parquet")
