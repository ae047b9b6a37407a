"""The worker's outbox: codes that wait are sent, what fails is tried again while the code is good."""

from portal.cli.wording import phone_message
from portal.domain.allowance import OpeningsSpent
from portal.domain.journal import SYSTEM, Entry
from portal.domain.operator import operator_of
from portal.domain.verification import LIVES, WITHIN, next_try
from portal.sending.outlet import Gateway, NotSent, Outlet, Spool
from portal.services import Services
from portal.settings import SPOOL, Settings
from portal.storage import journal, phones
from portal.vault.sealing import Place


def send_waiting(found: Services) -> bool:
    """Send the code that has waited longest; whether there was anything to do.

    Killed between the sending and the note of it, the same code is sent a second time: never none.
    """
    outlet, at = outlet_of(found.settings), found.clock()
    if outlet is None:
        return False
    if _swept(found):
        return True
    with found.store.read() as connection:
        code = phones.waiting(connection, at)
    if code is None:
        return False
    try:
        number = found.vault.unwrap(code.complaint_id, code.key).open(
            code.sealed, Place("phone_codes", "number_sealed", code.id)
        )
        outlet.send(code.id, number, phone_message(found.vault.phone_code(code.id)))
    except (NotSent, OpeningsSpent):
        with found.store.write() as connection:
            phones.put_off(connection, code, next_try(code.failed + 1, at))
        return True
    with found.store.write() as connection:
        phones.sent(connection, code, operator_of(number), found.clock())
    return True


def outlet_of(settings: Settings) -> Outlet | None:
    """Where messages leave by the settings; None where nothing was chosen."""
    if not settings.messages:
        return None
    if settings.messages == SPOOL:
        return Spool(settings.instance / "messages")
    return Gateway(settings.messages, settings.messages_token)


def _swept(found: Services) -> bool:
    at = found.clock()
    asked, counted = at - LIVES, at - WITHIN
    with found.store.read() as connection:
        if not phones.any_dead(connection, asked, counted):
            return False
    with found.store.write() as connection:
        lost = phones.sweep(connection, asked, counted)
        if lost:
            journal.append(connection, Entry(at, SYSTEM, "phone_codes.expire", "phone_codes", {"codes": lost}))
    return True
