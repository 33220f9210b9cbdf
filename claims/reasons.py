"""Why claims are not judged: the modules that the model is still to have, and what no model of a protocol can settle."""

from __future__ import annotations

from claims.claim import Missing

MAKER = Missing("model.maker", "Perpetual Protocol's makers")
BAMM = Missing("model.bamm", "BAMM")

MISSING = (MAKER, BAMM)
"""Everything that a claim may await. What is there by now is missing no more: its claims want links instead."""

DISPLAY = "It is about what a web page shows or asks for, not about the protocol."
ACCOUNT = "It is about how accounts are kept apart; the model has users, and each has one account."
WIDER_EXCHANGE = "It is about the exchange beyond one perpetual market: other markets, lending, an order book."
SETTING = "It depends on a setting of the exchange, which may be any in the model."
OPINION = "It is an opinion, a forecast or a comparison without a measure."
OTHER_PROTOCOL = "It is about another protocol."
NOT_PUBLIC = "The rule is not public, or was not known when the document was written."
ADVICE = "It is advice, or a definition of words."
TRAFFIC = "It is about prices and traffic outside the protocol, which are any in the model."
