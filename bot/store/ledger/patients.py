"""What is known of a patient beside the words: how to reach them, what their page has shown, where their case is."""

from __future__ import annotations

from dataclasses import asdict
from typing import TYPE_CHECKING

from sqlalchemy import func, select

from bot.model import Author, PatientContact
from bot.ports import Seen
from bot.store import audit
from bot.store.desk.case_rows import open_case, touch_case
from bot.store.schema.tables import contact, conversation, line

if TYPE_CHECKING:
    from sqlalchemy import Connection

    from bot.model import Case
    from bot.ports import Clock
    from bot.store.transaction import Database


class SqlPatients:
    """The Patients port."""

    def __init__(self, database: Database, clock: Clock) -> None:
        self._database = database
        self._clock = clock

    def case(self, name: str) -> Case | None:
        """Return the conversation's open case."""
        with self._database.reading() as connection:
            return open_case(connection, name)

    def contact(self, name: str) -> PatientContact | None:
        """Return how the patient can be reached."""
        with self._database.reading() as connection:
            row = connection.execute(select(contact).where(contact.c.conversation == name)).one_or_none()
            return PatientContact(name=row.name, phone=row.phone, email=row.email) if row else None

    def leave_contact(self, name: str, given: PatientContact) -> None:
        """Keep how the patient can be reached, instead of what was left before. Raises KeyError without a message."""
        now = self._clock.now()
        with self._database.writing(name) as connection:
            _refuse_unknown(connection, name)
            connection.execute(contact.delete().where(contact.c.conversation == name))
            connection.execute(contact.insert().values(conversation=name, **asdict(given), at=now))
            found = open_case(connection, name)
            if found:
                touch_case(connection, found.id, now)
            about = audit.About(case=found.id if found else None)
            audit.append(connection, audit.Kind.CONTACT_LEFT, about, at=now)

    def seen(self, name: str) -> Seen:
        """Return what the patient's page has shown."""
        with self._database.reading() as connection:
            row = connection.execute(
                select(conversation.c.seen, conversation.c.seen_at).where(conversation.c.id == name)
            ).one_or_none()
            return Seen(number=row.seen, at=row.seen_at) if row else Seen(number=0, at=None)

    def show(self, name: str, number: int) -> None:
        """Note that the patient's page has shown the lines up to a number, which only ever grows and never beyond."""
        now = self._clock.now()
        with self._database.writing(name) as connection:
            of_staff = (line.c.conversation == name, line.c.author == Author.STAFF, line.c.number <= number)
            last = connection.execute(select(func.max(line.c.number)).where(*of_staff)).scalar()
            is_later = (conversation.c.id == name, conversation.c.seen < (last or 0))
            grown = connection.execute(conversation.update().where(*is_later).values(seen=last, seen_at=now))
            if grown.rowcount:
                audit.append(connection, audit.Kind.SEEN, audit.About(line=last), at=now)


def _refuse_unknown(connection: Connection, name: str) -> None:
    if connection.execute(select(conversation.c.id).where(conversation.c.id == name)).first() is None:
        raise KeyError(name)
