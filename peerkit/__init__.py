"""peerkit: the economics of peer production as models one can move, cases one can check and questions one can ask.

Nothing is imported here, so that a kernel pays only for what its page uses.
"""

from importlib.metadata import version

__version__ = version("peerkit")
