from itertools import product

import numpy as np
import pytest
from hypothesis import assume, given
from hypothesis import strategies as st
from scipy.optimize import minimize
from scipy.special import lambertw

from peerkit.models.knowledge_hierarchy import (
    KnowledgeHierarchy,
    answered_share,
    asking_threshold,
    net_output,
    optimal_layers,
    working_alone,
)
from tests.models.strategies import records

hierarchies = records(KnowledgeHierarchy)
factors = st.floats(1.01, 20)


@pytest.mark.parametrize(
    ("changes", "span", "outcome"),
    [
        ({"question_time": 1.0, "knowledge_cost": 0.25}, 4, "interior"),  # asking costs a period: the span is lambda/c
        ({"question_time": 0.1}, 10, "workers know nothing"),  # cheap questions: ask everything
        ({"question_time": 1e-12}, 1e12, "workers know nothing"),  # one solver answers the world
        ({"knowledge_cost": 1e-12}, 1e12, "interior"),  # knowledge free: nearly nobody asks
        ({"knowledge_cost": 2.0}, 2, "nothing worth knowing"),  # costs more than all the problems it solves
        (
            {"knowledge_cost": 1.05, "question_time": 0.9},
            1 / 0.9,
            "workers know nothing",
        ),  # too expensive for all but a solver
        ({"knowledge_cost": 1.0, "question_time": 1.0}, 1, "nothing worth knowing"),  # the edge of that region
    ],
)
def test_limiting_cases(changes, span, outcome):
    best = optimal_layers(KnowledgeHierarchy(**changes))
    assert best.span == pytest.approx(span)
    assert best.outcome == outcome


def test_every_corner_of_the_teaching_box_has_a_best_split():
    names, box = zip(*((name, p.explore) for name, p in KnowledgeHierarchy.parameters().items()), strict=True)
    for corner in product(*box):
        best = optimal_layers(KnowledgeHierarchy(**dict(zip(names, corner, strict=True))))
        assert np.all(np.isfinite(best[:4])) and best.outcome


def test_against_garicano_cheaper_questions_and_cheaper_knowledge_move_workers_in_opposite_directions():
    """Garicano 2000 as the model chapter states it, because the paper's own pages are unconfirmed."""
    before = optimal_layers(KnowledgeHierarchy())
    chat = optimal_layers(KnowledgeHierarchy(question_time=0.4))
    search = optimal_layers(KnowledgeHierarchy(knowledge_cost=0.2))
    assert chat.span > before.span and search.span > before.span
    assert chat.worker_knowledge < before.worker_knowledge < search.worker_knowledge


@given(hierarchies)
def test_the_output_is_that_of_the_stated_split(record):
    best = optimal_layers(record)
    stated = net_output(record, best.worker_knowledge, best.solver_knowledge)
    assert best.output == pytest.approx(stated, rel=1e-9, abs=1e-12)


@given(hierarchies, st.floats(0, 10), st.floats(0, 10))
def test_no_other_split_makes_more(record, low, extra):
    scale = 1 / record.predictability
    assert net_output(record, low * scale, (low + extra) * scale) <= optimal_layers(record).output + 1e-12


@pytest.mark.parametrize(
    ("question_time", "knowledge_cost", "predictability"),
    [(0.8, 0.3, 1), (0.5, 0.2, 1), (0.6, 0.1, 2), (0.1, 0.3, 1), (0.05, 0.5, 0.5), (0.9, 0.45, 0.5)],
)
def test_the_split_is_the_one_a_search_finds(question_time, knowledge_cost, predictability):
    record = KnowledgeHierarchy(
        question_time=question_time, knowledge_cost=knowledge_cost, predictability=predictability
    )

    def loss(x):
        return -net_output(record, x[0], x[0] + x[1])

    search = minimize(loss, (0.5, 0.5), bounds=[(0, 20), (0, 20)], tol=1e-14)
    best = optimal_layers(record)
    assert -search.fun == pytest.approx(best.output, rel=1e-9)
    # A maximum is flat: a search finds its place to about the square root of the precision of its height.
    assert search.x == pytest.approx([best.worker_knowledge, best.solver_knowledge - best.worker_knowledge], abs=1e-4)


anything = records(
    KnowledgeHierarchy,
    question_time=st.floats(0.01, 1),
    knowledge_cost=st.floats(0.01, 3),
    predictability=st.floats(0.3, 3),
)


@given(anything)
def test_each_word_for_the_split_agrees_with_a_search_over_all_splits(record):
    best = optimal_layers(record)
    low, extra = np.meshgrid(np.linspace(0, 12, 121), np.linspace(0, 12, 121))
    made = net_output(record, low, low + extra)
    assert made.max() <= best.output + 1e-12
    if best.outcome == "nothing worth knowing":
        assert made[0, 0] == 0 and made.max() <= 1e-12
    elif best.outcome == "workers know nothing":
        assert best.worker_knowledge == 0
        assert made[:, 1:].max() <= net_output(record, 0, best.solver_knowledge) + 1e-12
    else:
        assert best.output >= made[:, 0].max() - 1e-12 and best.worker_knowledge > 0


def test_the_corners_of_what_is_allowed_raise_nothing():
    for values in product((1e-15, 1.0), (1e-15, 1e15), (1e-15, 1e15)):
        record = KnowledgeHierarchy(**dict(zip(KnowledgeHierarchy.parameters(), values, strict=True)))
        best = optimal_layers(record)
        assert best.outcome and best.output >= 0 and 0 < asking_threshold(record) <= 1
        assert working_alone(record).output >= 0


@given(hierarchies)
def test_the_span_is_lambert_w_wherever_workers_know_something(record):
    worth = record.predictability / record.knowledge_cost
    lambert = lambertw(worth * np.exp(worth) / record.question_time**2).real
    assert optimal_layers(record).span == pytest.approx(max(lambert, 1 / record.question_time))


@given(hierarchies)
def test_the_span_is_one_solver_per_question_that_workers_cannot_answer(record):
    best = optimal_layers(record)
    asked = 1 - answered_share(record, best.worker_knowledge)
    assert 1 / best.span == pytest.approx(record.question_time * asked)
    if best.outcome == "interior":
        assert 1 - asked == pytest.approx(1 - 1 / (record.question_time * best.span), abs=1e-9)


@given(hierarchies, factors)
def test_cheaper_questions_widen_the_span_and_never_teach_workers(record, factor):
    before, after = optimal_layers(record), optimal_layers(record.replace(question_time=record.question_time / factor))
    assert after.span > before.span
    assert after.worker_knowledge <= before.worker_knowledge
    assert after.output > before.output


@given(hierarchies, factors)
def test_cheaper_knowledge_never_narrows_the_span_and_teaches_everyone(record, factor):
    cheaper = record.replace(knowledge_cost=record.knowledge_cost / factor)
    before, after = optimal_layers(record), optimal_layers(cheaper)
    assert after.span >= before.span * (1 - 1e-12)
    assert after.worker_knowledge >= before.worker_knowledge
    assert after.solver_knowledge > before.solver_knowledge
    assert after.output > before.output


@given(records(KnowledgeHierarchy, knowledge_cost=st.floats(0.01, 0.45)))
def test_below_the_threshold_workers_ask_everything_and_above_it_they_learn(record):
    threshold = asking_threshold(record)
    assume(threshold < 0.99)
    below, above = (record.replace(question_time=threshold * factor) for factor in (0.999, 1.001))
    assert optimal_layers(below).outcome == "workers know nothing"
    assert optimal_layers(above).outcome == "interior"


@pytest.mark.parametrize(
    ("knowledge_cost", "threshold"),
    [
        (1.0, 1.0),  # knowledge costs what it brings: whatever a question takes, ask
        (2.0, 1.0),  # more than that
        (1e-6, 1e-6),  # knowledge nearly free: ask only if asking is, too
    ],
)
def test_limiting_cases_of_the_threshold(knowledge_cost, threshold):
    # The free limit is reached slowly: 1/h exceeds k by the logarithm of its square.
    border = asking_threshold(KnowledgeHierarchy(knowledge_cost=knowledge_cost))
    assert border == pytest.approx(threshold, rel=1e-4)


@given(hierarchies, factors)
def test_cheaper_knowledge_lowers_the_threshold(record, factor):
    cheaper = record.replace(knowledge_cost=record.knowledge_cost / factor)
    assert asking_threshold(cheaper) < asking_threshold(record) or asking_threshold(cheaper) == 1


@given(records(KnowledgeHierarchy, question_time=1.0))
def test_asking_that_takes_a_whole_period_gains_nothing_over_working_alone(record):
    best, alone = optimal_layers(record), working_alone(record)
    worth = record.predictability / record.knowledge_cost
    assert best.span == pytest.approx(worth)
    assert best.output == pytest.approx(alone.output, rel=1e-9, abs=1e-12)
    assert alone.output == pytest.approx(1 - (1 + np.log(worth)) / worth, rel=1e-9, abs=1e-12)


@given(hierarchies)
def test_any_cheaper_question_beats_working_alone(record):
    assume(record.question_time < 0.999)
    assert optimal_layers(record).output > working_alone(record).output


@pytest.mark.parametrize("knowledge_cost", [1.0, 1.5, 1e12])
def test_knowledge_that_costs_more_than_it_brings_is_not_learned(knowledge_cost):
    record = KnowledgeHierarchy(knowledge_cost=knowledge_cost)
    assert working_alone(record) == (0, 0)
    if knowledge_cost > 1 / record.question_time:
        assert (optimal_layers(record).solver_knowledge, optimal_layers(record).output) == (0, 0)


@given(hierarchies, st.floats(0, 20))
def test_working_alone_nobody_should_know_more_or_less(record, knowledge):
    alone = working_alone(record)
    made = answered_share(record, knowledge) - record.knowledge_cost * knowledge
    assert made <= alone.output + 1e-12
    bought = record.knowledge_cost * alone.knowledge
    assert answered_share(record, alone.knowledge) - bought == pytest.approx(alone.output, abs=1e-12)


@given(hierarchies, st.floats(0.01, 100))
def test_measuring_knowledge_in_another_unit_leaves_the_organisation_alone(record, rate):
    abroad = record.replace(predictability=record.predictability / rate, knowledge_cost=record.knowledge_cost / rate)
    here, there = optimal_layers(record), optimal_layers(abroad)
    assert there.span == pytest.approx(here.span)
    assert there.output == pytest.approx(here.output, rel=1e-9, abs=1e-12)
    assert there.worker_knowledge == pytest.approx(here.worker_knowledge * rate, abs=1e-9 * rate)
    assert there.solver_knowledge == pytest.approx(here.solver_knowledge * rate, abs=1e-9 * rate)


def test_a_batch_gives_what_its_records_give_one_by_one():
    values = {"question_time": [0.8, 0.1, 1.0, 1e-12, 0.5], "knowledge_cost": [0.3, 0.3, 2.0, 0.3, 1e-12]}
    record = KnowledgeHierarchy.batch(**values)
    rows = [dict(zip(values, row, strict=True)) for row in zip(*values.values(), strict=True)]
    single = [KnowledgeHierarchy(**row) for row in rows]
    for i in range(4):
        assert optimal_layers(record)[i] == pytest.approx([optimal_layers(one)[i] for one in single])
    assert list(optimal_layers(record).outcome) == [optimal_layers(one).outcome for one in single]
    assert working_alone(record).output == pytest.approx([working_alone(one).output for one in single])
    assert asking_threshold(record) == pytest.approx([asking_threshold(one) for one in single])


@pytest.mark.parametrize(
    ("impossible", "message"),
    [
        (lambda: KnowledgeHierarchy(question_time=0), "question_time must be above 0 and at most 1, got 0"),
        (lambda: KnowledgeHierarchy(question_time=1.5), "question_time must be above 0 and at most 1, got 1.5"),
        (lambda: KnowledgeHierarchy(knowledge_cost=-1), "knowledge_cost must be above 0, got -1"),
        (lambda: KnowledgeHierarchy(predictability=float("nan")), "predictability must be above 0, got nan"),
        (lambda: net_output(KnowledgeHierarchy(), 2, 1), r"solver_knowledge must be at least worker_knowledge \(2.0\)"),
        (lambda: net_output(KnowledgeHierarchy(), -1, 1), "worker_knowledge must be at least 0, got -1"),
        (lambda: answered_share(KnowledgeHierarchy(), -1), "knowledge must be at least 0, got -1"),
        (lambda: answered_share(KnowledgeHierarchy(), True), "knowledge must be a number, got True"),
    ],
)
def test_impossible_organisations_are_refused(impossible, message):
    with pytest.raises(ValueError, match=message):
        impossible()
