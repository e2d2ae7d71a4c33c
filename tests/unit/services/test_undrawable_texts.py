"""Letters that no font of a document has: said before publishing, with where they are, or refused."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from icv_app.bootstrap.publications import prepare
from icv_app.cli.publications import missing
from icv_app.domain.periods import Period, Quarter, QuarterOfYear
from icv_app.domain.publication import Change, PublicationKind, Section, WordPart
from icv_app.domain.scheme import SchemeSettings
from icv_app.domain.times import FinancialYear, london_day
from icv_app.errors import BadInput
from tests.builders import NOON
from tests.memory_scheme import MemoryScheme, a_scheme

YEAR = FinancialYear.containing(london_day(NOON))
QUARTER = QuarterOfYear(YEAR, Quarter.JANUARY)
GURMUKHI, BENGALI, CHINESE = "ਲੀਡਜ਼", "ঢাকা", "利兹"
CLEF = "\N{MUSICAL SYMBOL G CLEF}"


@pytest.fixture
def scheme() -> MemoryScheme:
    made = a_scheme()
    made.filed_by("V-001")
    made.exchange()
    return made


def changed(scheme: MemoryScheme, **changes: Any) -> None:
    scheme.clock.forward(minutes=1)

    def edit(settings: SchemeSettings) -> SchemeSettings:
        return replace(settings, **changes)

    scheme["C-001"].desk.settings.change(edit)


def a_suite_in(scheme: MemoryScheme, name: str) -> None:
    settings = scheme["C-001"].desk.scheme.settings()
    changed(scheme, suites=(replace(settings.suites[0], name=name), *settings.suites[1:]))


def sentences(scheme: MemoryScheme) -> list[str]:
    """What is said of texts before anything of the year is published."""
    return [one.sentence for one in scheme["C-001"].desk.agenda.before_publishing(YEAR).undrawable]


def test_what_fonts_have_is_no_matter(scheme: MemoryScheme) -> None:
    a_suite_in(scheme, "مركز ليدز ŵŷ Σ Ж 😀")
    assert sentences(scheme) == []


@pytest.mark.parametrize("name", [GURMUKHI, BENGALI, CHINESE])
def test_a_suite_in_other_letters_is_named_before_publishing_and_refused_where_it_is_printed(
    scheme: MemoryScheme, name: str
) -> None:
    a_suite_in(scheme, name)
    [sentence] = sentences(scheme)
    assert f"in the suite “{name}”" in sentence
    before = scheme["C-001"].desk.agenda.before_publishing(YEAR)
    assert not before.ready
    assert next(missing(before)) == sentence
    with pytest.raises(BadInput) as refused:
        prepare(scheme["C-001"].desk, PublicationKind.ANNUAL, YEAR)
    assert name in refused.value.user_text
    assert "in “In brief”" in refused.value.user_text


@pytest.mark.parametrize("kind", PublicationKind)
def test_every_publication_refuses_a_scheme_s_name_it_cannot_print(
    scheme: MemoryScheme, kind: PublicationKind
) -> None:
    changed(scheme, name=f"Custody visiting {CHINESE}")
    period: Period = YEAR if kind is PublicationKind.ANNUAL else QUARTER
    with pytest.raises(BadInput) as refused:
        prepare(scheme["C-001"].desk, kind, period)
    assert CHINESE in refused.value.user_text
    assert "at the beginning" in refused.value.user_text
    assert "the scheme’s name" in sentences(scheme)[0]


def test_a_written_text_is_named_with_its_period(scheme: MemoryScheme) -> None:
    words = scheme["C-001"].desk.publication_words
    words.write_text(words.wording(YEAR.label), WordPart.FOREWORD, f"A year of singing {CLEF}.")
    words.write_text(words.wording(QUARTER.label), WordPart.ASKS, CLEF)
    words.write_changes(words.wording(YEAR.label), [Change(said="Blankets.", did=CLEF)])
    words.choose_look(words.wording(YEAR.label), scheme=f"Our scheme {CLEF}")
    told = "\n".join(sentences(scheme))
    for where in (
        f"“Foreword” of {YEAR.label}",
        f"“What is asked for” of {QUARTER.label}",
        f"“What changed” of {YEAR.label}",
        f"the name on the cover of {YEAR.label}",
    ):
        assert where in told
    words.choose_look(words.wording(YEAR.label))
    words.choose_sections(words.wording(YEAR.label), [Section.FOREWORD, Section.METHOD])
    with pytest.raises(BadInput, match="U\\+1D11E"):
        prepare(scheme["C-001"].desk, PublicationKind.ANNUAL, YEAR)


def test_the_command_says_what_else_is_missing(scheme: MemoryScheme) -> None:
    before = scheme["C-001"].desk.agenda.before_publishing(YEAR)
    assert "Missing for 2023-24: 1 report is not approved." in list(missing(before))
