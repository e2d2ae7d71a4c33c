"""The ways in and out by file, one object for each part of the work; `VaultDoors` offers them all."""

from __future__ import annotations

from icv_app.bootstrap.bringing_in import PastVisitFiles
from icv_app.bootstrap.going_out import OutFiles
from icv_app.bootstrap.notices import NoticeFiles
from icv_app.bootstrap.publications import PublicationFiles
from icv_app.bootstrap.quality import QualityFiles
from icv_app.bootstrap.scheme_files import SchemeFiles


class FileDoors:
    """Those of `ui.doors.Doors` that hold no state of their own."""

    quality = QualityFiles()
    scheme = SchemeFiles()
    notices = NoticeFiles()
    out = OutFiles()
    publications = PublicationFiles()
    bring_in = PastVisitFiles()
