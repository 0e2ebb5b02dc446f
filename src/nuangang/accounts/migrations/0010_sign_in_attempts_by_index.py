"""Keep an index of what was typed at a wrong sign-in, not the words: a phone, or even a password."""

from django.db import migrations, models


def _forget(apps, editor):
    """Forget the tries of the last day; the limits count anew."""
    if editor.connection.vendor == "sqlite":
        editor.execute("PRAGMA secure_delete=ON")
    apps.get_model("accounts", "SignInAttempt").objects.all().delete()


class Migration(migrations.Migration):
    dependencies = [("accounts", "0009_sealed_sessions")]

    operations = [
        migrations.RunPython(_forget, _forget),
        migrations.RemoveIndex("signinattempt", "attempt_login_at"),
        migrations.RemoveField("signinattempt", "login"),
        migrations.AddField(
            "signinattempt",
            "login_index",
            models.CharField(max_length=22, default=""),
            preserve_default=False,
        ),
        migrations.AddIndex(
            "signinattempt", models.Index(fields=["login_index", "at"], name="attempt_index_at")
        ),
    ]
