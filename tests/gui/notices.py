"""Notices of a coordinator, and what visitors said to them, as screens show them."""

from __future__ import annotations

from datetime import timedelta

from icv_app.services.notices import NoticeWords
from tests.memory_scheme import MemoryScheme, a_scheme
from tests.quality_builders import PDF


def a_scheme_with_notices() -> MemoryScheme:
    """A briefing with a document that V-002 has read, one to V-001 alone, one that was withdrawn, and a
    report of V-001 that was commented, thanked for and returned with a question."""
    scheme = a_scheme()
    office, today = scheme["C-001"].desk, scheme.clock.now().date()
    briefing = NoticeWords(
        title="New form for reports of night visits",
        text="Use the new form from Monday.\n\nIt asks for the reviews of the night in one place.",
        first_day=today,
        last_day=today + timedelta(days=60),
        must_read=True,
        document=PDF,
    )
    told = office.notices.tell(briefing)
    scheme.clock.forward(minutes=1)
    own = NoticeWords(
        title="Parking at Wakefield",
        text="The gate opens with your card now.",
        first_day=today,
        to=(scheme["V-001"].desk.identity.member_id,),
    )
    office.notices.tell(own)
    scheme.clock.forward(minutes=1)
    office.notices.withdraw(
        office.notices.tell(NoticeWords(title="Meeting in May", text="It is off.", first_day=today))
    )
    scheme.exchange()
    scheme.clock.forward(minutes=1)
    scheme["V-002"].desk.notices.say_read(told)
    report = scheme.filed_by("V-001")
    scheme.exchange()
    office.reviews.read(report.visit_id)
    for say in (
        lambda: office.comments.comment(report.visit_id, "census", "Twelve by the custody record."),
        lambda: office.comments.thank(report.visit_id, "A careful report of a long night. Thank you both."),
        lambda: office.reviews.return_with_question(report.visit_id, "Which cell was without water?"),
    ):
        scheme.clock.forward(minutes=1)
        say()
    scheme.exchange()
    return scheme
