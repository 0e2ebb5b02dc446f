"""The product's settings with one address more."""

from nuangang.site.settings import *  # noqa: F403

ROOT_URLCONF = "ceiling.urls"
