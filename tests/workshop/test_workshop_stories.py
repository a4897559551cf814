"""Do the stories of the page still hold? Each ends with an effect that cities of other luck agree on, the way its words have it."""

import numpy as np
import pytest

from experiments.workshop import messages
from experiments.workshop.plan import PlanInputs, question_of
from experiments.workshop.server import PAGE
from experiments.workshop.simulation import Cache, live
from experiments.workshop.stories import STORIES
from tests.workshop.conftest import finish

FRESH = range(501, 507)
"""Seeds that no story was chosen on."""
ROOM = PlanInputs(residents=5_000)


def difference(story, seed, cache):
    """Plan minus untouched city in the year up to the story's month."""
    plan = {"city": story.city, "months": story.month, "levers": story.levers, "shock": story.shock}
    comparison, ends = question_of(plan, ROOM), []
    for policy in (True, False):
        life = finish(live(comparison, seed, (policy, bool(story.shock)), None, cache))
        curve = np.asarray(life.of_group(story.group)[story.indicator])
        ends.append(messages.trailing_year(curve[None])[0, -1])
    return ends[0] - ends[1]


@pytest.mark.slow
@pytest.mark.parametrize("story", STORIES, ids=lambda story: story.name)
def test_a_story_ends_with_an_effect_that_is_sure(story):
    cache = Cache()
    found = np.array([[difference(story, seed, cache)] for seed in FRESH])
    assert story.sign * found.mean() > messages.half_width(found)[0], (found.mean(), messages.half_width(found)[0])


@pytest.mark.parametrize("language", ["english.js", "spanish.js"])
def test_every_story_has_its_words_and_a_plan_that_the_page_may_ask(language):
    words = (PAGE / language).read_text(encoding="utf-8")
    for story in STORIES:
        assert all(f'"{story.name} {part}": "' in words for part in ("title", "scene", "question", "close"))
        question_of({"city": story.city, "months": story.months, "levers": story.levers, "shock": story.shock}, ROOM)
