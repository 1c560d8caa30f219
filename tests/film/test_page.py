"""The page of a recorded game in a real browser without network, and as a file."""

import gzip
import re
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from game.cli import start
from game.film.export import BadWish, Wishes, export
from game.replay import reading
from tests.film.browser import CHROMIUM, Browser
from tests.lab.test_rerun import game, load

needs_browser = pytest.mark.skipif(CHROMIUM is None, reason="Chromium is not installed")
WINDOWS = {"wide": (1440, 900), "narrow": (390, 844), "small": (320, 568), "flat": (844, 390)}


@pytest.fixture(scope="module")
def recorded(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Two days of the tutorial."""
    path = tmp_path_factory.mktemp("page") / "game.replay"
    quick = ["--scenario", "tutorial", "--soviet", "greedy", "--japan", "greedy", "--turns", "2"]
    assert start(["simulate", *quick, "--replay", str(path)]) == 0
    return path


@pytest.fixture(scope="module")
def film(recorded: Path) -> Path:
    """Its page."""
    out = recorded.with_suffix(".html")
    assert start(["replay", "export", str(recorded), "--html", str(out)]) == 0
    return out


@pytest.fixture
def browser(tmp_path: Path) -> Iterator[Browser]:
    """A browser without network."""
    page = Browser(tmp_path)
    yield page
    page.close()


def test_the_page_names_nothing_outside_itself(film: Path) -> None:
    text = film.read_text(encoding="utf-8")
    without_names = text.replace("http://www.w3.org/2000/svg", "")
    assert not re.search(r"https?://|url\(|@import|\bsrc=|<link|fetch\(|XMLHttp", without_names)
    assert "default-src 'none'" in text
    assert "{{" not in text


def test_the_same_game_gives_the_same_page(recorded: Path, film: Path, tmp_path: Path) -> None:
    again = tmp_path / "again.html"
    export(recorded, Wishes(html=again))
    assert again.read_bytes() == film.read_bytes()


@needs_browser
def test_the_page_plays_scrubs_and_steps_both_ways(film: Path, browser: Browser) -> None:
    browser.size(1280, 800)
    browser.open(film)
    browser.until("[...map.tiles.values()].some((t) => t.complete && t.naturalWidth)")
    assert browser.run("LAST") > 10
    assert browser.run("document.getElementById('date').textContent") == "9 August 1945"
    # Scrub, and step both ways by keys.
    browser.run("const s = $('slider'); s.value = 1000; s.dispatchEvent(new Event('input'))")
    assert browser.run("state.shot") == browser.run("phases[0].last")
    browser.run("document.activeElement.blur()")
    browser.key("ArrowRight", 39)
    assert browser.run("state.shot") == browser.run("phases[1].last")
    browser.key("ArrowLeft", 37)
    browser.key(",", 188)
    assert browser.run("state.shot") == browser.run("phases[0].last - 1")
    browser.key("End", 35)
    assert browser.run("state.shot === LAST")
    browser.key("Home", 36)
    assert browser.run("state.shot") == 0
    # Play until something has happened, and stop.
    browser.run("$('speed').value = 16; $('speed').dispatchEvent(new Event('change'))")
    browser.key(" ", 32)
    browser.until("state.playing && state.shot >= phases[1].last")
    browser.key(" ", 32)
    assert browser.run("!state.playing && $('play').getAttribute('aria-label') === 'Play'")
    assert browser.faults() == []


@needs_browser
def test_going_back_shows_what_was_there(film: Path, browser: Browser) -> None:
    browser.open(film)
    same = browser.run(
        """(() => {
          const straight = [];
          for (let i = 0; i <= LAST; i++) {
            board.go(i); straight.push(JSON.stringify([board.rows, [...board.control]]));
          }
          let wrong = 0;
          for (let i = LAST; i >= 0; i -= 3) {
            board.go(i); board.go((i * 7) % (LAST + 1)); board.go(i);
            wrong += JSON.stringify([board.rows, [...board.control]]) !== straight[i];
          }
          for (let i = 0; i <= LAST; i++) wrong += shotAt(timeOf(i)) !== i;
          return [wrong, new Set(straight).size];
        })()"""
    )
    assert same[0] == 0
    assert same[1] > 10
    started = time.perf_counter()
    browser.run("for (let i = 0; i < 20; i++) show((i * 997) % (LAST + 1))")
    assert (time.perf_counter() - started) / 20 < 0.3


@needs_browser
def test_an_event_of_the_list_leads_to_its_moment_and_place(film: Path, browser: Browser) -> None:
    browser.size(1280, 800)
    browser.open(film)
    at = browser.run(
        """(() => {
          const n = film.news.findIndex((row) => row[2] && row[0] > 3);
          document.querySelectorAll('#list button')[n].click();
          const [x, y] = map.screen(...middle(film.news[n][2]));
          return [state.shot, film.news[n][0], x > 0 && x < map.wide && y > 0 && y < map.high];
        })()"""
    )
    assert at[0] == at[1]
    assert at[2]
    shown = browser.run("document.querySelectorAll('#list button').length")
    browser.run("document.querySelector('#groups input').click()")
    assert browser.run("document.querySelectorAll('#list button').length") <= shown
    assert browser.run("document.querySelectorAll('#graphs svg').length") >= 3


@needs_browser
def test_a_counter_tells_its_name_and_strength(film: Path, browser: Browser) -> None:
    browser.size(1280, 800)
    browser.open(film)
    x, y, name = browser.run(
        """(() => {
          const stack = map.stacks(board, null, 1).find((s) => {
            const [x, y] = map.screen(...s.at);
            return x > 50 && y > 50 && x < map.wide - 80 && y < map.high - 50;
          });
          const box = $('map').getBoundingClientRect(), [x, y] = map.screen(...stack.at);
          return [x + box.left, y + box.top, film.units[stack.units[0]].n];
        })()"""
    )
    browser.mouse("mouseMoved", x, y)
    text = browser.until("!$('tip').hidden && $('tip').textContent")
    assert name in text
    assert "strength" in text
    assert "men" in text


@needs_browser
@pytest.mark.parametrize("window", WINDOWS)
def test_nothing_is_cut_off_in_any_window(film: Path, browser: Browser, window: str) -> None:
    browser.size(*WINDOWS[window], touch=window != "wide")
    browser.like(prefers_color_scheme="dark" if window == "small" else "light")
    browser.open(film)
    cut = browser.run(
        """(() => {
          const all = [...document.querySelectorAll(
            'button, select, #date, #slider, #stage, #list')];
          const seen = all.filter((e) => !e.closest('[hidden], #list button, #groups')
            && !e.matches('#list button'));
          const out = seen.filter((e) => {
            const b = e.getBoundingClientRect();
            return b.width < 1 || b.height < 1 || b.left < -1 || b.top < -1
              || b.right > innerWidth + 1 || b.bottom > innerHeight + 1;
          });
          const hands = [...document.querySelectorAll('#buttons button, #zoom button')];
          const small = hands.filter((e) => {
            const b = e.getBoundingClientRect();
            return b.width < 24 || b.height < 24;
          });
          return [out.map((e) => e.id || e.outerHTML.slice(0, 60)), small.map((e) => e.id),
                  $('stage').clientHeight];
        })()"""
    )
    assert cut[:2] == [[], []]
    assert cut[2] > 100
    assert browser.faults() == []


@needs_browser
def test_every_control_has_a_name_and_text_its_contrast(film: Path, browser: Browser) -> None:
    browser.open(film)
    nameless = browser.run(
        """[...document.querySelectorAll(
          'button, input, select, canvas:not([aria-hidden]), svg[role]')]
          .filter((e) => !(e.getAttribute('aria-label') || e.textContent.trim()
            || e.labels?.[0]?.textContent.trim())).map((e) => e.outerHTML.slice(0, 80))"""
    )
    assert nameless == []
    measure = """(() => {
      const style = getComputedStyle(document.documentElement);
      const light = (name) => {
        const c = style.getPropertyValue(name).trim();
        return [1, 3, 5].map((i) => parseInt(c.slice(i, i + 2), 16) / 255)
          .map((v) => v <= 0.04045 ? v / 12.92 : ((v + 0.055) / 1.055) ** 2.4)
          .reduce((sum, v, i) => sum + v * [0.2126, 0.7152, 0.0722][i], 0);
      };
      const ratio = (a, b) => {
        const [x, y] = [light(a), light(b)].sort((p, q) => q - p);
        return (x + 0.05) / (y + 0.05);
      };
      const pairs = [['--ink', '--sheet'], ['--dim', '--sheet'], ['--dim', '--mark'],
        ['--soviet', '--sheet'], ['--japan', '--sheet'], ['--on-ink', '--on']];
      return Math.min(...pairs.map((p) => ratio(...p)));
    })()"""
    for scheme in ("light", "dark"):
        browser.like(prefers_color_scheme=scheme)
        assert browser.run(measure) >= 4.5, scheme


@needs_browser
def test_less_motion_where_it_is_wished(film: Path, browser: Browser) -> None:
    browser.like(prefers_reduced_motion="reduce")
    browser.open(film)
    browser.run("step('phase', 1)")
    assert browser.run("state.glide") == 0
    browser.like(prefers_reduced_motion="no-preference")
    browser.run("step('phase', 1)")
    assert browser.run("state.began > 0 && state.shot > 0")


@needs_browser
def test_a_game_on_a_map_without_tiles_is_shown_too(tmp_path: Path, browser: Browser) -> None:
    game(tmp_path / "toy.replay")
    export(tmp_path / "toy.replay", Wishes(html=tmp_path / "toy.html", seen="japan"), load)
    browser.open(tmp_path / "toy.html")
    browser.run("show(LAST)")
    assert "as the Japanese side knew it" in browser.run("$('about').textContent")
    assert browser.faults() == []


@needs_browser
@pytest.mark.parametrize("kept", [1, 12])
def test_a_game_that_is_not_finished_is_shown_as_far_as_it_goes(
    tmp_path: Path, browser: Browser, kept: int
) -> None:
    game(tmp_path / "whole.replay")
    lines = reading.read_lines(tmp_path / "whole.replay").lines[: 2 + kept]
    cut = tmp_path / "cut.replay"
    cut.write_bytes(gzip.compress(b"\n".join(lines) + b"\n"))
    export(cut, Wishes(html=tmp_path / "cut.html"), load)
    browser.open(tmp_path / "cut.html")
    orders = sum(b'"order"' in line for line in lines)
    assert browser.run("LAST") == orders
    for key, code in (("End", 35), ("Home", 36), ("ArrowRight", 39), ("n", 78)):
        browser.key(key, code)
    browser.run("$('slider').dispatchEvent(new Event('input'))")
    assert "not finished" in browser.run("$('about').textContent")
    assert browser.faults() == []


@needs_browser
def test_faults_are_seen(tmp_path: Path, browser: Browser) -> None:
    bad = tmp_path / "bad.html"
    bad.write_text(
        "<script>console.error('no'); fetch('https://example.org/x'); null.x</script>",
        encoding="utf-8",
    )
    browser.open(bad)
    found = " ".join(browser.faults())
    assert "no" in found
    assert "example.org" in found
    assert "TypeError" in found


def test_wrong_wishes_are_one_sentence_and_code_2(
    recorded: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    for arguments, said in (
        ([], "nothing is wanted"),
        (["--html", str(tmp_path / "film.htm")], "does not end in .html"),
        (["--html", str(tmp_path / "no" / "film.html")], "there is no folder"),
        (["--html", str(tmp_path / "film.html"), "--as", "both"], "'all', 'soviet', 'japan'"),
    ):
        assert start(["replay", "export", str(recorded), *arguments]) == 2
        error = capsys.readouterr().err
        assert said in error
        assert error.count("\n") == 1
    assert not list(tmp_path.iterdir())


def test_a_record_is_not_written_over(tmp_path: Path) -> None:
    path = tmp_path / "game.html"
    game(path)
    before = path.read_bytes()
    with pytest.raises(BadWish, match="the recorded game itself"):
        export(path, Wishes(html=path), load)
    assert path.read_bytes() == before


@pytest.mark.slow
def test_a_campaign_is_a_page_of_less_than_6_mb_within_15_seconds(tmp_path: Path) -> None:
    path, out = tmp_path / "c.replay", tmp_path / "c.html"
    assert start(["simulate", "--seed", "3", "--replay", str(path)]) == 0
    began = time.process_time()
    export(path, Wishes(html=out))
    assert time.process_time() - began < 15
    assert out.stat().st_size < 6_000_000
