"""Every fault of an author is told in one sentence that names file, row, field and what is allowed."""
# ruff: noqa: E501

import os
import random
import re
import time
from pathlib import Path

import pytest

from game.scenario.load import load, read
from game.scenario.problems import PER_FILE, ScenarioFault
from game.scenario.reading import MOST_BYTES, MOST_ROWS
from game.scenario.validate import validate

UNITS, MAP = "forces/units.csv", "map/map.toml"
# File, text that stands there, text put in its place, what must be said.
BROKEN: list[tuple[str, str, str, str]] = [
    # scenario.toml
    ("scenario.toml", "turns = 3", "turns = 0", 'scenario.toml, turns: found 0; allowed: a number of at least 1'),
    ("scenario.toml", "turns = 3", "turns = 3000", "a number of at most 200"),
    ("scenario.toml", "turns = 3", "turns = true", "scenario.toml, turns"),
    ("scenario.toml", "turns = 3", "turn = 3", "turn: found an unknown key"),
    ("scenario.toml", "turns = 3", "turn = 3", "turns: found nothing; allowed: this key is needed"),
    ("scenario.toml", "turns = 3", "turns = three", "found broken TOML"),
    ("scenario.toml", "turns = 3", "turns = " + "9" * 5000, "a number too long"),
    ("scenario.toml", "turns = 3", "turns = " + "[" * 5000, "brackets too deep"),
    ("scenario.toml", "1945-08-09", "1945-08-32", "broken TOML"),
    ("scenario.toml", 'id = "tiny"', 'id = "huge"', 'id: found "huge"; allowed: the folder\'s name, tiny'),
    ("scenario.toml", 'id = "tiny"', 'id = "../x"', 'id: found "../x"; allowed: text of the form'),
    ("scenario.toml", "Two hills", "Two\\u001b[2J hills", "title: found"),
    ("scenario.toml", 'fog = "off"', 'fog = "of"', 'options, fog: found "of"; allowed: on, off; did you mean "off"?'),
    ("scenario.toml", 'fog = "off"', 'frog = "off"', "options, frog: found an unknown key"),
    ("scenario.toml", 'command = "front"', 'command = "frnt"', 'lifts[1], command: found "frnt"; allowed: army, front, garrison; did you mean "front"?'),
    ("scenario.toml", "tons = 300", "tons = -1", "lifts[1], tons: found -1; allowed: a number of at least 0"),
    ("scenario.toml", "[[lifts]]", "[victory]\ndrwa = 3\n\n[[lifts]]", "victory, drwa: found an unknown key"),
    ("scenario.toml", "[[lifts]]", "[victory]\nlosses_per_point = 0\n\n[[lifts]]", "victory, losses_per_point: found 0; allowed: a number of at least 1"),
    ("scenario.toml", "[[lifts]]", '[[boxes]]\nid = "fleet"\nname = "x"\nside = "soviet"\n\n[[lifts]]', 'boxes, id: found "fleet"; allowed: each box once'),
    ("scenario.toml", 'box = "fleet"', 'box = "flet"', 'exits[1], box: found "flet"; allowed: fleet; did you mean "fleet"?'),
    ("scenario.toml", 'place = "town"', 'place = "twon"', 'exits[1], place: found "twon"; allowed: base, town; did you mean "town"?'),
    ("scenario.toml", 'place = "town"', "hex = 39999", "exits[1], hex: found 39999; allowed: a hex of the map"),
    ("scenario.toml", 'place = "town"', "", "exits[1], place: found neither; allowed: a place or a hex"),
    ("scenario.toml", "[[fleets]]", '[[exits]]\nbox = "fleet"\nplace = "base"\n\n[[fleets]]', 'exits[2], box: found "fleet"; allowed: one exit for a box'),
    ("scenario.toml", 'asset = "cl5"', 'asset = "ga1"', 'fleets[1], asset: found "ga1"; allowed: cl5'),
    ("scenario.toml", "[[fleets]]", '[[fleets]]\nasset = "cl5"\nlift = 1\nreach = 1\n\n[[fleets]]', 'fleets[2], asset: found "cl5"; allowed: each asset once'),
    ("scenario.toml", "turns = 3", "turns = 3\nriver_mouth = 9999", "river_mouth: found 09999; allowed: a hex of the map"),
    ("scenario.toml", "turns = 3", 'turns = 3\nwaterways = ["Tinny"]', 'waterways[1]: found "Tinny"; allowed: Tiny; did you mean "Tiny"?'),
    ("scenario.toml", "format = 1", "format = 2", "format: found 2; allowed: 1"),
    # tables in general
    (UNITS, ",rifle,", ",rifel,", 'tiny/forces/units.csv, row 2 (rd1), type: found "rifel"; allowed: rifle, '),
    (UNITS, ",rifle,", ",rifel,", 'did you mean "rifle"?'),
    (UNITS, ",type,", ",tpye,", 'did you mean "type"?'),
    (UNITS, ",type,", ",tpye,", "header, type: found no such column; allowed: this column is needed"),
    (UNITS, ",men,", ",men,men,", "header, men: found the column twice"),
    (UNITS, "9000,0,165", "9000,0", "row 2: found 13 cells; allowed: 14 cells, one for each column"),
    (UNITS, "9000", "many", 'row 2 (rd1), men: found "many"; allowed: a whole number'),
    (UNITS, "9000", "-9", 'men: found "-9"; allowed: a number of at least 0'),
    (UNITS, "9000", "9" * 5000, "men: found"),
    (UNITS, "9000", "900000", "a number of at most 200000"),
    (UNITS, "9000", "0", "men: found 0; allowed: a unit of at least one man"),
    (UNITS, "1st Rifle Division", '"1st "Rifle Division', "broken CSV in line 2"),
    (UNITS, "1st Rifle Division", "x" * 3000, "name: found"),
    (UNITS, "1st Rifle Division", "x" * 200_000, "broken CSV"),
    (UNITS, "1st Rifle Division", "", 'name: found ""; allowed: some text'),
    (UNITS, "1st Rifle Division", "a\tb", "text without control characters"),
    # forces
    (UNITS, "rd1,", "../rd1,", 'id: found "../rd1"; allowed: text of the form'),
    (UNITS, "tb2,", "rd1,", 'row 3 (rd1), id: found "rd1"; allowed: each id once (first in row 2)'),
    (UNITS, "tb2,", "ga1,", "assets.csv, row 2 (ga1), id: found \"ga1\"; allowed: ids that occur once"),
    (UNITS, ",army,00101", ",arny,00101", 'formation: found "arny"; allowed: army, front, garrison; did you mean "army"?'),
    (UNITS, ",army,00101", ",garrison,00101", 'formation: found "garrison"; allowed: a formation of soviet, for USSR'),
    (UNITS, ",army,00101", ",army,00703", "hex: found 00703 (sea); allowed: a hex of land"),
    (UNITS, ",army,00101", ",army,09901", "hex: found 09901; allowed: a hex of the map"),
    (UNITS, ",army,00101", ",army,00602", "hex: found 00602; allowed: a hex without enemies (rd1 stands there)"),
    (UNITS, ",00101,1945-08-09,foot,72,3", ",00402,1945-08-09,foot,72,16", "15 stack points in hills; with this unit it would be 16"),
    (UNITS, "1945-08-10", "1945-08-12", "arrives: found 1945-08-12; allowed: a day of the game: 1945-08-09 to 1945-08-11"),
    (UNITS, "1945-08-10", "soon", 'arrives: found "soon"; allowed: a date as in 1945-08-09'),
    (UNITS, ",foot,72", ",feet,72", 'mobility: found "feet"; allowed: foot, horse,'),
    (UNITS, "USSR,rifle", "USA,rifle", 'nation: found "USA"; allowed: USSR, MPR, JPN, MCK, MGJ'),
    (UNITS, "jd3,3rd Division,JPN,infantry,division,garrison", "jd3,3rd Division,USSR,infantry,division,army", "nation: found no unit of japan; allowed: units of both"),
    ("forces/assets.csv", ",siege,", ",seige,", 'kind: found "seige"'),
    ("forces/offmap.csv", ",fleet,1945-08-10", ",fleat,1945-08-10", 'box: found "fleat"; allowed: fleet; did you mean "fleet"?'),
    ("forces/offmap.csv", "Naval Infantry,USSR,unit,naval_infantry,battalion,army", "Naval Infantry,JPN,unit,naval_infantry,battalion,garrison", 'box: found "fleet"; allowed: a box of japan'),
    ("forces/offmap.csv", ",naval_infantry,", ",navel_infantry,", 'did you mean "naval_infantry"?'),
    ("forces/formations.csv", "army,front,soviet", "army,frnt,soviet", 'parent: found "frnt"; allowed: army, front, garrison; did you mean "front"?'),
    ("forces/formations.csv", "front,,soviet", "front,army,soviet", "a tree without circles"),
    ("forces/formations.csv", "army,front,soviet", "army,garrison,soviet", "a headquarters of soviet"),
    ("forces/formations.csv", "garrison,The", "army,The", "each id once"),
    # calendar
    ("weather.csv", ",Hr,", ",Hx,", 'row 3, east: found "Hx"; allowed: Cl, Pc, Fg, Ra, Th, Hr, St'),
    ("weather.csv", "1945-08-11,Pc,Cl,,\n", "", "date: found no row for 1945-08-11"),
    ("weather.csv", "1945-08-11", "1945-08-10", "allowed: each day once"),
    ("weather.csv", "1945-08-11", "1945-08-21", "allowed: days from 1945-08-09 to 1945-08-11"),
    ("weather.csv", ",east,record", ",eats,record", 'header: found "eats"; allowed: east'),
    ("weather.csv", "Ra,east,", "Ra,esat,", 'record: found "esat"; allowed: west, east'),
    # objectives, sources
    ("objectives.csv", "town,", "twon,", 'place: found "twon"; allowed: base, town; did you mean "town"?'),
    ("objectives.csv", "1945-08-10", "1945-08-12", "earliest, par, latest in this order"),
    ("objectives.csv", "1945-08-11", "1946-08-11", "latest: found 1946-08-11; allowed: a day of the game"),
    ("objectives.csv", "town,5", "town,0", "weight: found \"0\"; allowed: a number of at least 1"),
    ("sources.csv", "base,base", "base,bsae", 'place: found "bsae"'),
    ("sources.csv", "base,base,,", "base,,,", "place: found neither; allowed: a place or a hex"),
    ("sources.csv", "base,base,,", "base,base,00101,", "place: found both"),
    ("sources.csv", "soviet,front", "soviet,fornt", 'commands: found "fornt"'),
    ("sources.csv", "soviet,front", "soviet,garrison", "allowed: commands of soviet"),
    ("sources.csv", "00602", "00703", "found 00703 (sea); allowed: a hex of land"),
    ("sources.csv", "depot,,00602,japan", "depot,,00602,soviet", "no source of japan; allowed: a source of each"),
    # map
    (MAP, "rows = 4", "rows = 3", "hex: found 00103; allowed: columns 1 to 7, rows 0 to 2"),
    (MAP, "columns = 8", "columns = 800", "columns: found 800; allowed: a number of at most 400"),
    (MAP, "x0_km = 0", "x0_km = nan", "projection, x0_km: found nan"),
    (MAP, 'id = "YEL"', 'id = "RED"', 'countries, id: found "RED"; allowed: each id once'),
    (MAP, 'side = "japan"', 'side = "japn"', 'countries[2], side: found "japn"; allowed: soviet, japan, neutral; did you mean "japan"?'),
    ("map/hexes.csv", "00401,hills", "00401,hils", 'terrain: found "hils"'),
    ("map/hexes.csv", "00401,hills", "00401,void", 'terrain: found "void"'),
    ("map/hexes.csv", "00402,", "00401,", 'row 16, hex: found "401"; allowed: each hex once (first in row 15)'),
    ("map/hexes.csv", "YEL,east", "YEL,east2", 'sector: found "east2"; allowed: west, east; did you mean "east"?'),
    ("map/hexes.csv", "00401,hills,100,50,YEL", "00401,hills,100,50,", "country: found no country; allowed: land has a country"),
    ("map/hexes.csv", "00401,hills,100,50,YEL", "00401,hills,100,50,YLE", 'country: found "YLE"'),
    ("map/hexes.csv", "00401,", "00001,", "hex: found"),
    ("map/hexsides.csv", "00301,NE", "00300,SE", "each hexside once (first in row 2)"),
    ("map/hexsides.csv", "00300,SE", "00100,NW", "allowed: a direction in which the map goes on"),
    ("map/hexsides.csv", "00300,SE", "00300,NW", "allowed: each hexside from its lower hex: 00200,SE"),
    ("map/hexsides.csv", "00300,SE", "09000,SE", "hex: found 09000; allowed: a hex of the map"),
    ("map/hexsides.csv", "00300,SE,small", "00300,SE,smal", 'river: found "smal"; allowed: (nothing), small, major, great; did you mean "small"?'),
    ("map/links.csv", "00202,NE", "00702,S", "allowed: a direction in which the land goes on"),
    ("map/links.csv", ",1435,", ",,", "gauge: found rail 2, gauge 0; allowed: both or neither"),
    ("map/links.csv", ",R1", ",R2", 'lines: found "R2"; allowed: R1'),
    ("map/places.csv", "town,00602", "town,00703", "places.csv, row 3 (town), hex: found 00703 (sea)"),
    ("map/places.csv", "town,00602", "base,00602", "each id once (first in row 2)"),
    ("map/places.csv", ",YEL,port", ",YLE,port", 'country: found "YLE"; allowed: RED, YEL; did you mean "YEL"?'),
    ("map/zones.csv", ",jd3", ",jd4", 'garrison: found "jd4"'),
    ("map/zones.csv", "japan,5", "japan,10", "level: found \"10\"; allowed: a number of at most 9"),
    ("map/passes.csv", "00501", "00901", "hex: found 00901; allowed: a hex of the map"),
]  # fmt: skip


@pytest.mark.parametrize(("file", "old", "new", "said"), BROKEN)
def test_a_fault_is_told(tiny: Path, file: str, old: str, new: str, said: str) -> None:
    path = tiny / file
    text = path.read_text()
    assert old in text
    path.write_text(text.replace(old, new, 1))
    told = [str(p) for p in validate(tiny)]
    assert any(said in line for line in told), told
    assert all(line.startswith(f"{tiny}/") and "\n" not in line for line in told)
    with pytest.raises(ScenarioFault):
        load(tiny)


def test_all_faults_are_told_at_once(tiny: Path) -> None:
    for file, old, new in (
        (UNITS, ",rifle,", ",rifel,"),
        (UNITS, "12000", "many"),
        ("weather.csv", ",Hr,", ",Hx,"),
        ("map/zones.csv", "japan,5", "japan,10"),
        ("sources.csv", "base,base", "base,bsae"),
    ):
        (tiny / file).write_text((tiny / file).read_text().replace(old, new, 1))
    assert {(Path(p.file).name, p.field) for p in validate(tiny)} == {
        ("units.csv", "type"), ("units.csv", "men"), ("weather.csv", "east"),
        ("zones.csv", "level"), ("sources.csv", "place"),
    }  # fmt: skip


def test_one_fault_does_not_make_others(tiny: Path) -> None:
    file = tiny / "forces/formations.csv"
    file.write_text(file.read_text().replace("army,Its Army,army,", "army,Its Army,armee,"))
    assert [p.field for p in validate(tiny)] == ["level"]


FILES = sorted(
    str(p.relative_to(Path(__file__).parent / "tiny"))
    for p in (Path(__file__).parent / "tiny").rglob("*.*")
)


@pytest.mark.parametrize("file", FILES)
def test_a_missing_file_is_one_problem(tiny: Path, file: str) -> None:
    (tiny / file).unlink()
    told = [str(p) for p in validate(tiny) if p.file.endswith(file)]
    assert told == [f"{tiny}/{file}: found no such file; allowed: every scenario has this file"]


@pytest.mark.parametrize("file", FILES)
@pytest.mark.parametrize(
    ("content", "said"),
    [
        (b"", ""),
        (b"\xff\xfe\x00", "NUL byte in line 1"),
        (b"a\nb\xe9\n", "bytes that are not UTF-8 in line 2"),
        (b"a\nb\nc\0", "a NUL byte in line 3"),
        (b"x" * (MOST_BYTES + 1), f"more than {MOST_BYTES} bytes"),
        (b"[" * 3000, ""),
        (b'"', ""),
        (b"id\n" * 20, ""),
    ],
    ids=["empty", "utf16", "latin1", "nul", "huge", "brackets", "quote", "ids"],
)
def test_rubbish_is_a_problem_and_never_a_crash(
    tiny: Path, file: str, content: bytes, said: str
) -> None:
    (tiny / file).write_bytes(content)
    told = [p for p in validate(tiny) if p.file.endswith(file)]
    assert told
    assert any(said in str(p) for p in told)


@pytest.mark.parametrize("file", [UNITS, "map/hexes.csv"])
def test_links_out_of_the_folder_are_not_followed(tiny: Path, file: str) -> None:
    outside = tiny.parent / "outside.csv"
    (tiny / file).rename(outside)
    (tiny / file).symlink_to(outside)
    assert "found a link; allowed: a file of the scenario's own folder" in str(validate(tiny)[0])


def test_a_linked_folder_is_not_followed(tiny: Path) -> None:
    (tiny / "forces").rename(tiny.parent / "elsewhere")
    (tiny / "forces").symlink_to(tiny.parent / "elsewhere")
    assert sum("found a link" in str(p) for p in validate(tiny)) == 4


def test_a_folder_or_a_pipe_is_no_file(tiny: Path) -> None:
    for file, make in (("sources.csv", os.mkdir), ("objectives.csv", os.mkfifo)):
        (tiny / file).unlink()
        make(tiny / file)
    told = [str(p) for p in validate(tiny)]
    assert sum("found something that is no file" in line for line in told) == 2


def test_too_many_rows(tiny: Path) -> None:
    with (tiny / "map/passes.csv").open("a") as f:
        f.write("a,00501,A\n" * MOST_ROWS)
    assert f"found more than {MOST_ROWS} rows" in str(validate(tiny)[0])


def test_problems_of_one_file_are_counted_after_a_hundred(tiny: Path) -> None:
    with (tiny / "map/passes.csv").open("a") as f:
        f.write("a,09901,A\n" * 500)
    told = [str(p) for p in validate(tiny)]
    assert len(told) == PER_FILE + 1
    assert "problems more" in told[-1]


def test_thousands_of_wrong_rows_are_told_quickly(tiny: Path) -> None:
    with (tiny / "map/places.csv").open("a") as f:
        f.writelines(f"p{n},00101,Place,45,125,L{n},town,0\n" for n in range(30_000))
    start = time.process_time()
    assert len([str(p) for p in validate(tiny)]) == PER_FILE + 1
    assert time.process_time() - start < 5


@pytest.mark.parametrize(
    "name",
    ["", "..", ".", "common", "manchuria_1944", "Manchuria_1945", "a" * 5000, "x\0y", "../scenarios",
     "/etc", "no/such/folder", "..\\x", "\x1b[2J"],
)  # fmt: skip
def test_a_name_that_is_no_scenario(name: str) -> None:
    with pytest.raises(ScenarioFault) as fault:
        load(name)
    assert "\x1b" not in str(fault.value)


def test_a_name_that_is_nearly_right() -> None:
    with pytest.raises(ScenarioFault, match='did you mean "manchuria_1945"'):
        load("manchuria_1944")


def test_the_sound_scenario_has_no_problems(tiny: Path) -> None:
    scenario, problems = read(tiny)
    assert not problems
    assert scenario is not None
    assert validate(tiny) == []


def test_a_byte_order_mark_of_a_spreadsheet_is_let_through(tiny: Path) -> None:
    file = tiny / UNITS
    file.write_bytes(b"\xef\xbb\xbf" + file.read_bytes().replace(b"\n", b"\r\n"))
    assert validate(tiny) == []


SCRAPS = ["", "0", "-1", "9" * 20, "x", ",", '"', "\n", ";", "nan", "1e9", "é", "1945-08-10", "yes",
          "00101", "[", "]", "=", "{", "\r", "#", "3.5", "true", "model_config", "void", "00799"]  # fmt: skip


@pytest.mark.parametrize("seed", range(60))
def test_chance_changes_never_crash(tiny: Path, seed: int) -> None:
    """Some words of some files replaced or cut: either it loads or it says why not."""
    chance = random.Random(seed)
    for _ in range(chance.randint(1, 3)):
        file = tiny / chance.choice(FILES)
        words = re.split(r'([,\n;="\[\] ])', file.read_text())
        at = chance.randrange(len(words))
        words[at : at + chance.choice((1, 1, 1, 5))] = [chance.choice(SCRAPS)]
        file.write_text("".join(words))
    scenario, problems = read(tiny)
    assert (scenario is None) == bool(problems)
    assert all(str(p) for p in problems)


def test_a_climate_is_checked_cell_by_cell(tiny: Path) -> None:
    header = "season,sector,Cl,Pc,Ra,Hr,Th,Fg,St,persists,follows,followed,ground,source\n"
    (tiny / "climate.csv").write_text(
        header
        + "august,west,90,0,0,0,0,0,0,80,west,30,dry,x\naugust,east,100,0,0,0,0,0,0,0,,20,ice,x\n"
        + "august,west,100,0,0,0,0,0,0,0,,10,wet,x\n",
        encoding="utf-8",
    )
    told = "\n".join(map(str, validate(tiny)))
    for sentence in (
        "Cl: found 90; allowed: seven chances that add up to 100",
        "persists: found 110; allowed: at most 100 together with `followed`",
        'ground: found "ice"; allowed: dry, wet, mud',
        "followed: found 10; allowed: 0 without `follows`",
        'sector: found "west"; allowed: each sector once in a season',
    ):
        assert sentence in told, told


def test_a_climate_has_every_season_and_sector(tiny: Path) -> None:
    header = "season,sector,Cl,Pc,Ra,Hr,Th,Fg,St,persists,source\n"
    row = "august,west,100,0,0,0,0,0,0,0,x\n"
    (tiny / "climate.csv").write_text(header + row, encoding="utf-8")
    assert "no row for august east, late west, late east" in str(validate(tiny)[0])
    whole = [row, row.replace("august", "late")]
    whole += [r.replace("west", "east") for r in whole]
    (tiny / "climate.csv").write_text(header + "".join(whole), encoding="utf-8")
    assert validate(tiny) == []


def test_weather_is_drawn_by_default_only_where_there_is_a_climate(tiny: Path) -> None:
    head = (tiny / "scenario.toml").read_text(encoding="utf-8")
    (tiny / "scenario.toml").write_text(
        head.replace('fog = "off"', 'fog = "off"\nweather = "drawn"'), encoding="utf-8"
    )
    assert "where the scenario has a climate" in str(validate(tiny)[0])
