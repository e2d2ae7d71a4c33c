"""The coordinator's pages."""

from __future__ import annotations

from ui.badges import CoordinatorBadges
from ui.shell.page import Page
from ui.workplace import Workplace


def register_coordinator(workplace: Workplace) -> None:
    """The desk of somebody who runs the scheme."""
    window = workplace.window
    window.register("today", lambda: _today(workplace))
    window.register("reports", lambda: _reports(workplace))
    window.register("concerns", lambda: _concerns(workplace))
    window.register("coverage", lambda: _coverage(workplace))
    window.register("record_reviews", lambda: _record_reviews(workplace))
    window.register("people", lambda: _people(workplace))
    window.register("rota", lambda: _rota(workplace))
    window.register("notices", lambda: _notices(workplace))
    window.register("quality", lambda: _quality(workplace))
    window.register("publications", lambda: _publications(workplace))
    window.register("data", lambda: _data(workplace))
    window.register("audit", lambda: _audit(workplace))
    window.register("retention", lambda: _retention(workplace))
    window.register("scheme", lambda: _scheme(workplace))
    CoordinatorBadges(workplace)
    workplace.decide_on = lambda visit_id: _decide_on(workplace, visit_id)
    workplace.open_concern = lambda concern_id: _open_concern(workplace, concern_id)
    workplace.open_notice = lambda notice_id: _open_notice(workplace, notice_id)
    workplace.open_expenses = lambda: _open(workplace, _expenses(workplace))
    workplace.open_coming_up = lambda: _open(workplace, _coming_up(workplace))
    workplace.open_training = lambda: _open(workplace, _training(workplace))
    workplace.open_bring_in = lambda: _open(workplace, _bring_in(workplace))
    workplace.open_member = lambda member_id: _open_member(workplace, member_id)


def _reports(workplace: Workplace) -> Page:
    from ui.reports.view import ReportsPage

    return ReportsPage(workplace)


def _concerns(workplace: Workplace) -> Page:
    from ui.concerns.view import ConcernsPage

    return ConcernsPage(workplace)


def _open_concern(workplace: Workplace, concern_id: str) -> None:
    from ui.concerns.view import ConcernsPage

    if workplace.window.show_place("concerns") and isinstance(workplace.window.page, ConcernsPage):
        workplace.window.page.choose(concern_id)


def _coverage(workplace: Workplace) -> Page:
    from ui.coverage.view import CoveragePage
    from ui.coverage.view_model import CoverageViewModel

    model = CoverageViewModel(workplace.desk, workplace.doors, workplace.tasks)
    page = CoveragePage(model, workplace)
    model.setParent(page)
    return page


def _record_reviews(workplace: Workplace) -> Page:
    from ui.record_reviews.opening import record_reviews_page

    return record_reviews_page(workplace)


def _people(workplace: Workplace) -> Page:
    from ui.people.view import PeoplePage
    from ui.people.view_model import PeopleViewModel

    model = PeopleViewModel(workplace.desk, workplace.doors, workplace.tasks)
    page = PeoplePage(model, workplace)
    model.setParent(page)
    return page


def _today(workplace: Workplace) -> Page:
    from ui.today.view import TodayPage
    from ui.today.view_model import TodayViewModel

    model = TodayViewModel(workplace.desk, workplace.tasks)
    page = TodayPage(model, workplace)
    model.setParent(page)
    return page


def _rota(workplace: Workplace) -> Page:
    from ui.rota.view import RotaPage
    from ui.rota.view_model import RotaViewModel

    model = RotaViewModel(workplace.desk, workplace.tasks)
    page = RotaPage(model, workplace)
    model.setParent(page)
    return page


def _notices(workplace: Workplace) -> Page:
    from ui.notices.view import NoticesPage
    from ui.notices.view_model import NoticesViewModel

    model = NoticesViewModel(workplace.desk, workplace.doors, workplace.tasks)
    page = NoticesPage(model, workplace)
    model.setParent(page)
    return page


def _open_notice(workplace: Workplace, notice_id: str) -> None:
    from ui.notices.view import NoticesPage

    if workplace.window.show_place("notices") and isinstance(workplace.window.page, NoticesPage):
        workplace.window.page.choose(notice_id)


def _quality(workplace: Workplace) -> Page:
    from ui.quality.view import QualityPage
    from ui.quality.view_model import QualityViewModel

    model = QualityViewModel(workplace.desk, workplace.doors, workplace.tasks)
    page = QualityPage(model, workplace)
    model.setParent(page)
    return page


def _publications(workplace: Workplace) -> Page:
    from ui.publications.view import PublicationsPage
    from ui.publications.view_model import PublicationsViewModel

    model = PublicationsViewModel(workplace.desk, workplace.doors, workplace.tasks)
    page = PublicationsPage(model, workplace)
    model.setParent(page)
    return page


def _data(workplace: Workplace) -> Page:
    from ui.in_and_out.view import InAndOutPage
    from ui.in_and_out.view_model import InAndOutViewModel

    model = InAndOutViewModel(workplace.desk, workplace.doors, workplace.tasks)
    page = InAndOutPage(model, workplace)
    model.setParent(page)
    return page


def _audit(workplace: Workplace) -> Page:
    from ui.audit.view import AuditPage
    from ui.audit.view_model import AuditViewModel

    model = AuditViewModel(workplace.desk, workplace.doors, workplace.tasks)
    page = AuditPage(model, workplace)
    model.setParent(page)
    return page


def _retention(workplace: Workplace) -> Page:
    from ui.retention.view import RetentionPage
    from ui.retention.view_model import RetentionViewModel

    model = RetentionViewModel(workplace.desk, workplace.tasks)
    page = RetentionPage(model, workplace)
    model.setParent(page)
    return page


def _scheme(workplace: Workplace) -> Page:
    from ui.scheme_settings.view import SchemeSettingsPage
    from ui.scheme_settings.view_model import SchemeSettingsViewModel

    model = SchemeSettingsViewModel(workplace.desk, workplace.doors, workplace.tasks)
    page = SchemeSettingsPage(model, workplace)
    model.setParent(page)
    return page


def _open(workplace: Workplace, page: Page) -> None:
    """Show a page over the present one, with the keyboard in it."""
    workplace.open_over(page)
    page.focus_first()


def _expenses(workplace: Workplace) -> Page:
    from ui.expenses.view import ExpensesPage
    from ui.expenses.view_model import ExpensesViewModel

    model = ExpensesViewModel(workplace.desk, workplace.tasks)
    page = ExpensesPage(model)
    model.setParent(page)
    model.done.connect(workplace.tell_done)
    model.done.connect(lambda _words: workplace.sync_quietly())
    model.failed.connect(workplace.tell)
    workplace.data_changed.connect(model.load)
    return page


def _coming_up(workplace: Workplace) -> Page:
    from ui.coming_up.view import ComingUpPage
    from ui.coming_up.view_model import ComingUpViewModel

    model = ComingUpViewModel(workplace.desk, workplace.tasks)
    page = ComingUpPage(model, workplace)
    model.setParent(page)
    return page


def _training(workplace: Workplace) -> Page:
    from ui.training.view import TrainingPage
    from ui.training.view_model import TrainingViewModel

    model = TrainingViewModel(workplace.desk, workplace.tasks)
    page = TrainingPage(model, workplace)
    model.setParent(page)
    return page


def _bring_in(workplace: Workplace) -> Page:
    from ui.bring_in.view import BringInPage
    from ui.bring_in.view_model import BringInViewModel

    model = BringInViewModel(workplace.desk, workplace.doors, workplace.tasks)
    page = BringInPage(model, workplace)
    model.setParent(page)
    return page


def _decide_on(workplace: Workplace, visit_id: str) -> None:
    from ui.reports.view import ReportsPage

    if workplace.window.show_place("reports") and isinstance(workplace.window.page, ReportsPage):
        workplace.window.page.open_report(visit_id)


def _open_member(workplace: Workplace, member_id: str) -> None:
    from ui.people.view import PeoplePage

    if workplace.window.show_place("people") and isinstance(workplace.window.page, PeoplePage):
        workplace.window.page.choose(member_id)
