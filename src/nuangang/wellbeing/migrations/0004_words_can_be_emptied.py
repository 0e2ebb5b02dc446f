"""The words of notes and concerns can be emptied when their time is over or the child is forgotten."""

from django.db import migrations

from nuangang.lib.database import erasable


class Migration(migrations.Migration):
    dependencies = [("wellbeing", "0003_notes_take_newer_keys")]

    operations = [
        erasable("wellbeing_counsellingwords", ("body",)),
        erasable("wellbeing_legalwords", ("body",)),
        erasable("wellbeing_concernstep", ("words", "place", "named")),
        erasable("wellbeing_glass", ("reason",)),
        erasable("wellbeing_glassevent", ("words",)),
    ]
