"""The loader of the Last.fm rows: laws on small made-up files, and the facts of the case on the real rows where they are."""

import os
import re
from pathlib import Path

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from peerkit.cases import load_case
from peerkit.evidence.lastfm_2k import (
    LISTED_ARTISTS,
    PLAYS_COLUMNS,
    PLAYS_FILE,
    PUBLISHED,
    TAGS_COLUMNS,
    TAGS_FILE,
    Activity,
    Counts,
    load,
    rank_correlation,
    spread,
)

PLAYS = ((1, 10, 7), (1, 11, 3), (2, 10, 1), (3, 12, 90))
TAGS = (
    (1, 10, 5, 1, 4, 2005),
    (2, 10, 5, 1, 4, 2005),
    (2, 10, 6, 1, 4, 2005),
    (2, 11, 5, 2, 4, 2005),
    (3, 12, 5, 1, 1, 2006),
)
SMALL = Counts(users=3, listened_pairs=4, tag_assignments=5)
DATA = Path(os.environ.get("PEERKIT_DATA") or Path(__file__).resolve().parents[3] / "shared" / "data") / "lastfm-2k"


def write(folder, plays=PLAYS, tags=TAGS):
    for name, columns, rows in ((PLAYS_FILE, PLAYS_COLUMNS, plays), (TAGS_FILE, TAGS_COLUMNS, tags)):
        pd.DataFrame(rows, columns=columns).to_csv(folder / name, sep="\t", index=False)
    return folder


@pytest.fixture(scope="module")
def real(request):
    try:
        return load(DATA)
    except FileNotFoundError as error:
        reason = f"the facts computed from the Last.fm rows are not recomputed: {error}"
        plugins = request.config.pluginmanager
        with plugins.getplugin("capturemanager").global_and_fixture_disabled():
            plugins.getplugin("terminalreporter").write_line(f"\n{reason}")  # a skip alone is one letter
        pytest.skip(reason)


def test_plays_and_tags_are_added_up_by_person(tmp_path):
    loaded = load(write(tmp_path), SMALL)
    assert loaded.plays.to_dict() == {1: 10, 2: 1, 3: 90}
    assert loaded.tags.to_dict() == {1: 1, 2: 3, 3: 1}


def test_a_day_with_many_tags_is_one_day_of_tagging(tmp_path):
    assert load(write(tmp_path), SMALL).tagging_days.to_dict() == {1: 1, 2: 2, 3: 1}


def test_tags_are_cut_to_as_many_artists_as_plays_are(tmp_path):
    # One artist with three tags and many with one: the three are kept, and as many of the others as fit.
    many = [(1, 1, tag, 1, 1, 2006) for tag in range(3)]
    many += [(1, artist, 0, 1, 1, 2006) for artist in range(2, LISTED_ARTISTS + 30)]
    loaded = load(write(tmp_path, plays=((1, 1, 1),), tags=many), Counts(1, 1, len(many)))
    assert loaded.tags_on_listed.to_dict() == {1: LISTED_ARTISTS + 2}
    assert loaded.tags.to_dict() == {1: len(many)}


def test_the_order_of_the_rows_changes_nothing(tmp_path):
    there, back = tmp_path / "there", tmp_path / "back"
    there.mkdir(), back.mkdir()
    first, second = load(write(there), SMALL), load(write(back, PLAYS[::-1], TAGS[::-1]), SMALL)
    for one, other in zip(first, second, strict=True):
        assert one.sort_index().to_dict() == other.sort_index().to_dict()


def test_missing_files_are_said_in_one_sentence_with_address_and_licence(tmp_path):
    with pytest.raises(FileNotFoundError) as refusal:
        load(tmp_path)
    said = str(refusal.value)
    assert str(tmp_path / PLAYS_FILE) in said and "\n" not in said and ". " not in said
    assert "https://grouplens.org/datasets/hetrec-2011/" in said and "non-commercial use only" in said


def test_the_second_file_is_missed_too(tmp_path):
    (write(tmp_path) / TAGS_FILE).unlink()
    with pytest.raises(FileNotFoundError, match=re.escape(TAGS_FILE)):
        load(tmp_path, SMALL)


@pytest.mark.parametrize(
    ("counts", "message"),
    [
        (PUBLISHED, f"{PLAYS_FILE}: the published file has 92834 rows, this one has 4"),
        (SMALL._replace(listened_pairs=3), f"{PLAYS_FILE}: the published file has 3 rows, this one has 4"),
        (SMALL._replace(users=4), f"{PLAYS_FILE}: the published file has 4 users, this one has 3"),
        (SMALL._replace(tag_assignments=6), f"{TAGS_FILE}: the published file has 6 rows, this one has 5"),
    ],
)
def test_a_file_with_other_counts_than_published_is_refused(tmp_path, counts, message):
    with pytest.raises(ValueError, match=re.escape(message)):
        load(write(tmp_path), counts)


@pytest.mark.parametrize(
    ("old", "new", "message"),
    [
        ("weight", "plays", "the columns must be userID, artistID, weight, got userID, artistID, plays"),
        ("\t90", "\tmany", "every row must hold whole numbers between tabs"),
        ("\t90", "\t", "every row must hold whole numbers between tabs"),
        ("\t90", "\t9.5", "every row must hold whole numbers between tabs"),
        ("\t90", "\t90\t1\t2", "every row must hold whole numbers between tabs"),
        ("\t90", "\t-1", "column weight must be at least 0, got -1"),
        ("\t90", "\t99999999999999999999", "every row must hold whole numbers between tabs"),
    ],
)
def test_a_damaged_file_is_refused_by_name(tmp_path, old, new, message):
    path = write(tmp_path) / PLAYS_FILE
    path.write_text(path.read_text(encoding="utf-8").replace(old, new), encoding="utf-8")
    with pytest.raises(ValueError, match=re.escape(message)) as refusal:
        load(tmp_path, SMALL)
    assert str(path) in str(refusal.value)


def test_an_empty_file_is_refused(tmp_path):
    (write(tmp_path) / PLAYS_FILE).write_text("", encoding="utf-8")
    with pytest.raises(ValueError, match="every row must hold whole numbers"):
        load(tmp_path, SMALL)


@pytest.mark.parametrize(
    ("contributions", "gini", "top"),
    [
        ([5, 5, 5, 5, 5], 0.0, 0.2),  # all equal: the top fifth has a fifth
        ([0, 0, 0, 0, 9], 0.8, 1.0),  # one does it all: 1 - 1/n
        ([1, 2, 3, 4, 5], 4 / 15, 1 / 3),  # by hand: 2 * 55 / (5 * 15) - 6 / 5
    ],
)
def test_the_spread_of_cases_that_can_be_counted_by_hand(contributions, gini, top):
    loaded = spread(contributions)
    assert loaded.gini.estimate == pytest.approx(gini) and loaded.top_share.estimate == pytest.approx(top)
    assert loaded.gini.contributors == 5


def test_a_larger_top_holds_no_less_and_everybody_holds_all():
    shares = [spread([9, 4, 4, 1, 1, 1], top).top_share.estimate for top in (0.1, 0.2, 0.5, 1.0)]
    assert shares == sorted(shares) and shares[-1] == pytest.approx(1)


@settings(deadline=None, max_examples=50)
@given(st.lists(st.integers(0, 1000), min_size=3, max_size=40).filter(any), st.integers(2, 60))
def test_counting_in_dozens_changes_neither_gini_nor_share_nor_their_errors(contributions, dozen):
    for one, other in zip(spread(contributions), spread(np.array(contributions) * dozen), strict=True):
        assert other.estimate == pytest.approx(one.estimate, abs=1e-12)
        assert other.standard_error == pytest.approx(one.standard_error, abs=1e-12)


def test_standard_errors_are_those_of_samples_drawn_again():
    # An independent way to the same number: redraw the sample 2,000 times. Two significant digits is what that gives.
    rng = np.random.default_rng(2024)
    sample = rng.lognormal(3, 1, 400)
    loaded = spread(sample)
    again = [spread(sample[rng.integers(0, 400, 400)]) for _ in range(2000)]
    for name in ("gini", "top_share"):
        redrawn = np.std([getattr(each, name).estimate for each in again])
        assert getattr(loaded, name).standard_error == pytest.approx(redrawn, rel=0.1)


def activity(plays, tags):
    return Activity(pd.Series(plays), pd.Series(tags), pd.Series(tags), pd.Series(tags))


def test_the_rank_correlation_knows_the_same_and_the_reverse_order_and_ties():
    assert rank_correlation(activity([1, 2, 30], [5, 6, 7])) == pytest.approx(1)
    assert rank_correlation(activity([1, 2, 30], [7, 6, 5])) == pytest.approx(-1)
    assert rank_correlation(activity([1, 1, 2, 2], [1, 2, 1, 2])) == pytest.approx(0)


def test_ranks_are_compared_person_by_person_whatever_their_order():
    plays, tags = pd.Series({1: 5, 2: 6, 3: 7}), pd.Series({3: 9, 1: 1, 2: 4})
    assert rank_correlation(Activity(plays, tags, tags, tags)) == pytest.approx(1)


def test_the_real_rows_have_the_published_means_per_person(real):
    """Against the readme of the data set: 98.562 tag assignments and 49.067 listed artists per person."""
    assert real.tags.mean() == pytest.approx(98.562, abs=5e-4)
    assert PUBLISHED.listened_pairs / len(real.plays) == pytest.approx(49.067, abs=5e-4)
    assert set(real.plays.index) == set(real.tags.index)


def test_the_facts_of_the_case_are_what_the_real_rows_give(real):
    case = load_case("lastfm")
    for name, measure in zip(("plays", "tags", "tags_on_listed", "tagging_days"), real, strict=True):
        loaded = spread(measure)
        assert case.number(f"gini_{name}_2011_05") == pytest.approx(loaded.gini.estimate, abs=5e-4)
        assert case.number(f"gini_{name}_error_2011_05") == pytest.approx(loaded.gini.standard_error, abs=5e-4)
    for name, measure in (("plays", real.plays), ("tags", real.tags)):
        for percent in (1, 10, 20):
            loaded = spread(measure, percent / 100).top_share
            assert case.number(f"top{percent}_share_of_{name}_2011_05") == pytest.approx(
                100 * loaded.estimate, abs=0.05
            )
            error = case.number(f"top{percent}_share_of_{name}_error_2011_05")
            assert error == pytest.approx(100 * loaded.standard_error, abs=0.05)
    assert case.number("median_tags_2011_05") == real.tags.median()
    assert case.number("mean_tags_2011_05") == pytest.approx(real.tags.mean(), abs=5e-3)
    assert case.number("one_tag_people_2011_05") == pytest.approx(100 * (real.tags == 1).mean(), abs=0.05)
    assert case.number("rank_correlation_2011_05") == pytest.approx(rank_correlation(real), abs=5e-3)
