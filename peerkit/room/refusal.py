"""A wish that a room does not fulfil."""


class Refusal(Exception):
    """The reason in `why` (a sentence, or the state), the `status` of HTTP, and `more` for those who read it by machine."""

    def __init__(self, status, why, **more):
        super().__init__(why)
        self.status, self.why, self.more = status, why, more
