"""What a browser says of itself, short enough to recognise it by."""

import re

_SYSTEMS = (
    ("iPhone", "iPhone"), ("iPad", "iPad"), ("HarmonyOS", "HarmonyOS"), ("OpenHarmony", "HarmonyOS"),
    ("Android", "Android"), ("Windows", "Windows"), ("Macintosh", "Mac"), ("CrOS", "ChromeOS"),
    ("Linux", "Linux"),
)  # fmt: skip
_BROWSERS = (
    ("wxwork", "WeCom"), ("MicroMessenger", "WeChat"), ("DingTalk", "DingTalk"), ("Lark", "Feishu"),
    ("Feishu", "Feishu"), ("MQQBrowser", "QQ"), ("QQBrowser", "QQ"), ("HuaweiBrowser", "Huawei"),
    ("MiuiBrowser", "Xiaomi"), ("UCBrowser", "UC"), ("Edg", "Edge"), ("Firefox", "Firefox"),
    ("360SE", "360"), ("QIHU", "360"), ("Chrome", "Chrome"), ("Safari", "Safari"),
)  # fmt: skip


def device_of(user_agent: str) -> str:
    """Return system and browser as in 'Android · WeChat'; empty where neither is known."""
    found = (_first(user_agent, _SYSTEMS), _first(user_agent, _BROWSERS))
    return " · ".join(part for part in found if part)


def _first(text: str, known: tuple[tuple[str, str], ...]) -> str:
    return next((name for sign, name in known if re.search(sign, text, re.IGNORECASE)), "")
