"""The command line: ``peerkit serve``, ``peerkit doctor``, ``peerkit cases``, ``peerkit course``, and what else an area registers."""

import argparse
import os
import sys
from importlib import import_module

AREAS = ("serve", "cases", "advice", "course", "evidence")
"""The areas that have commands, in the order of the help: ``peerkit.AREA.commands`` holds ``register(commands)``."""


def main(arguments=None):
    """Run the command named in `arguments` (the process's own by default); the exit code is 0 when all went well."""
    options = _parser().parse_args(arguments)
    try:
        code = options.run(options)
        sys.stdout.flush()
        return code
    except BrokenPipeError:
        # Whoever read this has read enough (as in `| head`). Python would complain when it closes the pipe at its end.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return 0
    except (ValueError, OSError) as error:
        print(f"peerkit: {error}", file=sys.stderr)
        return 1


def _parser():
    parser = argparse.ArgumentParser(prog="peerkit", description="Peer production: models, cases, questions.")
    commands = parser.add_subparsers(required=True, metavar="COMMAND")
    for area in AREAS:
        import_module(f"peerkit.{area}.commands").register(commands)
    return parser


if __name__ == "__main__":
    sys.exit(main())
