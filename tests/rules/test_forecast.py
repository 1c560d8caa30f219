"""What an attack is likely to cost agrees with what attacks cost when they are thrown."""

from game.dice import Dice
from game.model.events import Fought
from game.rules.combat import odds, resolve_attack
from game.rules.forecast import Spread, men_lost, spread
from tests.rules.test_combat import SOUTH, SOUTH_EAST, attack, defender, setting
from tests.toy import counter


def test_spread_is_read_off_the_throws() -> None:
    assert spread([(300, 6), (100, 6), (200, 24)]) == Spread(100, 200, 300)
    assert spread([(50, 36)]) == Spread(50, 50, 50)


def test_losses_thrown_lie_as_often_within_the_forecast_as_it_says() -> None:
    state = setting(counter("a", SOUTH), counter("b", SOUTH_EAST), defender(men=6000))
    order = attack("a", "b")
    own, other = men_lost(state, order, odds(state, order))
    assert own.low <= own.median <= own.high
    within = [0, 0]
    throws = 120
    for seed in range(throws):
        events = resolve_attack(state, order, Dice(seed))
        fought = next(e for e in events if isinstance(e, Fought))
        within[0] += own.low <= fought.attacker_men <= own.high
        within[1] += other.low <= fought.defender_men
    assert within[0] >= throws * 8 // 10
    assert within[1] >= throws * 8 // 10
