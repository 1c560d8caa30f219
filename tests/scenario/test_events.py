"""events.toml and timeline.csv: what is read, and what is wrong in them."""

from pathlib import Path
from typing import get_args

import pytest

from game.model.happening import Condition, Effect, Near
from game.scenario import validate
from game.scenario.events import vocabulary
from game.scenario.load import load
from game.scenario.show import show, tables

ROOT = Path(__file__).parents[2]
HEAD = "format = 1\n"
NEWS = """
[[event]]
id = "news"
title = "News"
text = "Something."
"""


def faults(folder: Path, text: str) -> list[str]:
    (folder / "events.toml").write_text(HEAD + text, encoding="utf-8")
    return [str(problem) for problem in validate.validate(folder)]


def test_a_scenario_may_have_no_events(tiny: Path) -> None:
    assert load(tiny).happenings == ()


def test_events_are_read_in_their_order(tiny: Path) -> None:
    when = 'when = [{ kind = "near", place = "town", side = "soviet", hexes = 2 }]\n'
    assert faults(tiny, NEWS + when + NEWS.replace('"news"', '"more"') + when) == []
    found = load(tiny).happenings
    assert [h.id for h in found] == ["news", "more"]
    assert found[0].when == (Near("near", "town", "soviet", 2),)


@pytest.mark.parametrize(
    ("text", "said"),
    [
        (NEWS, "when: found nothing; allowed: this key is needed"),
        (NEWS + "when = []\n", "when: found an empty list; allowed: at least one"),
        (NEWS + 'when = [{ kind = "weather" }]\n', 'found "weather"; allowed: date, option'),
        (NEWS + 'when = [{ place = "town" }]\n', "found no kind"),
        (NEWS + 'when = [{ kind = "held", place = "towm", side = "soviet" }]\n',
         'event (news), when (held), place: found "towm"'),
        (NEWS + 'when = [{ kind = "held", place = "town" }]\n', "side: found nothing"),
        (NEWS + 'when = [{ kind = "happened", event = "nothing" }]\n',
         'when (happened), event: found "nothing"; allowed: news'),
        (NEWS + "when = [{ kind = \"date\", since = 1946-01-01 }]\n", "a day of the game"),
        (NEWS + 'when = [{ kind = "option", option = "rescript", values = ["maybe"] }]\n',
         'values: found "maybe"; allowed: historical, never, track'),
        (NEWS + 'when = [{ kind = "option", option = "moon", values = ["on"] }]\n',
         'option: found "moon"'),
        (NEWS + 'when = [{ kind = "date" }]\nthen = [{ kind = "withdraw", units = ["nobody"] }]\n',
         'then (withdraw), units: found "nobody"'),
        (NEWS + 'when = [{ kind = "date" }]\nthen = [{ kind = "stop", area = "x", side = "soviet", '
         "cost = 1 }]\n", 'then (stop), area: found "x"'),
        (NEWS + 'when = [{ kind = "date" }]\nthen = [{ kind = "pressure", points = 9999999 }]\n',
         "points: found 9999999; allowed: at most 1,000,000"),
        (NEWS + 'when = [{ kind = "date" }]\nrepeat = true\n'
         'then = [{ kind = "points", points = 1 }]\n',
         "no choice and no effect but pressure"),
        (NEWS + 'when = [{ kind = "date" }]\n[[event.option]]\nid = "one"\ntitle = "One"\n',
         "two or more, each id once"),
        (NEWS + 'when = [{ kind = "date" }]\n' + NEWS + 'when = [{ kind = "date" }]\n',
         "each id of events and areas once"),
        ('[[area]]\nid = "a"\nname = "A"\n', "countries, south_of or place"),
        ('[[area]]\nid = "a"\nname = "A"\ncountries = ["ATLANTIS"]\n', 'found "ATLANTIS"'),
        ('[[site]]\nkind = "industry"\nplace = "nowhere"\ntext = "Works"\n', 'found "nowhere"'),
    ],
)  # fmt: skip
def test_what_is_wrong_is_said_with_what_is_allowed(tiny: Path, text: str, said: str) -> None:
    found = faults(tiny, text)
    assert any(said in problem for problem in found), found
    assert all("events.toml" in problem for problem in found)


def test_the_timeline_is_read_and_checked(tiny: Path) -> None:
    file = tiny / "timeline.csv"
    file.write_text("date,time,text\n1945-08-08,23:00,War is declared\n", encoding="utf-8")
    (entry,) = load(tiny).timeline
    assert (entry.day.isoformat(), entry.time, entry.text) == (
        "1945-08-08", "23:00", "War is declared",
    )  # fmt: skip
    file.write_text("date,time,text\n1945-08-08,noon,War is declared\n", encoding="utf-8")
    (problem,) = validate.validate(tiny)
    assert "timeline.csv, row 2, time" in str(problem)


def test_the_manual_has_every_condition_and_effect_as_it_is_read() -> None:
    manual = (ROOT / "docs" / "rules" / "12-events.md").read_text(encoding="utf-8")
    lines = [line for line in vocabulary() if line]
    assert len(lines) == len(get_args(Condition)) + len(get_args(Effect)) + 4
    for line in lines:
        assert line in manual


def test_an_area_south_of_a_parallel_ends_where_the_towns_say_it_does() -> None:
    campaign = load("manchuria_1945")
    south, places = campaign.areas["korea_south"].hexes, campaign.map.places_by_id
    for place in campaign.map.places:
        if place.country == "KOR" and not 3790 < int(float(place.lat) * 100) < 3810:
            assert (place.hex in south) == (float(place.lat) < 38), place.id
    assert places["seoul"].hex in south
    assert places["pyongyang"].hex not in south
    wall = campaign.areas["china"].hexes
    assert places["peiping"].hex in wall
    assert places["kalgan"].hex not in wall


def test_the_briefing_of_the_campaign_begins_at_tehran() -> None:
    numbers = show("manchuria_1945")
    past = [(row["day"], row["time"]) for row in numbers["timeline"]]
    assert past == sorted(past)
    assert past[0] == ("1943-11-28", "")
    assert ("1945-05-09", "") in past
    assert past[-1] == ("1945-08-08", "23:00")
    titles = [title for title, _, _ in tables(numbers)]
    assert "Before the game" in titles
    assert "Choices" in titles
