"""Logos: a small picture made anew, and a sentence for whatever is no picture or unfolds into too much."""

import json
from io import BytesIO

import pytest
from PIL import Image, PngImagePlugin

from peerkit.advice.engagement import EngagementError, parse
from peerkit.advice.logo import (
    HIGHEST,
    LARGEST,
    LARGEST_FILE,
    SIGNATURE,
    WIDEST,
    LogoError,
    as_words,
    drawn,
    from_words,
    logo_of,
    source,
)
from tests.advice.pictures import bomb, noise, picture


def opened(content):
    return Image.open(BytesIO(content))


@pytest.mark.parametrize(
    "content",
    [
        picture(),
        picture(3000, 40),
        picture(40, 3000),
        picture(kind="JPEG"),
        picture(kind="JPEG", mode="CMYK"),
        picture(mode="RGBA"),
        picture(mode="L"),
        picture(2, 1),
        noise(),
    ],
    ids=["png", "wide", "high", "jpeg", "cmyk", "transparent", "grey", "tiny", "noise"],
)
def test_a_picture_becomes_a_small_png(content):
    made = logo_of(content)
    shown = opened(made)
    assert made.startswith(SIGNATURE) and len(made) <= LARGEST
    assert shown.width <= WIDEST and shown.height <= HIGHEST
    assert from_words(as_words(made)) == made
    # Made anew once more it is the same picture.
    assert list(opened(drawn(as_words(made))).convert("RGBA").tobytes()) == list(shown.convert("RGBA").tobytes())


def test_nothing_but_the_points_is_passed_on():
    secret = PngImagePlugin.PngInfo()
    secret.add_text("Author", "somebody")
    noted = picture(pnginfo=secret, icc_profile=b"a profile") + b"<script>behind the end</script>"
    assert b"somebody" in noted
    made = logo_of(noted)
    assert b"somebody" not in made and b"script" not in made and b"iCCP" not in made


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (b"", "This is no picture"),
        (b"GIF89a" + b"\0" * 100, "This is no picture"),
        (picture(kind="GIF"), "This is no picture"),
        (picture(kind="BMP"), "This is no picture"),
        (b"<svg xmlns='http://www.w3.org/2000/svg' onload='alert(1)'/>", "This is no picture"),
        (picture()[:60], "This is no picture"),
        (picture(kind="JPEG")[:200], "This is no picture"),
        (SIGNATURE + b"\xff" * 400, "This is no picture"),
        (bomb(), "too many points: a logo may have at most 16,000,000"),
        (bomb(5_000, 5_000), "too many points: a logo may have at most 16,000,000"),
        (bomb(100, 100), "This is no picture"),
        (b"\0" * (LARGEST_FILE + 1), "The picture has 2,000,001 bytes; a logo may have at most 2,000,000."),
    ],
)
def test_what_cannot_be_used_is_refused_in_a_sentence(content, words):
    with pytest.raises(LogoError, match=words):
        logo_of(content)


def with_brand(**brand):
    return parse(
        json.dumps({"peerkit": "engagement", "schema": 1, "client": {"name": "x"}, "answers": {}, "brand": brand})
    )


@pytest.mark.parametrize(
    ("words", "sentence"),
    [
        ("<img onerror=alert(1)>", "brand.logo must be a PNG in base64"),
        ("https://example.invalid/logo.png", "brand.logo must be a PNG in base64"),
        (as_words(picture(kind="JPEG")), "brand.logo must be a PNG in base64"),
        (as_words(bomb()), "brand.logo must have at most 600 × 300 points, and has 60,000 × 60,000"),
        ("A" * 300_000, "brand.logo must be a PNG of at most 200,000 bytes"),
    ],
)
def test_a_file_holds_only_logos_that_the_desk_would_have_made(words, sentence):
    with pytest.raises(EngagementError, match=sentence):
        with_brand(logo=words)


def test_a_damaged_logo_stops_a_report_with_a_sentence():
    made = logo_of(picture())
    broken = made[:40] + b"\0" * 20 + made[60:]
    assert with_brand(logo=as_words(broken)).brand.logo
    with pytest.raises(LogoError, match="This is no picture"):
        drawn(as_words(broken))


def test_a_page_shows_the_logo_from_within_itself():
    assert source("") == ""
    assert source(as_words(logo_of(picture()))).startswith("data:image/png;base64,")
