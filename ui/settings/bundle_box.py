"""Everything on a USB stick instead of through a server: saving it, and reading one."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, TypeVar

from PySide6.QtWidgets import QFileDialog, QVBoxLayout, QWidget

from icv_app.domain.ids import MemberId
from icv_app.errors import IcvError
from icv_app.words import _, plural
from ui.entries.moments import say_moment
from ui.tasks import Lane
from ui.theme.tokens import SPACE_M
from ui.widgets.busy_overlay import BusyOverlay
from ui.widgets.button import Button
from ui.widgets.choice import Choice
from ui.widgets.flow import Flow
from ui.widgets.labelled_field import LabelledField
from ui.widgets.labels import Muted
from ui.widgets.message_bar import Kind
from ui.workplace import Workplace

if TYPE_CHECKING:
    from icv_app.domain.scheme import Member
    from icv_app.services.bundles import BundleStanding, BundleTaken

T = TypeVar("T")
ENDING = ".icvbundle"


class BundleBox(QWidget):
    """Two buttons, and where the last file stands.

    Args:
        workplace: Whose records travel.
        covered: Waits while a file is written or read.
        parent: Qt parent.
    """

    def __init__(self, workplace: Workplace, covered: QWidget, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._workplace = workplace
        self._busy = False
        self.overlay = BusyOverlay(covered)
        self.words = Muted(_explained())
        self.for_whom = Choice(_("Who the file is for"), [])
        self.for_field = LabelledField(
            _("Who the file is for"),
            self.for_whom,
            hint=_("Leave it empty for everybody. A file for one member holds only what they may read."),
        )
        self.save_button = Button(_("Save for a USB stick …"))
        self.read_button = Button(_("Read from a USB stick …"))
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(SPACE_M)
        column.addWidget(self.words)
        column.addWidget(self.for_field)
        self.for_field.setVisible(workplace.desk.identity.coordinator)
        buttons = QWidget()
        row = Flow(buttons)
        row.addWidget(self.save_button)
        row.addWidget(self.read_button)
        column.addWidget(buttons)
        self.save_button.clicked.connect(self._on_save)
        self.read_button.clicked.connect(self._on_read)

    def refresh(self) -> None:
        """Read again where the last file stands."""
        work = self._workplace
        work.tasks.run(
            Lane.STORE, work.desk.bundles.standing, then=self._show, otherwise=work.tell, owner=self
        )
        if work.desk.identity.coordinator:
            work.tasks.run(
                Lane.STORE, work.desk.bundles.readers, then=self._offer, otherwise=work.tell, owner=self
            )

    def _show(self, standing: BundleStanding) -> None:
        self.words.setText(" ".join((_explained(), *standing_words(standing))))

    def _offer(self, members: Sequence[Member]) -> None:
        """Offer whoever has a laptop that could read a file, but for oneself."""
        own = self._workplace.desk.identity.member_id
        self.for_whom.set_options([(one.member_id, _named(one)) for one in members if one.member_id != own])

    def _on_save(self) -> None:
        work = self._workplace
        self.for_whom.finish()
        chosen = self.for_whom.value()
        whom = MemberId(chosen) if chosen else None
        own = work.desk.identity.member_id
        suggested = f"{own}-for-{whom}{ENDING}" if whom else f"{own}{ENDING}"
        name, _kind = QFileDialog.getSaveFileName(self, _("Save for a USB stick"), suggested, _filter())
        if not name:
            return
        file = Path(name)
        file = file if file.suffix else file.with_name(file.name + ENDING)
        self._run(
            _("Saving the file"),
            lambda: work.doors.save_bundle(work.desk, file, whom),
            self._saved,
        )

    def _saved(self, records: int) -> None:
        words = plural("{n} record is in the file.", "{n} records are in the file.", records)
        self._workplace.tell_done(
            f"{words} {_('Take it to the other laptop; only your scheme can read what is in it.')}"
        )
        self._workplace.refresh_standing()

    def _on_read(self) -> None:
        work = self._workplace
        name, _kind = QFileDialog.getOpenFileName(self, _("Read from a USB stick"), "", _filter())
        if name:
            file = Path(name)
            self._run(_("Reading the file"), lambda: work.doors.read_bundle(work.desk, file), self._read)

    def _read(self, taken: BundleTaken) -> None:
        work = self._workplace
        to_approve = bool(taken.enrolments) and work.desk.identity.coordinator
        if to_approve or taken.dropped:
            work.window.messages.show_message(
                taken_words(taken),
                Kind.WARNING if taken.dropped else Kind.DONE,
                action=_("Look at who asks to join") if to_approve else "",
                then=self._look_at_who_joins,
            )
        else:
            work.tell_done(taken_words(taken))
        work.data_changed.emit()

    def _look_at_who_joins(self) -> None:
        self._workplace.window.show_place("people")

    def _run(self, words: str, work: Callable[[], T], then: Callable[[T], None]) -> None:
        if self._busy:
            return
        self._busy = True
        self.overlay.start(words)

        def done(result: T) -> None:
            self._end()
            then(result)
            self.refresh()

        self._workplace.tasks.run(Lane.NETWORK, work, then=done, otherwise=self._failed, owner=self)

    def _failed(self, error: IcvError) -> None:
        self._end()
        self._workplace.tell(error)

    def _end(self) -> None:
        self._busy = False
        self.overlay.stop()


def _named(member: Member) -> str:
    return f"{member.member_id} · {member.given_name} {member.surname}".strip(" ·")


def standing_words(standing: BundleStanding) -> tuple[str, ...]:
    """Say what is in the last file that was saved: where the stick is, nobody here knows."""
    said = []
    if standing.saved_at is not None:
        said.append(_("A file was last saved on {when}.").format(when=say_moment(standing.saved_at)))
        if standing.waiting_in_it:
            said.append(
                plural(
                    "{n} record in it is not known to have arrived.",
                    "{n} records in it are not known to have arrived.",
                    standing.waiting_in_it,
                )
            )
    if standing.read_at is not None:
        said.append(_("One was last read on {when}.").format(when=say_moment(standing.read_at)))
    return tuple(said)


def taken_words(taken: BundleTaken) -> str:
    """Say what was read from a file, and whose it was."""
    whose = _("From the file of {member}, saved on {when}:").format(
        member=taken.member, when=say_moment(taken.made_at)
    )
    counts = [
        plural("{n} new record", "{n} new records", taken.new),
        plural("{n} was here already", "{n} were here already", taken.known),
    ]
    if taken.apart:
        counts.append(
            plural("{n} cannot be used and is set apart", "{n} cannot be used and are set apart", taken.apart)
        )
    if taken.dropped:
        counts.append(
            plural(
                "{n} more cannot be used and was not kept",
                "{n} more cannot be used and were not kept",
                taken.dropped,
            )
        )
    if taken.enrolments:
        counts.append(plural("{n} laptop asks to join", "{n} laptops ask to join", taken.enrolments))
    return f"{whose} {', '.join(counts)}."


def _explained() -> str:
    return _("Everything also travels as a file, sealed as on the server, to any laptop of the scheme.")


def _filter() -> str:
    return _("Files for a USB stick (*.icvbundle)")
