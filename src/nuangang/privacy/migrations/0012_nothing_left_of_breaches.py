"""Take the plain words about breaches out of the database's free pages too."""

from django.db import migrations

from nuangang.lib.database import press_out


def forwards(_apps, _editor):
    """Write anew what 0010 and 0011 wrote over."""
    press_out("privacy_breach", "privacy_breachstep")


class Migration(migrations.Migration):
    atomic = False
    dependencies = [("privacy", "0011_seal_words_of_breaches")]
    operations = [migrations.RunPython(forwards, migrations.RunPython.noop)]
