"""The tables of the vault; the migrations must come to the same (a test compares them).

What a list shows or filters by stands in narrow indexed tables; whole
documents stand apart, so that scanning a list never reads them.
"""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Final
from zlib import crc32

from sqlalchemy import (
    DDL,
    BigInteger,
    Boolean,
    CheckConstraint,
    Column,
    Dialect,
    Float,
    ForeignKey,
    Index,
    Integer,
    LargeBinary,
    MetaData,
    String,
    Table,
    event,
)
from sqlalchemy.types import TypeDecorator

from icv_app.store.failures import damaged

_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_MICROSECOND = timedelta(microseconds=1)
_CHECKSUM_BYTES: Final = 4


class Moment(TypeDecorator[datetime]):
    """An aware time, stored as whole microseconds since 1970-01-01 UTC so that it compares and sorts."""

    impl = BigInteger
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> int | None:
        """Return the number to store.

        Raises:
            TypeError: The time has no time zone (a defect).
        """
        return None if value is None else (value - _EPOCH) // _MICROSECOND

    def process_result_value(self, value: int | None, dialect: Dialect) -> datetime | None:
        """Return the time, in UTC."""
        return None if value is None else _EPOCH + timedelta(microseconds=value)


class Blob(TypeDecorator[bytes]):
    """Bytes with a checksum before them.

    SQLCipher authenticates every page, but where the last page of a long value
    does not verify, it hands out zeros in its place and says nothing until the
    next write. So what may be longer than a page is checked here as well.
    """

    impl = LargeBinary
    cache_ok = True

    def process_bind_param(self, value: bytes | None, dialect: Dialect) -> bytes | None:
        """Return the bytes to store."""
        return None if value is None else crc32(value).to_bytes(_CHECKSUM_BYTES) + value

    def process_result_value(self, value: bytes | None, dialect: Dialect) -> bytes | None:
        """Return the bytes that were given.

        Raises:
            StoreError: They are no longer the same.
        """
        if value is None:
            return None
        content = value[_CHECKSUM_BYTES:]
        if crc32(content).to_bytes(_CHECKSUM_BYTES) != value[:_CHECKSUM_BYTES]:
            raise damaged("a value differs from its checksum")
        return content


class LongText(TypeDecorator[str]):
    """Text that may be longer than a page, kept as a `Blob`."""

    impl = Blob
    cache_ok = True

    def process_bind_param(self, value: str | None, dialect: Dialect) -> bytes | None:
        """Return the bytes to store."""
        return None if value is None else value.encode("utf-8")

    def process_result_value(self, value: bytes | None, dialect: Dialect) -> str | None:
        """Return the text."""
        return None if value is None else value.decode("utf-8")


metadata = MetaData(
    naming_convention={
        "ix": "ix_%(table_name)s_%(column_0_N_name)s",
        "fk": "fk_%(table_name)s_%(column_0_name)s_%(referred_table_name)s",
        "ck": "ck_%(table_name)s_%(constraint_name)s",
        "pk": "pk_%(table_name)s",
    }
)

visits = Table(
    "visits",
    metadata,
    Column("visit_id", String, primary_key=True),
    Column("suite", String),
    Column("kind", String, nullable=False),
    Column("stage", String, nullable=False),
    Column("outcome", String),
    Column("author", String, nullable=False),
    Column("visitors", String, nullable=False),
    Column("began_at", Moment, nullable=False),
    Column("submitted_at", Moment),
    Column("in_custody", Integer, nullable=False),
    Column("spoken_to", Integer, nullable=False),
    Column("red", Integer, nullable=False),
    Column("amber", Integer, nullable=False),
    Column("green", Integer, nullable=False),
    Column("good_practice", Integer, nullable=False),
    Column("review", String),
    Column("review_changed_at", Moment),
    Column("late", Boolean, nullable=False),
    Index(None, "began_at", "visit_id"),
    Index(None, "stage", "began_at", "visit_id"),
    Index(None, "suite", "began_at", "visit_id"),
    Index(None, "review", "began_at", "visit_id"),
)
"""One narrow row a visit: all that lists show and filter by."""

visit_members = Table(
    "visit_members",
    metadata,
    Column("member_id", String, primary_key=True),
    Column("visit_id", String, ForeignKey("visits.visit_id", ondelete="CASCADE"), primary_key=True),
    Index(None, "visit_id"),
    sqlite_with_rowid=False,
)
"""The author and the visitors of each visit, for the filter by member."""

visit_documents = Table(
    "visit_documents",
    metadata,
    Column("visit_id", String, ForeignKey("visits.visit_id", ondelete="CASCADE"), primary_key=True),
    Column("document", Blob, nullable=False),
)
"""The whole visit as JSON."""

visit_facts = Table(
    "visit_facts",
    metadata,
    Column("visit_id", String, ForeignKey("visits.visit_id", ondelete="CASCADE"), primary_key=True),
    Column("began_at", Moment, nullable=False),
    Column("facts", Blob, nullable=False),
    Index(None, "began_at", "visit_id"),
)
"""The anonymous extract of each filed visit, as `facts_codec` packs it."""

visit_coverage = Table(
    "visit_coverage",
    metadata,
    Column("visit_id", String, ForeignKey("visits.visit_id", ondelete="CASCADE"), primary_key=True),
    Column("suite", String, nullable=False),
    Column("day", Integer, nullable=False),
    Column("hour", Integer, nullable=False),
    Column("wait", Float),
    Column("children", Integer, nullable=False),
    Column("children_spoken", Integer, nullable=False),
    Column("vulnerable", Integer, nullable=False),
    Column("vulnerable_spoken", Integer, nullable=False),
    Column("women", Integer, nullable=False),
    Column("women_spoken", Integer, nullable=False),
    Index(None, "suite", "day", "hour", "wait"),
    Index(None, "day", "suite", "hour", "wait"),
)
"""What is counted of each completed visit in person; `day` numbers London days as `date.toordinal` does."""

concerns = Table(
    "concerns",
    metadata,
    Column("from_record", Boolean, primary_key=True),
    Column("raised_on", String, primary_key=True),
    Column("number", Integer, primary_key=True, autoincrement=False),
    Column("concern_id", String, nullable=False),
    Column("suite", String, nullable=False),
    Column("began_at", Moment, nullable=False),
    Column("category", String, nullable=False),
    Column("urgency", Integer, nullable=False),
    Column("put_right", Boolean, nullable=False),
    Column("thanks", Boolean, nullable=False),
    Column("state", String, nullable=False),
    Column("level", String),
    Column("asked_at", Moment),
    Column("due", Moment),
    Index(None, "concern_id"),
    Index(None, "began_at", "raised_on", "number"),
    Index(None, "suite", "category", "began_at"),
    Index(None, "thanks", "state", "urgency", "began_at", "due"),
)
"""Where each concern stands: of a filed visit, or `from_record`, of a custody record that was read.

`raised_on` is the visit or the reading, `number` the concern's place in it.
`asked_at` is when it was sent by a step that does not say until when a reply is asked for: then `due`
follows the targets of today.
"""

draft_steps = Table(
    "draft_steps",
    metadata,
    Column("visit_id", String, ForeignKey("visits.visit_id", ondelete="CASCADE"), primary_key=True),
    Column("number", Integer, primary_key=True, autoincrement=False),
    Column("at", Integer, nullable=False),
    Column("before", Blob, nullable=False),
    Column("after", Blob, nullable=False),
    Column("check_before", BigInteger, nullable=False),
    Column("check_after", BigInteger, nullable=False),
    Column("made_at", Moment, nullable=False),
    Column("undone", Boolean, nullable=False),
)
"""What each edit of a draft replaced in its document, for undo."""

draft_places = Table(
    "draft_places",
    metadata,
    Column("visit_id", String, ForeignKey("visits.visit_id", ondelete="CASCADE"), primary_key=True),
    Column("document", Blob, nullable=False),
    Column("noted_at", Moment, nullable=False),
)
"""Where the editor was in each draft."""

unsent_texts = Table(
    "unsent_texts",
    metadata,
    Column("box", String, primary_key=True),
    Column("text", LongText, nullable=False),
)
"""Texts begun and not sent, by the box they stand in."""

passages = Table(
    "passages",
    metadata,
    Column("passage_id", Integer, primary_key=True),
    Column("visit_id", String, ForeignKey("visits.visit_id", ondelete="CASCADE"), nullable=False),
    Column("path", String, nullable=False),
    Column("words", String, nullable=False),
    Column("beside", String, nullable=False),
    Index("ux_passages_visit_id_path", "visit_id", "path", unique=True),
)
"""What can be found, place by place, made from the documents and records (so without a checksum).

`passage_id` grows with the moment of the visit, so that the newest are found first.
`beside` holds what belongs to the place without standing there: the suite, the custody number.
"""

PASSAGE_WORDS = "passage_words"
"""The full-text index over `passages`, kept by triggers in the same transaction; no table of SQLAlchemy."""
_INDEX_STATEMENTS = (
    "CREATE VIRTUAL TABLE passage_words USING fts5(words, beside, content='passages', "
    "content_rowid='passage_id', prefix='2 3', tokenize='unicode61 remove_diacritics 2')",
    "CREATE TRIGGER passages_added AFTER INSERT ON passages BEGIN INSERT INTO passage_words "
    "(rowid, words, beside) VALUES (new.passage_id, new.words, new.beside); END",
    "CREATE TRIGGER passages_removed AFTER DELETE ON passages BEGIN INSERT INTO passage_words "
    "(passage_words, rowid, words, beside) VALUES ('delete', old.passage_id, old.words, old.beside); END",
)
for _statement in _INDEX_STATEMENTS:
    event.listen(passages, "after_create", DDL(_statement))  # type: ignore[no-untyped-call]

records = Table(
    "records",
    metadata,
    Column("arrival", Integer, primary_key=True),
    Column("record_id", String, nullable=False),
    Column("kind", String, nullable=False),
    Column("subject", String, nullable=False),
    Column("author", String),
    Column("device", String),
    Column("written_at", Moment, nullable=False),
    Column("state", String, nullable=False),
    Column("addressees", Blob, nullable=False),
    Column("envelope_hash", String),
    Column("chain_id", String),
    Column("sequence", Integer),
    Column("position", Integer),
    Column("accepted_at", Moment),
    Column("reason", LongText, nullable=False),
    Column("previous", String),
    Index("ux_records_record_id", "record_id", unique=True),
    Index(None, "subject", "arrival"),
    Index(None, "kind", "arrival"),
    Index(None, "state", "arrival"),
    Index(None, "chain_id", "sequence", "envelope_hash"),
    Index(None, "record_id", "envelope_hash"),
    sqlite_autoincrement=True,
)
"""Everything that travels; `arrival` is the order in which it came into this vault."""

record_bodies = Table(
    "record_bodies",
    metadata,
    Column("arrival", Integer, ForeignKey("records.arrival", ondelete="CASCADE"), primary_key=True),
    Column("parts", Blob, nullable=False),
    Column("envelope", Blob),
)
"""The opened parts (msgpack: name to bytes or nil) and the sealed envelope of each record."""

heads = Table(
    "heads",
    metadata,
    Column("device", String, primary_key=True),
    Column("envelope", Blob, nullable=False),
    Column("envelope_hash", String, nullable=False),
    Column("at", Moment, nullable=False),
    Column("since", Moment, nullable=False),
    Column("farthest", Blob, nullable=False),
    Column("grew_at", Moment, nullable=False),
)
"""The newest head of each device; `farthest` is JSON."""

members = Table(
    "members",
    metadata,
    Column("member_id", String, primary_key=True),
    Column("document", Blob, nullable=False),
)

settings = Table(
    "settings",
    metadata,
    Column("version", Integer, primary_key=True, autoincrement=False),
    Column("document", Blob, nullable=False),
)

meta = Table(
    "meta",
    metadata,
    Column("name", String, primary_key=True),
    Column("value", LongText, nullable=False),
)

private_keys = Table(
    "private_keys",
    metadata,
    Column("name", String, primary_key=True),
    Column("wrapped", Blob, nullable=False),
)

invitations = Table(
    "invitations",
    metadata,
    Column("locator", String, primary_key=True),
    Column("secret", Blob, nullable=False),
    Column("member_id", String, nullable=False),
    Column("role", String, nullable=False),
    Column("issued_at", Moment, nullable=False),
    Column("expires_at", Moment, nullable=False),
    Column("details", Blob, nullable=False),
    Column("published", Boolean, nullable=False),
    Column("request", Blob),
    Column("requested_at", Moment),
    Column("used_by", String),
    Column("withdrawn", Boolean, nullable=False),
)

erased_parts = Table(
    "erased_parts",
    metadata,
    Column("record_id", String, primary_key=True),
    Column("part", String, primary_key=True),
    Column("run", String),
    Column("at", Moment, nullable=False),
)
"""Parts that must not be kept here; the record may not have arrived."""

commit_count = Table(
    "commit_count",
    metadata,
    Column("one", Integer, CheckConstraint("one = 1", name="single_row"), primary_key=True),
    Column("commits", BigInteger, nullable=False),
)
"""One row: how many transactions have changed this vault."""
