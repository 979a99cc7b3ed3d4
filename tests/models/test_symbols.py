"""Every letter of a formula is the symbol of a parameter, or a sentence of the card below the formula explains it."""

import re

import pytest

from peerkit.models.catalogue import records

RECORDS = [record for record in records() if record.about.equations]
WORDS = re.compile(r"\\(?:mathrm|text)\s*\{(?:\\mbox\{[^{}]*\}|[^{}])*\}|\\[,; ]")
COMMANDS = set(
    r"\frac \tfrac \binom \ln \exp \max \min \sum \int \sqrt \left \right \quad \qquad \cdot \dots \infty \to \approx \ge \le "
    r"\propto \sim \pm \rightarrow \overline \bar \hat".split()
)
GREEK = dict(
    zip(
        ("alpha", "beta", "zeta", "eta", "lambda", "mu", "rho", "sigma", "tau", "Phi", "phi"),
        "αβζηλμρστΦφ",
        strict=True,
    )
)
EULER = "e"


def symbols(formula):
    """The letters of a formula without their indices: what tells p_B from p_S is no symbol of its own."""
    plain = re.sub(r"_\{[^{}]*\}|_\\?[A-Za-z]+|_\w", "", WORDS.sub(" ", formula))
    letters = set(re.findall(r"\\[A-Za-z]+|[A-Za-z]", re.sub(r"\bd(?=[A-Za-z]\b)", "", plain)))  # dt is one with its t
    return letters - COMMANDS - {EULER}


def explained(symbol, sentences):
    """True where a sentence names the symbol; the letter a counts only where it cannot be the article."""
    name = symbol.removeprefix("\\")
    letter = f"{GREEK[name]}|(?i:{name})" if name in GREEK else symbol
    after = r"(?=,| and | is | are )" if symbol == "a" else r"(?![A-Za-z'])"
    return any(re.search(rf"(?<![A-Za-z'])(?:{letter}){after}", sentence) for sentence in sentences)


@pytest.mark.parametrize("record", RECORDS, ids=lambda record: record.__name__)
def test_every_symbol_of_a_formula_is_a_parameter_or_explained(record):
    used = {symbol for equation in record.about.equations for symbol in symbols(equation)}
    known = {symbol for parameter in record.parameters().values() for symbol in symbols(parameter.symbol)}
    unknown = {symbol for symbol in used - known if not explained(symbol, record.about.assumes)}
    assert unknown == set()


def test_symbols_are_read_from_formulas():
    assert symbols(r"\frac{dF}{dt} = (p + qF)(1 - F)") == {"F", "t", "p", "q"}
    assert symbols(r"C_{\mathrm{firm}}(n) = F + \kappa \frac{n(n-1)}{2}") == {"C", "n", "F", r"\kappa"}
    assert explained("a", ["a, b and c are coefficients."]) and not explained("a", ["There is a price."])
    assert explained(r"\mu", ["Free time has the mean μ."]) and not explained("f", ["of firms"])
