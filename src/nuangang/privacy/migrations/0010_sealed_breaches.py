"""Room for sealed words about breaches; what stands there is sealed by the next migration."""

from django.db import migrations

import nuangang.lib.sealing


class Migration(migrations.Migration):
    dependencies = [("privacy", "0009_by_sms")]

    operations = [
        migrations.AlterField(
            model_name="breach",
            name="what",
            field=nuangang.lib.sealing.SealedTextField(verbose_name="What happened"),
        ),
        migrations.AlterField(
            model_name="breach",
            name="cause",
            field=nuangang.lib.sealing.SealedTextField(
                blank=True, default="", verbose_name="How it came about"
            ),
        ),
        migrations.AlterField(
            model_name="breach",
            name="harm",
            field=nuangang.lib.sealing.SealedTextField(
                blank=True, default="", verbose_name="What harm it may do"
            ),
        ),
        migrations.AlterField(
            model_name="breachstep",
            name="text",
            field=nuangang.lib.sealing.SealedTextField(verbose_name="What exactly"),
        ),
    ]
