"""Choosing a task: people rate themselves, choose one of three tasks, and then do all three. Did they choose well?

The gain of self-selection is the score in the chosen task less one's mean over the three, in standard deviations of each task. The
model is `peerkit.models.selection`. Items are drawn from the seed of the round, so that everybody has the same ones and the key
never travels.
"""

import random
from functools import lru_cache

from peerkit.room.experiment import Experiment, Field, Part

TASKS = ("sums", "hidden words", "patterns")
ITEMS = 16
JUDGED_BY_MANAGER = 4
"""Items of each task that a manager sees before deciding; the rest is what decision is judged by."""
WORDS = (
    "lamp", "tree", "rain", "door", "milk", "song", "wind", "gold", "fish", "road", "bird", "moon", "salt", "ship", "wool", "king",
    "leaf", "coal", "nest", "sand", "bell", "corn", "desk", "film", "gate", "hand", "iron", "jump", "kite", "lion", "mask", "note",
)  # fmt: skip
LETTERS = "bcdfghjklmnpqrstvwxyz"


def items(settings):
    """The items of each task: the question, four options, and the place of the right one."""
    return _drawn(settings["seed"])


# Every answer of a round is checked against them, and the whole pool is scored by them.
@lru_cache(maxsize=8)
def _drawn(seed):
    rng = random.Random(seed)
    return {
        "sums": tuple(_sum(rng) for _ in range(ITEMS)),
        "hidden words": tuple(_word(rng) for _ in range(ITEMS)),
        "patterns": tuple(_pattern(rng) for _ in range(ITEMS)),
    }


def _sum(rng):
    a, b, c = (rng.randrange(12, 60) for _ in range(3))
    right = a + b - c
    return _offered(rng, f"{a} + {b} − {c}", right, [right + d for d in (-10, -2, -1, 1, 2, 10)])


def _word(rng):
    word = rng.choice(WORDS)
    letters = [rng.choice(LETTERS) for _ in range(7)]
    at = rng.randrange(0, len(letters) + 1)
    return _offered(
        rng, "".join(letters[:at]) + word + "".join(letters[at:]), word, [each for each in WORDS if each != word]
    )


def _pattern(rng):
    start, step, grows = rng.randrange(1, 9), rng.randrange(2, 7), rng.randrange(0, 3)
    row = [start]
    for place in range(5):
        row.append(row[-1] + step + grows * place)
    return _offered(rng, ", ".join(map(str, row[:5])) + ", …", row[5], [row[5] + d for d in (-3, -2, -1, 1, 2, 3)])


def _offered(rng, question, right, others):
    options = [right, *rng.sample(others, 3)]
    rng.shuffle(options)
    return question, tuple(map(str, options)), options.index(right)


def form(settings, expected, number):
    """The ratings and the choice, then the three tasks in an order that differs from phone to phone."""
    ratings = tuple(
        Field(f"rating_{place}", "slider", f"How good will I be at {task}?", low=0, high=10)
        for place, task in enumerate(TASKS)
    )
    first = Part(
        "choice",
        "Three short tasks follow. Rate yourself, then choose the one that you would do for the group.",
        (*ratings, Field("chosen", "choice", "I choose", TASKS)),
    )
    drawn = items(settings)
    tasks = [_task(place, task, drawn[task], settings["task_seconds"]) for place, task in enumerate(TASKS)]
    turn = number % len(tasks)
    return (first, *tasks[turn:], *tasks[:turn])


def _task(place, task, drawn, seconds):
    fields = tuple(
        Field(f"item_{n}", "choice", question, options, optional=True) for n, (question, options, _) in enumerate(drawn)
    )
    words = {
        "sums": "Add up.",
        "hidden words": "Which word is hidden in the letters?",
        "patterns": "Which number comes next?",
    }[task]
    return Part(
        f"task_{place}", f"{words} As many as you can in {seconds} seconds, from the top.", fields, seconds=seconds
    )


def right_items(settings, place, body):
    """For each item of the task number `place`: True if it was answered rightly."""
    drawn = items(settings)[TASKS[place]]
    return [body.get(f"item_{n}") == right for n, (_, _, right) in enumerate(drawn)]


def simulate(rng, parts, settings, expected, truth):
    """A person with a skill in each task, who knows it more or less well (`knowing`, a correlation) and chooses the best guess."""
    skill = [rng.gauss(0, 1) for _ in TASKS]
    noise = (1 - truth["knowing"] ** 2) ** 0.5
    guess = [truth["knowing"] * own + noise * rng.gauss(0, 1) for own in skill]
    ratings = {f"rating_{place}": max(0, min(10, round(5 + 2 * each))) for place, each in enumerate(guess)}
    answers = {"choice": {**ratings, "chosen": guess.index(max(guess))}}
    drawn = items(settings)
    for place, task in enumerate(TASKS):
        chance = max(0.05, min(0.98, 0.6 + 0.18 * skill[place]))
        answers[f"task_{place}"] = {
            f"item_{n}": right if rng.random() < chance else (None if rng.random() < 0.3 else (right + 1) % 4)
            for n, (_, _, right) in enumerate(drawn[task])
        }
    return answers


EXPERIMENT = Experiment(
    kind="task_choice",
    title="Who should do what?",
    minutes=6,
    least=12,
    form=form,
    simulate=simulate,
    settings={"seed": 1, "task_seconds": 40},
    truth={"knowing": 0.3},
    seconds=300,
    columns={
        **{f"rating_{place}": f"own rating for {task}, 0 to 10" for place, task in enumerate(TASKS)},
        "chosen": "place of the chosen task among sums, hidden words, patterns, from 0",
        **{
            f"item_{n}": f"place of the option chosen for item {n + 1}, empty if it was not reached"
            for n in range(ITEMS)
        },
    },
)
