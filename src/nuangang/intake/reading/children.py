"""From one row's cells to a child."""

from datetime import date

from nuangang.intake.reading.carers import put_phones
from nuangang.intake.reading.draft import Draft
from nuangang.intake.reading.family import read_family, read_workplaces
from nuangang.intake.reading.identity import read_identity, read_name
from nuangang.intake.reading.schoolclass import ClassContext, read_class
from nuangang.intake.reading.whereabouts import read_away, read_boarding
from nuangang.lib.typed_text import tidy

_TEXTS = frozenset(
    "former_name id_tail id_type id_valid_until roll_no_2 student_no school school_code head_teacher dorm hukou_type "
    "hukou_place birth_place group address address_mail village town parents_job parents_work_unit marital guardianship_type "
    "guardianship_level agreement emergency_name emergency_relation wechat email homepage postcode health disability "
    "illness poverty special_type aid only_child siblings character hobby study conduct mind need mentor mentor_unit "
    "mentor_post mentor_political helper measures result child_director distance transport entry_ym entry_mode political "
    "remark nationality hmt preschooled martyr blood source bought_place in_class migrant family_size family away_since "
    "father_away_since mother_away_since father_job mother_job guardian_job father_health mother_health guardian_health "
    "guardian_address guardian_workplace guardian_work_unit father_education mother_education guardian_education "
    "father_wechat mother_wechat guardian_wechat father_address mother_address father_hukou_place mother_hukou_place "
    "guardian_gender guardian_birth guardian_ethnicity guardian_political father_birth mother_birth father_ethnicity mother_ethnicity "
    "guardian2_name guardian2_relation guardian2_job guardian2_health guardian2_address father_marital mother_marital "
    "grandfather_name grandmother_name maternal_grandfather_name maternal_grandmother_name grandfather_phone "
    "grandmother_phone grandparents_name grandparents_phone child_supervisor_name contact_times father_times mother_times "
    "parents_times parents_away_since parents_marital parents_health parents_education filled_by filled_on child_state "
    "father_state mother_state guardian_state father_alive mother_alive father_remark mother_remark guardian_remark father_post mother_post guardian_post "
    "father_political mother_political photo_note child_post one_away_unable one_away guardian_id_type father_id_type mother_id_type".split()
)
USED = _TEXTS | frozenset(
    "left_flag seq name gender birth id_number age ethnicity roll_no grade klass boarding left_type both_parents_away father_away "
    "mother_away father_name mother_name parents_name parents_relation guardian_name guardian_relation phone family_phone "
    "father_phone mother_phone parents_phone guardian_phone guardian2_phone emergency_phone mentor_phone head_teacher_phone "
    "child_director_phone child_supervisor_phone helper_phone father_workplace mother_workplace parents_workplace "
    "father_work_unit mother_work_unit father_id mother_id guardian_id guardian2_id father_age mother_age guardian_age "
    "guardian2_age parents_age photo birth_year birth_month birth_day".split()
) | frozenset(
    f"member{n}_{a}" for n in (1, 2, 3)
    for a in ("name relation phone work_unit workplace id job address age health gender is_guardian relation_note "
              "hukou_place id_type ethnicity post").split()
)  # fmt: skip


def read_child(draft: Draft, context: ClassContext, today: date, *, lost_ids: bool) -> bool:
    """Fill the draft's facts from its cells; False if the row cannot be a child (no name)."""
    if not read_name(draft):
        return False
    read_identity(draft, today, lost_ids=lost_ids)
    read_class(draft, context, today)
    read_boarding(draft)
    read_away(draft)
    read_family(draft)
    read_workplaces(draft)
    if "phone" in draft.cells:
        put_phones(draft, "phone")
        draft.put("family_phone", draft.facts.pop("phone", None))
    _join_address(draft)
    for field in draft.cells:
        if field in _TEXTS or field not in USED:
            draft.put(field, draft.text(field))
    _other_ticks(draft)
    return True


def _join_address(draft: Draft) -> None:
    """家庭住址 in cells of its own for town, village and group; a group alone stands for the village."""
    if "village" not in draft.present:
        draft.put("village", draft.text("group"))
    parts = [draft.text(f) for f in ("town", "village", "group") if "址" in draft.said.get(f, "")]
    if "address" not in draft.present and len(parts) > 1:
        draft.put("address", "".join(p + "组" if p.isdigit() else p for p in parts))


def _other_ticks(draft: Draft) -> None:
    for field, words in draft.ticks.items():
        if field in _TEXTS:
            draft.put(field, "、".join(word for word, _ in words))


def keep_others(draft: Draft, header: str, value: object) -> None:
    """Keep what an unknown column holds, under its heading."""
    if text := tidy(value):
        draft.others.setdefault(header, text)
