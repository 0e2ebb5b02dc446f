"""The words for why a child counts as left-behind or not, and for what is not on file."""

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

REASONS: dict[str, str | Promise] = {
    "father_away": _("Father is away"),
    "mother_away": _("Mother is away"),
    "father_away_short": _("Father has not been away long enough"),
    "mother_away_short": _("Mother has not been away long enough"),
    "father_near": _("Father works within the township"),
    "mother_near": _("Mother works within the township"),
    "father_home": _("Father lives with the child"),
    "mother_home": _("Mother lives with the child"),
    "father_elsewhere": _("Father lives elsewhere, not for work"),
    "mother_elsewhere": _("Mother lives elsewhere, not for work"),
    "father_dead": _("Father has died"),
    "mother_dead": _("Mother has died"),
    "father_missing": _("Father is missing"),
    "mother_missing": _("Mother is missing"),
    "father_unable": _("Father is not able to care"),
    "mother_unable": _("Mother is not able to care"),
    "father_able": _("Father is able to care"),
    "mother_able": _("Mother is able to care"),
    "orphan": _("Counted as an orphan"),
    "abandoned": _("Counted as an abandoned child"),
    "single_parent": _("Counted as a single-parent child"),
    "too_old": _("Over the age"),
    "not_rural": _("Household is not rural"),
    "not_in_stage": _("Not in the school stages counted"),
    "not_at_registered_place": _("Does not live where the household is registered"),
}

FACTS: dict[str, str | Promise] = {
    "father_residence": _("where father lives"),
    "mother_residence": _("where mother lives"),
    "father_since": _("since when father is away"),
    "mother_since": _("since when mother is away"),
    "father_distance": _("how far away father is"),
    "mother_distance": _("how far away mother is"),
    "father_ability": _("whether father is able to care"),
    "mother_ability": _("whether mother is able to care"),
    "father_alive": _("whether father is alive"),
    "mother_alive": _("whether mother is alive"),
    "birth": _("date of birth"),
    "birth_day": _("day of birth"),
    "rural_household": _("whether the household is rural"),
    "at_registered_place": _("whether the child lives where the household is registered"),
    "stage": _("grade or stage of school"),
}
