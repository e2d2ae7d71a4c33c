"""What publications, their texts and their periods are called on the screen."""

from __future__ import annotations

from icv_app.domain.publication import PublicationKind, WordPart
from icv_app.words import _


def kind_words(kind: PublicationKind) -> str:
    """A kind of publication."""
    return {
        PublicationKind.ANNUAL: _("Annual report"),
        PublicationKind.QUARTERLY: _("Governance paper of a quarter"),
        PublicationKind.SCRUTINY: _("Extract for the child custody scrutiny panel"),
        PublicationKind.PUBLIC: _("Public page about a quarter"),
    }[kind]


def about_words(kind: PublicationKind) -> str:
    """What is in it."""
    return {
        PublicationKind.ANNUAL: _(
            "Nineteen sections: visits against target, who was seen, checks, concerns and what came of them, "
            "your own texts, and how every figure was computed."
        ),
        PublicationKind.QUARTERLY: _(
            "Two to four pages: coverage, themes, overdue concerns, escalations, good practice, asks."
        ),
        PublicationKind.SCRUTINY: _(
            "Children in custody, appropriate adults, nights, beds asked for and given, strip searches."
        ),
        PublicationKind.PUBLIC: _("One page for everybody."),
    }[kind]


def quarter_words(number: int) -> str:
    """A quarter of the financial year."""
    return {
        1: _("1: April to June"),
        2: _("2: July to September"),
        3: _("3: October to December"),
        4: _("4: January to March"),
    }[number]


def part_words(part: WordPart) -> str:
    """One of the texts."""
    return {
        WordPart.FOREWORD: _("Foreword"),
        WordPart.RESPONSE: _("The force’s response, word for word"),
        WordPart.PLAN: _("Plan for the coming year"),
        WordPart.CONTACT: _("Contact and joining"),
        WordPart.ASKS: _("What is asked for"),
    }[part]
