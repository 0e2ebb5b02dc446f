"""The nationalities of GB/T 3304 under their plain Chinese names (domain.md §5.5)."""

from nuangang.lib.typed_text import squeezed

_CODES = (
    "01汉HA 02蒙古MG 03回HU 04藏ZA 05维吾尔UG 06苗MH 07彝YI 08壮ZH 09布依BY 10朝鲜CS 11满MA 12侗DO "
    "13瑶YA 14白BA 15土家TJ 16哈尼HN 17哈萨克KZ 18傣DA 19黎LI 20傈僳LS 21佤VA 22畲SH 23高山GS 24拉祜LH "
    "25水SU 26东乡DX 27纳西NX 28景颇JP 29柯尔克孜KG 30土TU 31达斡尔DU 32仫佬ML 33羌QI 34布朗BL 35撒拉SL "
    "36毛南MN 37仡佬GL 38锡伯XB 39阿昌AC 40普米PM 41塔吉克TA 42怒NU 43乌孜别克UZ 44俄罗斯RS 45鄂温克EW "
    "46德昂DE 47保安BN 48裕固YG 49京GI 50塔塔尔TT 51独龙DR 52鄂伦春OR 53赫哲HZ 54门巴MB 55珞巴LB 56基诺JN"
).split()
NAMES = tuple(f"{entry[2:-2]}族" for entry in _CODES)
_KNOWN = {
    key: name
    for entry, name in zip(_CODES, NAMES, strict=True)
    for key in (name, name[:-1], entry[:2], entry[:2].lstrip("0"), entry[-2:], name + entry[-2:])
} | {"维族": "维吾尔族", "哈族": "哈萨克族", "蒙族": "蒙古族", "蒙": "蒙古族", "柯族": "柯尔克孜族"}
_KNOWN |= {"其他": "其他", "97": "其他", "未识别民族": "其他", "未识别": "其他", "其它": "其他"}
_KNOWN |= {"穿青人": "穿青人", "穿青人族": "穿青人", "革家人": "革家人", "摩梭人": "摩梭人"}
_KNOWN |= {"外国血统": "外国血统中国籍人士", "98": "外国血统中国籍人士"}


def read(typed: object) -> str | None:
    """The nationality's plain name (汉 and 01 → 汉族), or None if the word is not known."""
    text = squeezed(typed).upper().replace("民族", "族") if typed != "" else ""
    return _KNOWN.get(text) or _KNOWN.get(text.strip("0123456789-.:、"))
