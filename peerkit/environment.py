"""The variables that every process which peerkit starts may have, so that no secret is passed on by accident."""

PASSED_ON = (
    "PATH",
    "HOME",
    "USERPROFILE",
    "LANG",
    "LC_ALL",
    "LC_CTYPE",
    "TZ",
    "TMPDIR",
    "TEMP",
    "TMP",
    "SYSTEMROOT",
    "XDG_CACHE_HOME",
    "LOCALAPPDATA",
    "LD_LIBRARY_PATH",
    "PYTHONPATH",
    "PYTHONHOME",
    "VIRTUAL_ENV",
    "CONDA_PREFIX",
)
"""Variables that say where programs, files and words are, and nothing else. The word of the room is in none of them."""
