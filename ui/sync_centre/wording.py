"""What the sync centre says of a record: what it is, where it is, why, and what to do."""

from __future__ import annotations

from datetime import datetime

from icv_app.domain.records import RecordKind
from icv_app.domain.review import ReviewState
from icv_app.services.sync_centre import DRAFT, Place, RecordPlace, Why
from icv_app.words import _
from ui.entries.london import wall_clock
from ui.entries.moments import say_moment
from ui.entries.times import say_time
from ui.syncing import Hold, SyncState
from ui.theme import Hue
from ui.widgets.tag import Tagged


def kind_words(kind: str) -> str:
    """Return what a record is, in plain words."""
    if not kind:
        return _("Something unreadable")
    return _kinds().get(kind) or _("A record of a newer ICV")


def _kinds() -> dict[str, str]:
    return {
        DRAFT: _("Draft of a report"),
        RecordKind.ROSTER_ROOT: _("The scheme begins"),
        RecordKind.ROSTER_MEMBER_ADDED: _("Member added"),
        RecordKind.ROSTER_DEVICE_ADDED: _("Laptop approved"),
        RecordKind.ROSTER_DEVICE_REMOVED: _("Laptop removed"),
        RecordKind.ROSTER_MEMBER_REMOVED: _("Member removed"),
        RecordKind.ROSTER_EPOCH_STARTED: _("New office key"),
        RecordKind.ROSTER_STANDBY_CHANGED: _("New stand-by key of the recovery kit"),
        RecordKind.ROSTER_LATE_DECIDED: _("Decision on late records"),
        RecordKind.OFFICE_KEY_GRANT: _("Keys for a laptop"),
        RecordKind.SCHEME_SETTINGS: _("Settings of the scheme"),
        RecordKind.SCHEME_CHECKLIST: _("Checklist"),
        RecordKind.SCHEME_NOTICE: _("Notice"),
        RecordKind.MEMBER_PROFILE: _("Details of a member"),
        RecordKind.MEMBER_OVERRIDE: _("Exception to who may visit"),
        RecordKind.VISIT_REPORT: _("Report"),
        RecordKind.VISIT_IMPORTED: _("Imported report"),
        RecordKind.VISIT_ADDENDUM: _("Addition to a report"),
        RecordKind.VISIT_AGREEMENT: _("Second visitor’s word on a report"),
        RecordKind.VISIT_ANSWER: _("Answer to a question"),
        RecordKind.VISIT_POLICE_COPY: _("Police copy of a report"),
        RecordKind.REVIEW_RECEIPT: _("Coordinator’s receipt of a report"),
        RecordKind.REVIEW_DECISION: _("Decision on a report"),
        RecordKind.REVIEW_COMMENT: _("Comment on a report"),
        RecordKind.REPORT_COPY: _("Note of a copy made"),
        RecordKind.CONCERN_STEP: _("Step on a concern"),
        RecordKind.ROTA_DUTIES: _("Duties"),
        RecordKind.ROTA_SWAP: _("A swap asked for"),
        RecordKind.MEMBER_AVAILABILITY: _("Availability"),
        RecordKind.MEMBER_FILE: _("Office file of a member"),
        RecordKind.MEMBER_EXPENSES: _("Claim for expenses"),
        RecordKind.MEMBER_EXPENSES_ANSWER: _("Decision on expenses"),
        RecordKind.MEMBER_NOTICE_READ: _("Word that a notice was read"),
        RecordKind.QUALITY_FRAMEWORK: _("Quality framework"),
        RecordKind.QUALITY_EVIDENCE: _("Evidence for the quality framework"),
        RecordKind.PUBLICATION_WORD: _("Text or choice for a publication"),
        RecordKind.PUBLICATION_ISSUED: _("Note of what was published"),
        RecordKind.RECORD_REVIEW_SAMPLE: _("Sample of custody records"),
        RecordKind.RECORD_REVIEW_ASSIGNMENT: _("Custody record given to a visitor to read"),
        RecordKind.RECORD_REVIEW_READING: _("What was read in a custody record"),
        RecordKind.RECORD_REVIEW_CONCERN: _("Concern from a custody record review"),
        RecordKind.RECORD_REVIEW_CLOSED: _("Close of a sample of custody records"),
        RecordKind.DEVICE_HEAD: _("Sign of life of a laptop"),
        RecordKind.DEVICE_SIGNED_AGAIN: _("Note that a laptop signed a record twice"),
        RecordKind.ERASURE_RUN: _("Erasure after the time limit"),
        RecordKind.ERASURE_FACTS: _("Counts kept of erased visits"),
        RecordKind.ERASURE_HOLD: _("Legal hold"),
        RecordKind.AUDIT_ENTRY: _("Entry in the audit log"),
    }


def short_moment(moment: datetime) -> str:
    """Return day and time in London as "14 Mar 2024, 21:40"."""
    day, clock = wall_clock(moment)
    return f"{day.day} {day:%b %Y}, {say_time(clock)}"


def title_of(one: RecordPlace, suites: dict[str, str]) -> str:
    """Return a report's suite and date, or what else the record is about."""
    if one.visit_id is not None and one.began_at is not None:
        suite = suites.get(one.suite, one.suite) if one.suite is not None else _("No suite chosen")
        return f"{suite}, {short_moment(one.began_at)}"
    return kind_words(one.kind)


def from_words(one: RecordPlace) -> str:
    """Return whose it is."""
    if one.own:
        return _("from this laptop")
    if one.author is not None:
        return _("from {member}").format(member=one.author)
    return _("from somebody unknown")


def second_line(one: RecordPlace) -> str:
    """Return what is said under the title."""
    about = [kind_words(one.kind)] if one.visit_id is not None else []
    return " · ".join([*about, from_words(one)])


def place_words(place: Place) -> str:
    """Return where something is, as on its tag and on the filter."""
    return {
        Place.APART: _("Set apart"),
        Place.WAITING: _("Waiting to send"),
        Place.HERE: _("On this laptop only"),
        Place.SERVER: _("The server has it"),
        Place.OPENED: _("Opened by the coordinator"),
        Place.OTHERS: _("From others"),
    }[place]


_HUES = {
    Place.APART: Hue.RED,
    Place.WAITING: Hue.YELLOW,
    Place.HERE: Hue.GREY,
    Place.SERVER: Hue.BLUE,
    Place.OPENED: Hue.GREEN,
    Place.OTHERS: Hue.GREY,
}


def place_tag(one: RecordPlace) -> Tagged:
    """Return where a record is; a report that was decided on says how."""
    decided = {
        ReviewState.RETURNED: (_("Returned with a question"), Hue.ORANGE),
        ReviewState.ANSWERED: (_("Answered"), Hue.BLUE),
        ReviewState.APPROVED: (_("Approved"), Hue.GREEN),
    }
    if one.review is not None and one.review in decided:
        return decided[one.review]
    hue = Hue.ORANGE if one.place is Place.APART and (one.by_itself or one.why is Why.LATE) else None
    return place_words(one.place), hue or _HUES[one.place]


def short_why(one: RecordPlace) -> str:
    """Return the reason in a few words, for the list."""
    known = {
        Why.TRIED: _("tried, goes later"),
        Why.TO_HAND_ON: _("came in a file; the server gets it next"),
        Why.NOT_SENT: _("the server refused it"),
        Why.LATE: _("late, waits for a decision"),
        Why.LATE_REFUSED: _("late, not taken"),
        Why.NEEDS_KEY: _("waits for a key"),
        Why.NEEDS_UPDATE: _("update needed"),
        Why.UNKNOWN_AUTHOR: _("author not known here yet"),
        Why.NOT_ALLOWED: _("its author may not say this"),
        Why.UNUSABLE: _("damaged, altered or forged"),
        Why.WITHOUT_EFFECT: _("without effect"),
    }
    if one.why in known:
        return known[one.why]
    if one.since is None or one.place is Place.OTHERS:
        return ""
    return _("since {when}").format(when=short_moment(one.since))


def explained(one: RecordPlace, state: SyncState, *, by_server: bool, coordinator: bool) -> tuple[str, ...]:
    """Return, in sentences, what it means that a record is where it is, and what to do."""
    if one.place is Place.WAITING:
        return _waiting(one, state, by_server=by_server)
    if one.place is Place.APART:
        return _apart(one, coordinator=coordinator)
    return (_settled(one),)


def _settled(one: RecordPlace) -> str:
    when = say_moment(one.since) if one.since is not None else ""
    if one.place is Place.HERE:
        return _("It is being recorded here. Nobody else has it until you submit it.")
    if one.place is Place.SERVER:
        return (
            _("The server gave a receipt for it on {when}. No coordinator has opened it yet.").format(
                when=when
            )
            if one.kind in _TO_BE_OPENED
            else _("The server gave a receipt for it on {when}.").format(when=when)
        )
    if one.place is Place.OPENED:
        return _("A coordinator has opened it, by their own signed receipt: {when}.").format(when=when)
    if one.why is Why.TO_HAND_ON:
        return _("It came in a file and is used here. The next sync gives it to the server, too.")
    if one.files_only:
        return _("It came in a file and is used here. The server is not known to have it.")
    return _("It came to this laptop, its signature is right, and it is used here.")


_TO_BE_OPENED = (RecordKind.VISIT_REPORT, RecordKind.VISIT_IMPORTED)


def _waiting(one: RecordPlace, state: SyncState, *, by_server: bool) -> tuple[str, ...]:
    if not by_server:
        return (_("It goes with the next file that you save for a USB stick, under Settings."),)
    if one.why is Why.TRIED:
        return tuple(words for words in (one.reason, retry_words(state)) if words)
    return (waiting_words(state),)


def waiting_words(state: SyncState) -> str:
    """Say why nothing is sent at this moment, and what to do or to wait for."""
    if state.running:
        return _("It is being sent now.")
    if state.hold is not None:
        return hold_words(state.hold)
    if state.failure is not None:
        return " ".join(words for words in (state.failure.user_text, retry_words(state)) if words)
    if state.next_at is not None:
        return _("It goes with the next sync, at {time}.").format(time=_clock(state.next_at))
    return _("It goes with the next sync.")


def hold_words(hold: Hold) -> str:
    """Say why nothing goes by itself, and what can be done about it."""
    return {
        Hold.PAUSED: _("Syncing is paused on this laptop. Press “Go on”, or “Sync now” for once."),
        Hold.NO_NETWORK: _("There is no network. It goes by itself as soon as there is one."),
        Hold.METERED: _(
            "This network is paid by volume, so ICV waits for another. Press “Sync now” for once, "
            "or allow such networks below."
        ),
    }[hold]


def retry_words(state: SyncState) -> str:
    """Say when ICV tries again by itself; nothing where it does not."""
    if state.next_at is None or state.running:
        return ""
    return _("ICV tries again by itself at {time}.").format(time=_clock(state.next_at))


def _clock(moment: datetime) -> str:
    return say_time(wall_clock(moment)[1])


def _apart(one: RecordPlace, *, coordinator: bool) -> tuple[str, ...]:
    meaning, to_do = _meanings(coordinator)[one.why]
    return tuple(words for words in (meaning, one.reason, to_do) if words)


def _meanings(coordinator: bool) -> dict[Why, tuple[str, str]]:
    """Return what each reason means, and what to do about it."""
    tell = (
        _("Ask its author what they sent, and keep the number below.")
        if coordinator
        else _("Tell your coordinator, and name it by the number below.")
    )
    nothing = _("There is nothing you need to do.")
    return {
        Why.NOT_SENT: (_("The server will not take it, and ICV does not try again."), tell),
        Why.LATE: (
            _("Its laptop was removed from the scheme before this came, so it does not count yet."),
            _("Decide on it under People.") if coordinator else _("A coordinator decides on it."),
        ),
        Why.LATE_REFUSED: (
            _("Its laptop was removed before this came, and a coordinator decided not to take it."),
            nothing,
        ),
        Why.NEEDS_KEY: (
            _("It was sealed before this laptop joined. It opens once a coordinator grants the key."),
            "",
        ),
        Why.NEEDS_UPDATE: (
            _("A newer ICV made it. It is kept whole, and used once this laptop is updated."),
            _("Install the update that your scheme gives out."),
        ),
        Why.UNKNOWN_AUTHOR: (
            _("The laptop that made it is not known here. If the scheme adds it, this is used."),
            "",
        ),
        Why.NOT_ALLOWED: (_("Its author may not say such a thing, so it is not used."), tell),
        Why.UNUSABLE: (
            _("It was damaged on its way, altered, or made by somebody else, so it is not used."),
            tell,
        ),
        Why.WITHOUT_EFFECT: (
            _("It changes nothing about who belongs to the scheme: something earlier goes first."),
            nothing,
        ),
    }
