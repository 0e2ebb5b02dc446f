"""What carries messages out of the building: one small module each, all alike.

A carrier has `FIELDS`, what it must be told; `send(settings, message)`, which hands one message over
and returns an Outcome; `find(settings, message)`, which says whether it has that message already (None
where it can't tell), asked after a crash; and `report(settings, message)`, what became of it.
"""

from nuangang.notify.channels import email, sms_gateway, sms_modem
from nuangang.notify.models import Carrier

CARRIERS = {
    Carrier.SMS_MODEM.value: sms_modem,
    Carrier.SMS_GATEWAY.value: sms_gateway,
    Carrier.EMAIL.value: email,
}
