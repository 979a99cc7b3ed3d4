# A JupyterHub that gives each user, or each group, a portal of peerkit. Copy it, and change the lines between the marks.
# Install: pip install 'peerkit[serve,advice,evidence,room,postgres,hub]'; npm install -g configurable-http-proxy
# Start:   jupyterhub -f jupyterhub_config.py

import os
import sys
from urllib.parse import urlsplit

from tornado.web import HTTPError

c = get_config()  # noqa: F821  JupyterHub provides it

# [people]
# Accounts of this machine. A school's own log-in is another class, as in "ltiauthenticator.lti13.auth.LTI13Authenticator".
c.JupyterHub.authenticator_class = "pam"
c.Authenticator.allow_all = True
# Those who teach. They make the rooms, and each of them has a portal of his or her own.
INSTRUCTORS = set()
# Empty: each user has a portal. Else the people of a group share one: {"tuesday": ["ann", "ben"], "friday": ["eve"]}.
# A group must not have the name of a person.
GROUPS = {}
# People who use one portal at once: about 1 where each has one, the size of the largest group where groups have.
PARTICIPANTS = 1
# [/people]

# [servers]
# Each portal runs as the account of its user; for a group make such an account. Containers need another spawner.
c.JupyterHub.spawner_class = "localprocess"
c.JupyterHub.bind_url = "http://127.0.0.1:8000"
# True: people have JupyterLab, too, with the portal in its launcher. They can then run code as the account of their server.
LAB = False
# [/servers]

# [room]
# The room is outside: one process answers the phones of all, who need no account. Without an address (None) there is no such
# process, and phones reach a room through the portal in which it was made, after they have logged in.
ROOM_AT = None  # "http://econ.example.org:8867/room/"
ROOM_PORT = 8867
ROOM_PEOPLE = 300
# Portals of instructors write to this database. With SQLite all of them must run as one account.
ROOM_DATABASE = None  # "postgresql+psycopg://peerkit@/peerkit?host=/run/postgresql"
# [/room]

# The portal is the first thing that a user sees; a portal that nobody has open for an hour ends.
c.Spawner.cmd = [sys.executable, "-m", "jupyterhub.singleuser"]
c.Spawner.default_url = "/peerkit/"
c.Spawner.environment = {"PEERKIT_PARTICIPANTS": str(PARTICIPANTS)}
# A portal imports numpy, scipy and plotly before it answers.
c.Spawner.http_timeout = c.Spawner.start_timeout = 120
if not LAB:
    # No other extension of Jupyter is loaded, and Jupyter's own addresses refuse everybody.
    c.Spawner.environment["JUPYTER_NO_CONFIG"] = "1"
    c.Spawner.args.extend(
        [
            "--ServerApp.jpserver_extensions=peerkit.serve.hub=True",
            "--ServerApp.authorizer_class=peerkit.serve.hub.PortalOnly",
            "--ServerApp.shutdown_no_activity_timeout=3600",
        ]
    )

# A group is a user as whom nobody can log in; its members may start and open that user's server.
c.JupyterHub.load_groups = {
    "portals": {"users": list(GROUPS)},
    **{name: {"users": list(members)} for name, members in GROUPS.items()},
}
# Nobody owns the portal of a group, so its members need not be asked whether they trust its owner.
c.JupyterHub.tornado_settings = {"oauth_no_confirm_list": {f"jupyterhub-user-{name}" for name in GROUPS}}
c.JupyterHub.load_roles = [
    {
        "name": f"portal-of-{name}",
        "scopes": [f"access:servers!user={name}", f"servers!user={name}", f"read:users:name!user={name}"],
        "groups": [name],
    }
    for name in GROUPS
]


def group_of(user):
    """The group whose portal a user shares; None for instructors, and where each user has a portal."""
    groups = [name for name, members in GROUPS.items() if user.name in members and user.name not in INSTRUCTORS]
    return groups[0] if groups else None


def right_portal(handler):
    """The address to which a user is sent after the log-in: the own portal, or that of the user's group."""
    user, hub = handler.current_user, handler.hub.base_url
    if user is None:
        return f"{hub}login"
    return f"{hub}spawn/{group_of(user)}" if group_of(user) else f"{hub}spawn"


def nobody_is_a_group(authenticator, handler, authenticated):
    """None, and so no log-in, for the name of a group."""
    return None if authenticated["name"] in GROUPS else authenticated


def prepare(spawner):
    """Give an instructor's portal the database of the room; start none that is nobody's."""
    user = spawner.user
    if user.name in INSTRUCTORS and ROOM_AT:
        room = {"PEERKIT_ROOM_AT": ROOM_AT, "PEERKIT_ROOM_DATABASE": ROOM_DATABASE}
        spawner.environment = {**spawner.environment, **room}
    elif GROUPS and user.name not in GROUPS and user.name not in INSTRUCTORS:
        group = group_of(user)
        where = (
            f"share the portal of {group}: open /hub/spawn/{group}" if group else "are in no group that has a portal"
        )
        refused = HTTPError(403, f"{user.name} wants a portal of the own")
        refused.jupyterhub_message = f"You {where}."
        raise refused


c.JupyterHub.default_url = right_portal
c.Authenticator.post_auth_hook = nobody_is_a_group
c.Spawner.pre_spawn_hook = prepare

if ROOM_AT and not ROOM_DATABASE:
    raise ValueError("ROOM_AT needs a ROOM_DATABASE, which the portals of instructors and the room share")
if ROOM_AT:
    options = {"host": "0.0.0.0", "port": ROOM_PORT, "participants": ROOM_PEOPLE, "name": urlsplit(ROOM_AT).hostname}
    given = [text for name, value in options.items() for text in (f"--{name}", str(value))]
    c.JupyterHub.services = [
        {
            "name": "room",
            "command": [sys.executable, "-m", "peerkit.cli", "room", *given],
            "environment": {"PEERKIT_ROOM_DATABASE": ROOM_DATABASE, "PATH": os.environ["PATH"]},
        }
    ]
