r"""The economics of peer production: one concept a file, parameters as records, formulas as pure functions.

The same word means the same thing everywhere: before coining a name, look it up on the page *reference* of the portal, or
ask `peerkit.models.catalogue.records` for the parameters of every record.
"""
