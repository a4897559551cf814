"""Demand: how many posts employers want, what opening one is worth to them, and whose tasks machines take."""

import numpy as np
import pytest

from sim.behaviours.demand import Demand, automate, local_demand, set_targets
from sim.catalogue import Shock
from sim.city import City
from sim.shocks.automation import share_saved
from sim.surplus import adjust_scale, orders_by_sector, value_trades
from sim.tables import NOBODY, Employers, Posts, Trades

TRADABLE = np.array([1.0, 0.0])
PLANT, SHOP = 0, 1
USUAL = np.ones(2, np.float32)
FILLING = 0.5


@pytest.fixture
def two():
    """A plant that sells everywhere and a shop that sells in the city, each with the staff it wants."""
    employers = Employers(2)
    employers.id[:], employers.sector[:], employers.size[:], employers.slots[:] = [1, 2], [0, 1], [3000, 7000], 20_000
    employers.headcount[:] = employers.size
    return employers


def targets(employers, local=1.0, scale=(1.0, 1.0), demand=USUAL, **numbers):
    """What the plant and the shop want, in posts."""
    orders = np.ones(len(employers), np.float32)
    none, demanded = np.zeros(len(employers), np.float32), np.asarray(demand, np.float32)
    set_targets(Demand(**numbers).numbers, employers.columns, local, np.array(scale), demanded, orders, none, TRADABLE)
    return employers.target.tolist()


def test_local_demand_follows_what_residents_have_to_spend_and_who_works_here():
    both = Demand(spends=1, firms=0.7).numbers
    assert local_demand(both, 1.0, 1.0) == 1
    assert local_demand(both, 1.1, 1.0) == pytest.approx(1.03) and local_demand(both, 1.0, 1.1) == pytest.approx(1.07)
    residents, firms = (Demand(spends=1, firms=share).numbers for share in (0, 1))
    assert local_demand(residents, 0.9, 2.0) == pytest.approx(0.9) and local_demand(firms, 2.0, 0.9) == pytest.approx(0.9)
    assert local_demand(Demand(spends=0).numbers, 0.5, 0.5) == 1
    assert local_demand(Demand(spends=2).numbers, 0.1, 0.1) == 0.2, "some of it is always left"


def test_local_demand_moves_the_shop_and_not_the_plant(two):
    usual = targets(two)
    plant, shop = targets(two, local=0.9)
    assert plant == usual[PLANT] and shop == pytest.approx(0.9 * usual[SHOP], abs=1)


def test_a_closed_employer_wants_no_posts_and_nobody_wants_more_than_there_is_room_for(two):
    two.closed[PLANT] = 12
    assert targets(two, scale=(1.0, 5.0)) == [0, 20_000]


def test_employers_who_pay_above_the_market_want_fewer_posts_in_a_slump_and_as_many_in_calm_years(two):
    calm = targets(two, cyclical=1)
    modest = targets(two, demand=(0.9, 0.9), cyclical=1)
    assert modest == [pytest.approx(0.9 * posts, abs=1) for posts in calm]
    two.premium[:] = 0.5, -0.5
    assert targets(two, cyclical=1) == calm
    assert targets(two, demand=(0.9, 0.9), cyclical=1) == [
        pytest.approx(share * posts, abs=1) for share, posts in zip((0.85, 0.95), calm, strict=True)
    ]
    assert targets(two, demand=(0.9, 0.9), cyclical=0) == modest


def wanted(employers, local=1.0, demand=USUAL, idle=(0.0, 0.0)):
    """What is wanted of the goods of each sector over what is made."""
    return orders_by_sector(
        employers.columns, local, np.asarray(demand, np.float32), np.ones(2, np.float32), TRADABLE, np.array(idle)
    ).tolist()


def test_goods_are_wanted_by_who_makes_them_and_for_whom(two):
    assert wanted(two) == [1, 1]
    assert wanted(two, local=0.8) == pytest.approx([1, 0.8]), "what is sold elsewhere does not hang on the city"
    assert wanted(two, demand=(0.9, 1)) == pytest.approx([0.9, 1])
    two.headcount[SHOP] *= 2
    assert wanted(two) == pytest.approx([1, 0.5])
    assert wanted(two, idle=(3000, 0)) == pytest.approx([0.5, 0.5]), "machines make as much as those whose posts they took"


def test_a_sector_that_makes_nothing_or_from_which_nothing_is_wanted_has_the_usual_price(two):
    two.closed[PLANT], two.headcount[SHOP] = 12, 0
    assert wanted(two) == [1, 1]


def trades_of(worth=(1.0, 1.0), able=(1.0, 1.0)):
    """Two occupations: one of the plant, one of the shop."""
    trades = Trades(2)
    trades.worth[:], trades.able[:] = worth, able
    return trades


def scales(filling=FILLING, dear=0.0, wanted=(1.0, 1.0), trades=None, scale=(1.0, 1.0), **numbers):
    """Structural posts of the two sectors a month later."""
    after = np.array(scale)
    adjust_scale(Demand(**{"entry": 0.1, **numbers}).numbers, filling, FILLING, dear, np.array(wanted), TRADABLE, np.eye(2),
                 np.array([0.4, 0.6]), (trades or trades_of()).columns, after)  # fmt: skip
    return after.tolist()


def test_nobody_enters_or_leaves_while_opening_a_post_is_worth_what_it_costs():
    assert scales() == [1, 1]
    assert scales(filling=0.9, entry=0.0) == [1, 1]


def test_firms_enter_when_vacancies_fill_fast_and_leave_when_they_fill_slowly():
    assert min(scales(filling=0.6)) > 1 > max(scales(filling=0.4))


def test_posts_grow_with_what_the_staff_can_do_even_when_vacancies_fill_no_faster():
    able = scales(trades=trades_of(able=(1.2, 1.2)))
    assert able[PLANT] == able[SHOP] > 1 > max(scales(trades=trades_of(able=(0.8, 0.8))))


def test_dear_labour_costs_posts_only_where_prices_are_made_elsewhere():
    plant, shop = scales(dear=0.02)
    assert plant < 1 == shop
    assert scales(dear=-0.02)[PLANT] > 1
    assert plant < scales(dear=0.02, rent=0.9)[PLANT] < 1, "less so when a filled post leaves its employer much"


def test_the_price_falls_when_more_is_made_than_wanted():
    plant, shop = scales(wanted=(0.95, 1.05))
    assert plant < 1 < shop
    assert plant < scales(wanted=(0.95, 1.05), fetches=2)[PLANT] < 1
    assert scales(wanted=(0.95, 1.05), fetches=0) == [1, 1]


def test_the_sector_whose_work_is_worth_more_grows_at_the_cost_of_the_other():
    plant, shop = scales(trades=trades_of(worth=(1.2, 1.0)))
    assert plant > 1 > shop and 0.4 * (plant - 1) == pytest.approx(0.6 * (1 - shop), rel=0.01)


def valued(posted=1e6, filled=0.5, skill=0.0, months=1, **numbers):
    """The same occupation twice, the second as usual, after so many months."""
    trades = Trades(2)
    trades.posted[:], trades.filled[:] = [posted, 1e6], [posted * filled, 0.5e6]
    trades.usual[:], trades.skill[:] = FILLING, [skill, 0.0]
    for _ in range(months):
        value_trades(Demand(**numbers).numbers, FILLING, trades.columns)
    return trades


def test_opening_a_post_is_worth_more_where_it_is_soon_filled_by_able_staff():
    assert valued().worth.tolist() == pytest.approx([1, 1])
    assert valued(filled=0.6).worth[0] == pytest.approx(1.2, rel=0.01)
    able = valued(skill=0.5, earns=0.2)
    assert able.able[0] == pytest.approx(np.exp(0.1)) == able.worth[0] and able.able[1] == 1


def test_employers_get_used_to_how_fast_vacancies_fill_and_to_what_staff_can_do():
    at_once, later = (valued(filled=0.7, skill=1.0, used_to=12, months=months) for months in (1, 120))
    assert at_once.worth[0] > 1.3 and later.worth[0] == pytest.approx(1, abs=0.01) and later.able[0] == pytest.approx(1, abs=0.01)


def test_an_occupation_of_which_little_is_seen_counts_as_the_city():
    assert valued(posted=1, filled=1.0, shared=3).worth[0] == pytest.approx((1 + 3 * FILLING) / 4 / FILLING)
    assert valued(posted=0, filled=1.0, shared=3).worth[0] == 1


@pytest.fixture(scope="module")
def town():
    return City(residents=1500, seed=3).run(3)


class Slump(Shock):
    """Everywhere a tenth less is wanted, from the first month on."""

    def apply(self, city):
        """One month."""
        city.conditions.demand *= 0.9


def test_no_firm_enters_a_slump(town):
    slump, calm = town.branch([], [Slump()]).run(6), town.branch().run(6)
    assert (slump.branches.scale == town.branches.scale).all() and (calm.branches.scale != town.branches.scale).any()
    assert slump.employers.target.sum() < 0.95 * calm.employers.target.sum()


def test_when_half_the_staff_is_gone_the_city_sells_less_to_itself_later_on(town):
    usual, hit = town.branch(), town.branch()
    hit.behaviours[[card.name() for card in hit.behaviours].index("demand")].usual_staff *= 2
    for city in (usual, hit):
        city.step()
    first = usual.memory.local[0] - hit.memory.local[0]
    for city in (usual, hit):
        city.run(5)
    assert 0 < 3 * first < usual.memory.local[0] - hit.memory.local[0]


OLD_HAND, ENTRANT = 0, 1


def who_loses_tasks(spared, lost=0.2):
    """Shares of gone posts: held by the experienced, by entrants, by nobody, and of all; a fifth of the tasks is taken away."""
    employers, posts = Employers(1), Posts(4000)
    employers.id[0], employers.target[0], employers.exposure[0] = 1, 4000, 0.5
    posts.slot[:] = np.arange(4000)
    posts.holder[:] = np.repeat([OLD_HAND, ENTRANT, NOBODY, OLD_HAND], 1000)
    experience = np.array([240, 0], np.int16)
    automate(np.uint64(3), Demand().numbers, experience, employers.columns, posts.columns, np.array([1 - lost], np.float32), spared)
    gone = posts.gone == 1
    return *(gone[posts.holder == who].mean() for who in (OLD_HAND, ENTRANT, NOBODY)), gone.mean()


def test_machines_take_tasks_whoever_holds_the_post():
    assert who_loses_tasks(0.0) == pytest.approx((0.2, 0.2, 0.2, 0.2), abs=0.03)


def test_ai_takes_posts_of_entrants_and_empty_ones_first_and_as_many_in_all():
    experienced, entrants, empty, everybody = who_loses_tasks(1.0)
    assert experienced == 0 and entrants == pytest.approx(0.4, abs=0.04) == empty
    assert everybody == pytest.approx(0.2, abs=0.02)


def test_when_more_work_goes_than_entrants_do_the_experienced_are_spared_still():
    experienced, entrants, empty, _ = who_loses_tasks(1.0, lost=0.7)
    assert experienced == 0 and entrants == empty == 1.0


def test_what_machines_save_is_spent_once_nobody_is_paid_for_it():
    posts, target = Posts(10), np.array([8])
    posts.slot[:], posts.holder[:] = np.arange(10), 5
    posts.gone[[0, 1, 9]] = 1
    assert share_saved(target, posts) == 0.0
    posts.holder[[1, 9]] = NOBODY
    assert share_saved(target, posts) == 1 / 8, "nobody wants the tenth post anyway"
