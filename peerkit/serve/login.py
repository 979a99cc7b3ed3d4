"""The question for the token, in words for whoever reads an address from a board and types it into a phone."""

from jupyter_server.auth.login import LoginFormHandler
from markupsafe import Markup

from peerkit.serve.page import Sentences


class LoginHandler(Sentences, LoginFormHandler):
    """Asks for the token once; a cookie remembers that it was right."""

    def _render(self, message=None):
        site = self.settings["peerkit"].site
        self.set_header("Content-Type", "text/html; charset=utf-8")
        self.write(
            site.template("login.html.j2").render(
                pk=site,
                wrong=message is not None,
                to=self.get_argument("next", default=site.base_url),
                form=Markup(self.xsrf_form_html()),
            )
        )
