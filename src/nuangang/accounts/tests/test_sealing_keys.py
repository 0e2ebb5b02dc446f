"""Every school seals with a key of its own, and what is sealed opens nowhere else."""

from pathlib import Path

import pytest
from django.db import connection
from django.test import TestCase

from nuangang.accounts.models import Factor, School, SealingKey, User
from nuangang.accounts.sealing_keys import make_missing_keys, new_key
from nuangang.lib import sealing
from nuangang.lib.master_keys import KeyMissingError, SealBrokenError, masters
from nuangang.lib.sealing import SealedTextField, blind, seal, unseal

ABOUT = "people.child.address"


class SealingKeys(TestCase):
    @classmethod
    def setUpTestData(cls) -> None:
        cls.an = School.objects.create(short_name="an", name="安平中学")
        cls.bei = School.objects.create(short_name="bei", name="北山中学")

    def tearDown(self) -> None:
        sealing.forget_keys()  # the database forgets what a test made, this process would not

    def key_of(self, sealed: str) -> SealingKey:
        return SealingKey.objects.get(pk=sealed.partition(":")[0])

    def test_each_school_and_counselling_have_keys_of_their_own(self) -> None:
        sealed = [
            seal("x", ABOUT, self.an.pk),
            seal("x", ABOUT, self.bei.pk),
            seal("x", ABOUT, self.an.pk, "counselling"),
            seal("x", ABOUT),
        ]
        keys = [self.key_of(one) for one in sealed]
        assert [(k.domain, k.school_id) for k in keys] == [
            ("", self.an.pk),
            ("", self.bei.pk),
            ("counselling", self.an.pk),
            ("", None),
        ]
        assert all(key.id.startswith("aes-") for key in keys)
        assert [unseal(one, ABOUT) for one in sealed] == ["x"] * 4

    def test_moved_changed_or_never_sealed_is_refused(self) -> None:
        sealed = seal("乡下 3 号", ABOUT, self.an.pk)
        other = seal("城里", ABOUT, self.bei.pk)
        swapped = f"{other.partition(':')[0]}:{sealed.partition(':')[2]}"
        for bad in (swapped, sealed[:-8] + "AAAAAAA=", "乡下 3 号", "13812345678", sealed[:40]):
            with pytest.raises(SealBrokenError):
                unseal(bad, ABOUT)
        with pytest.raises(SealBrokenError):
            unseal(sealed, "people.relative.address")

    def test_a_key_given_to_another_school_opens_nothing(self) -> None:
        sealed = seal("x", ABOUT, self.an.pk)
        name = sealed.partition(":")[0]
        SealingKey.objects.filter(pk=name).update(retired_at=self.an.created_at)
        SealingKey.objects.filter(pk=name).update(school_id=self.bei.pk)
        sealing.forget_keys()
        with pytest.raises(SealBrokenError):
            unseal(sealed, ABOUT)

    def test_a_key_that_is_not_here_is_named(self) -> None:
        sealed = seal("x", ABOUT, self.an.pk)
        SealingKey.objects.filter(school=self.an).delete()
        sealing.forget_keys()
        with pytest.raises(KeyMissingError) as raised:
            unseal(sealed, ABOUT)
        assert raised.value.key == sealed.partition(":")[0]

    def test_blind_indexes_differ_between_schools(self) -> None:
        mine = blind("13812345678", "phone", self.an.pk)
        assert mine == blind("13812345678", "phone", self.an.pk)
        assert mine not in {
            blind("13812345678", "phone", self.bei.pk),
            blind("13812345678", "phone"),
            blind("13812345678", "id", self.an.pk),
        }

    def test_counselling_kept_apart_leaves_the_rest_working(self) -> None:
        with self.settings(COUNSELLING_KEY_FILE=Path("/nowhere/counselling.json")):
            ge = School.objects.create(short_name="ge", name="隔壁中学")
            assert unseal(seal("x", ABOUT, ge.pk), ABOUT) == "x"
            with pytest.raises(KeyMissingError):
                seal("x", ABOUT, ge.pk, "counselling")
        make_missing_keys()
        assert unseal(seal("x", ABOUT, ge.pk, "counselling"), ABOUT) == "x"

    def test_no_new_file_of_keys_where_one_was_lost(self) -> None:
        with self.settings(KEY_FILE=Path("/nowhere/keys.json")), pytest.raises(KeyMissingError):
            make_missing_keys()

    def test_what_a_master_sealed_itself_still_opens(self) -> None:
        kept = sealing.CIPHERS["aes"]
        assert isinstance(masters().cipher("1"), kept)
        old = (
            "1:"
            + sealing.b2a_base64(
                b"n" * 12 + masters().cipher("1").encrypt(b"n" * 12, "旧".encode(), ABOUT.encode())
            ).decode()
        )
        assert unseal(old, ABOUT) == "旧"

    def test_rows_of_no_school_are_sealed_with_the_installations_key(self) -> None:
        user = User.objects.create(login="a", name="a")
        Factor.objects.create(user=user, kind="totp", secret="秘密", made_at=user.made_at)
        with connection.cursor() as cursor:
            cursor.execute("SELECT secret FROM accounts_factor")
            [(kept,)] = cursor.fetchall()
        assert self.key_of(kept).school_id is None
        assert Factor.objects.get(user=user).secret == "秘密"

    def test_a_newer_key_is_taken_up_and_the_old_one_still_opens(self) -> None:
        sealed = seal("x", ABOUT, self.an.pk)
        old = SealingKey.objects.get(pk=sealed.partition(":")[0])
        SealingKey.objects.filter(pk=old.pk).update(retired_at=self.an.created_at)
        newer = new_key("", self.an.pk)
        newer.save(force_insert=True)
        with self.settings(KEY_HELD_SECONDS=0):
            assert seal("x", ABOUT, self.an.pk).startswith(newer.pk)
        assert unseal(sealed, ABOUT) == "x"


def test_a_field_names_its_domain_in_migrations() -> None:
    field = SealedTextField(key="counselling")
    assert field.deconstruct()[3] == {"key": "counselling"}
    with pytest.raises(ValueError, match="another"):
        SealedTextField(key="another")
