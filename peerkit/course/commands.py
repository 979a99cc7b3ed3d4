"""``peerkit course``: editions of the lessons, and slides."""

from contextlib import contextmanager

EDITIONS = ("participant", "instructor", "solutions")
EXTRA = "pip install 'peerkit[serve]'"


def register(commands):
    """Add the commands of this area to the command line (`commands` is what ``add_subparsers`` returns)."""
    course = commands.add_parser("course", help="write the lessons for participants or instructors, or the slides")
    deeds = course.add_subparsers(required=True, metavar="DEED")

    build = deeds.add_parser("build", help="write one edition of the lessons into a new folder")
    build.add_argument("--edition", required=True, choices=EDITIONS, help="who will read it")
    build.add_argument("-o", "--output", required=True, metavar="FOLDER", help="a new or empty folder")
    build.set_defaults(run=_build)

    slides = deeds.add_parser("slides", help="write slides that need no internet into a new folder")
    slides.add_argument(
        "lesson", nargs="?", metavar="LESSON", help="a lesson, such as 1 or why_firms_exist, or opening; all without it"
    )
    slides.add_argument("-o", "--output", required=True, metavar="FOLDER", help="a new or empty folder")
    slides.set_defaults(run=_slides)


def _build(options):
    with _complete():
        from peerkit.course.editions import build

        files = build(options.edition, options.output)
    notebooks = sum(path.endswith(".ipynb") for path in files)
    print(f"{options.output}: the {options.edition} edition with {notebooks} notebooks; begin with its README.md")
    return 0


def _slides(options):
    with _complete():
        from peerkit.course.slides.deck import build

        decks = build(options.output, options.lesson)
    print(
        f"{options.output}: {len(decks)} decks; open index.html"
        if len(decks) > 1
        else f"{options.output}: open index.html"
    )
    return 0


@contextmanager
def _complete():
    """Say which library is missing, and what installs it."""
    try:
        yield
    except ModuleNotFoundError as error:
        missing = error.name.partition(".")[0]
        raise ValueError(f"the course needs {missing}, which is not installed here: {EXTRA}") from error
