"""The opening presentation: the whole argument in fourteen slides, each with what speaks against it.

One function a slide, in the order of the talk. Numbers are computed from the models and read from the cases.
"""

from dataclasses import replace

import numpy as np

from peerkit.cases import every_case, load_case
from peerkit.course.slides.plays import cases_one_by_one, followed_down, reversals, shocks, up_and_down, weak_gain
from peerkit.course.slides.slide import Deck, Slide, play
from peerkit.figures import capture, coverage, granularity, inequality, modes, recombination, selection, specialisation
from peerkit.figures.scaling import SEED
from peerkit.figures.words import at_least_people, headcount, number, percent, times
from peerkit.models.capture import Capture, network_blind_take_rate, profit_take_rate
from peerkit.models.contribution_log import simulated_log
from peerkit.models.coverage import (
    Coverage,
    completion_probability,
    critical_mass,
    unequal_completion_probability,
)
from peerkit.models.flywheel import Flywheel, fixed_points, largest_size
from peerkit.models.granularity import Granularity, optimal_chunk, participation
from peerkit.models.hysteresis import collapse_take
from peerkit.models.inequality import Participation, concentration, exponent_from_gini, one_timers
from peerkit.models.information_cost import cheapest_at
from peerkit.models.modes import Modes, peers_over_firm
from peerkit.models.recombination import Recombination, processing_limited_path, value
from peerkit.models.scaling import Scaling, doubling_factor, scaling_table
from peerkit.models.selection import Selection, noise_at, picks
from peerkit.models.specialisation import Specialisation, optimal_team

TITLE = "Peer production: the argument in fourteen slides"


def deck():
    """The opening presentation."""
    return Deck("opening", TITLE, tuple(slide() for slide in SLIDES))


def seven_bets():
    alive = sum(case.profile.status == "alive" for case in every_case()[0] if case.in_essay)
    return Slide(
        claim="In 2005 an essay named seven companies as a bet on peer production.",
        play=cases_one_by_one(),
        note=(
            "Let people guess first: which of the seven are still alive? Then press *Play*, and the cases appear one by one. "
            f"{alive} of the seven are alive. Could anybody have known? The words on the axis were chosen after the outcome was "
            "known, so they explain nothing by themselves."
        ),
        against="One author chose the seven, and he sold advice on the subject. Seven chosen cases prove nothing.",
    )


def talk_limits():
    team = optimal_team(Specialisation())
    return Slide(
        claim="Talk limits how far people can divide their work.",
        play=play(
            Specialisation(),
            specialisation.team_size,
            specialisation.summary,
            "coordination_cost",
            (0.5, 0.3, 0.2, 0.15, 0.1, 0.07, 0.05, 0.03, 0.02),
        ),
        note=(
            "Specialising gains, and talk costs. Ask where the best team lies: most people look for the place where the lines cross. "
            f"The best team is where both lines have the same slope. In this scenario it has {headcount(team.size)}. "
            "Then move the coordination cost."
        ),
        against="How large the best team is depends on β − θ, the distance between two elasticities. Nobody has measured it for communities.",
    )


def cheap_talk():
    before = Specialisation(specialisation_elasticity=0.1, coordination_elasticity=0.6)
    cheap = before.replace(coordination_cost=0.01)
    teams, outputs = (
        getattr(optimal_team(cheap), part) / getattr(optimal_team(before), part) for part in ("size", "output")
    )
    return Slide(
        claim="Cheap talk changes the size of a team more than its output.",
        play=replace(
            play(
                before,
                specialisation.team_size,
                lambda record: weak_gain(record, before),
                "coordination_cost",
                (0.1, 0.08, 0.06, 0.04, 0.03, 0.02, 0.015, 0.01),
            ),
            paper=7,
        ),
        note=(
            "Here specialising gains little. Ask first: talk becomes ten times cheaper; what happens to the team, and what happens "
            f"to the output of each member? Play the figure towards 0.01. The best team becomes {times(teams)} as large, the "
            f"output of each member {times(outputs)}. Both follow an exponent, but not the same one."
        ),
        against="On the platform Topcoder, developers who specialised narrowly won less often than the others.",
    )


def size_decides():
    start = peers_over_firm(Modes()).start
    return Slide(
        claim="Which way to coordinate is cheapest depends on the number of people.",
        play=play(
            Modes(),
            modes.cost_curves,
            modes.summary,
            "commons_cost",
            (20.0, 30.0, 40.0, 60.0, 80.0, 100.0, 150.0, 200.0),
        ),
        note=(
            "A market pays for each contract. A firm pays for each pair of people who must talk. Peers pay once for a commons, "
            "and then a little for each piece. The cost of the firm grows with the square of the number of people, that of "
            f"the peers in proportion. So peers win in the end: here from {at_least_people(start)} on. The cost of the commons "
            "moves this border. Move it."
        ),
        against="Nobody has measured the three costs together; the numbers are scenarios. And the core of a commons is often paid.",
    )


def cheap_information():
    people = 40
    winner = cheapest_at(Modes(), people, 0.3)
    return Slide(
        claim="Cheap information helps markets, too.",
        play=followed_down(people, (5, 3, 2, 1, 0.7, 0.5, 0.3, 0.2, 0.1)),
        note=(
            f"Follow a community of {headcount(people)} down as information becomes cheaper. Ask before you play: what replaces "
            f"the firm? Most people say peers. At 0.3 times today's cost a {winner} is cheapest, because contracts become cheaper "
            "as well. Peers need more people."
        ),
        against=(
            "The essay says that peer production rests on cheap coordination. Nobody has compared the cost of the same work done "
            "in the three ways."
        ),
    )


def able_at_a_size():
    crowd = Coverage()
    mass = critical_mass(crowd)
    alike = completion_probability(crowd, 200)
    unequal = unequal_completion_probability(crowd.replace(supply_inequality=1.0), 200)
    return Slide(
        claim="A crowd becomes able at a certain size.",
        play=play(
            crowd,
            coverage.completion,
            coverage.summary,
            "skill_chance",
            (0.005, 0.01, 0.015, 0.02, 0.03, 0.04, 0.05, 0.07, 0.1),
        ),
        note=(
            f"A task needs {crowd.skills} skills, and each member has each of them with a chance of "
            f"{percent(crowd.skill_chance)}. Ask: how likely is it that 50 people together have all of them? Hardly anybody "
            f"guesses {percent(completion_probability(crowd, 50))}. Up to {headcount(mass.members)} each newcomer helps more than the "
            f"one before; there the chance is {percent(mass.probability)}. The lower figure shows this turning point."
        ),
        against=(
            "No study has counted the skills of a task. If some skills are rarer than others, 200 people complete the task with a "
            f"chance of {percent(unequal)} instead of {percent(alike)}."
        ),
    )


def small_pieces():
    best = optimal_chunk(Granularity())
    return Slide(
        claim="Small pieces invite people; tiny pieces waste their time.",
        play=play(
            Granularity(),
            granularity.chunk_size,
            granularity.summary,
            "overhead",
            (30.0, 20.0, 10.0, 5.0, 3.0, 2.0, 1.0, 0.5),
        ),
        note=(
            "Every piece costs some minutes before anything useful is done: finding it, opening it, sending it. If a piece is "
            f"shorter than this overhead, all of its time is lost. With an overhead of {number(Granularity().overhead)} minutes the best piece takes "
            f"{number(best.size)} minutes, and {percent(participation(Granularity(), best.size))} of the people have time for one."
        ),
        against="Small pieces also take away meaning and learning, and tiny ones may have to be repeated before they can be trusted.",
    )


def self_knowledge():
    weak = float(noise_at(0.3))
    manager, crowd, _ = picks(Selection(self_noise=weak))
    return Slide(
        claim="Choosing one's own task takes self-knowledge.",
        play=play(
            Selection(),
            selection.better_match,
            selection.summary,
            "self_noise",
            (0.2, 0.5, 0.75, 1.0, 1.5, 2.0, 2.5, round(weak, 2), 4.0),
        ),
        note=(
            "The manager knows ten people fairly well. The crowd has a thousand people who judge themselves. Ask who finds the better "
            f"person. With an error of 1 the crowd does. If what people think of themselves and what they do correlate at 0.3, the error is {number(weak)}: then the crowd finds "
            f"{number(crowd)} standard deviations above the average and the manager {number(manager)}."
        ),
        against="The correlation of 0.3 is said to come from meta-analyses; we have not checked them. People also step forward to be seen.",
    )


def wholes():
    usual = Recombination()
    now, slow = (_whole_over_sum(each) for each in (usual, usual.replace(processing_limit=0.03)))
    return Slide(
        claim="Wholes are worth more than their parts, until time runs out.",
        play=play(
            usual,
            recombination.whole_and_sum,
            recombination.summary,
            "processing_limit",
            (0.4, 0.3, 0.25, 0.2, 0.15, 0.1, 0.05, 0.03, 0.02),
        ),
        note=(
            "A new piece can be combined with each piece that is already there, so the possible pairs grow with the square. But "
            f"somebody has to try them. With {percent(usual.processing_limit)} more a period the whole is worth {times(now)} its "
            f"parts after 40 periods, with 3% more {times(slow)}. Possible is not the same as made."
        ),
        against=(
            "That a pair is worth something is assumed. Most combinations are worth nothing, and nobody has observed the chance."
        ),
    )


def _whole_over_sum(record):
    stock = processing_limited_path(record, 39).stock[-1]
    return value(record, stock) / (record.chunk_value * stock)


def best_take():
    base = Capture()
    best, blind = profit_take_rate(base).take_rate, network_blind_take_rate(base)
    return Slide(
        claim="Network effects lower the take that pays a platform best.",
        play=play(
            base,
            capture.shares,
            capture.summary,
            "network_elasticity",
            (0.0, 0.05, 0.1, 0.15, 0.2, 0.25, 0.3, 0.4, 0.5),
        ),
        note=(
            f"Ask which share the platform should keep. Without a network effect {percent(blind, 3)} is best in this scenario, with it "
            f"{percent(best, 3)}. The formula is (1 − θε) / (1 + ε). Point at the minus sign: the more each contributor "
            "draws others, the less the platform should take from each."
        ),
        against="In practice takes rise once contributors cannot easily leave: Shutterstock raised its take in 2020, Zazzle in 2025.",
    )


def few_do_most():
    lastfm = load_case("lastfm")
    alpha = float(exponent_from_gini(lastfm.number("gini_tags_2011_05")))
    says = one_timers(Participation(exponent=alpha)).people_share
    measured = lastfm.number("one_tag_people_2011_05") / 100
    return Slide(
        claim="Few do most, but no one power law says how few.",
        play=play(
            Participation(),
            inequality.top_shares,
            _both_ends,
            "exponent",
            (2.05, 2.1, round(alpha, 2), 2.2, 2.3, 2.4, 2.6, 2.8, 3.0),
        ),
        note=(
            "Move the exponent until the line passes through one point, and watch it miss the others. An example: the tags of "
            f"Last.fm have a Gini coefficient of {number(lastfm.number('gini_tags_2011_05'))}. A power law with the exponent "
            f"{number(alpha)} gives the same. But it says that {percent(says)} of the people tag only once, and in the sample "
            f"{percent(measured)} did."
        ),
        against=(
            "The rule 90-9-1 is a rule of thumb. On more than 6,000 wikis a power law with a cut-off fits better or as well in "
            "99.3%."
        ),
    )


def _both_ends(record):
    top, once = concentration(record).top_share, one_timers(record)
    return (
        f"The most active {percent(record.top_fraction)} make {percent(top)} of all contributions. "
        f"{percent(once.people_share)} of the people contribute only once."
    )


def losses_stay():
    flywheel = Flywheel()
    take = float(collapse_take(flywheel))
    fallen = largest_size(flywheel.replace(take_rate=take + 0.001))
    stub = fixed_points(flywheel.replace(take_rate=0.0)).stub
    return Slide(
        claim="Some losses stay, even when their cause is gone.",
        play=up_and_down(),
        note=(
            f"Play the way up and the way back. Above a take of {percent(take)} the community falls to {headcount(fallen)}. Stop "
            "at 70% and ask: what happens if the platform now takes nothing? Even then "
            f"{headcount(float(stub))} stay. The setting can be undone; the people need not come back."
        ),
        against=(
            "No community has been measured in these terms. Shutterstock and Zazzle took more from communities they had; "
            "something seems to keep members from leaving."
        ),
    )


def slopes_without_help():
    scaling = Scaling()
    rng = np.random.default_rng(SEED)
    table = scaling_table(scaling, simulated_log(scaling, rng), rng)
    active, team, shuffled = (
        number(doubling_factor(fit.exponent)) for fit in (table.active, table.team, table.shuffled)
    )
    return Slide(
        claim="Output per person can seem to rise although nobody helps anybody.",
        play=shocks((0.0, 0.2, 0.4, 0.6, 0.8, 1.0, 1.2)),
        note=(
            "These are simulated data. Nobody in them helps or hinders anybody, so twice as many people produce twice as much. "
            f"By people active in a window it seems to be {active} times, by the team {team} times. Shuffle the authors, so that "
            f"nobody can have helped anybody: {shuffled} times. A slope that stays in such a placebo shows no help. Ask for the "
            "placebo of every such finding."
        ),
        against=(
            "Published results contradict each other: some find that output per person rises with size, others that it falls."
        ),
    )


def reversible_advice():
    return Slide(
        claim="Good advice names the number that would reverse it.",
        play=reversals((20, 30, 40, 60, 78, 100, 150, 200)),
        note=(
            "Each bar shows how far one assumption moves the answer “from how many people on are peers cheaper than a firm?”. The "
            "dashed line is the client's project. A bar that crosses the line can reverse the advice. So measure what belongs to "
            "the widest bar first. Let people end the day with a sentence: my advice, the assumption behind it, the number that would reverse it."
        ),
        against="The ranges of the bars are our choice. And seven cases, chosen by one author, prove nothing.",
    )


SLIDES = (
    seven_bets,
    talk_limits,
    cheap_talk,
    size_decides,
    cheap_information,
    able_at_a_size,
    small_pieces,
    self_knowledge,
    wholes,
    best_take,
    few_do_most,
    losses_stay,
    slopes_without_help,
    reversible_advice,
)
