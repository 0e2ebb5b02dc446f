"""What a school's app on a chat platform is known by there."""

from typing import Any
from urllib.parse import urlsplit

from django import forms
from django.utils.translation import gettext_lazy as _

from nuangang.accounts.models import ChatPlatform

_PLAIN = r"^[A-Za-z0-9_\-]+$"


def _code(label: Any, *, longest: int = 64, required: bool = True, **more: Any) -> forms.RegexField:
    wrong = {"invalid": _("Only letters, digits, - and _; copy it from the console.")}
    return forms.RegexField(
        _PLAIN, label=label, max_length=longest, required=required, error_messages=wrong,
        widget=forms.TextInput(attrs={"autocomplete": "off", "spellcheck": "false"}), **more,
    )  # fmt: skip


class ChatPlatformForm(forms.Form):
    """The words are the platform's own, so that they are found in its console."""

    address = forms.CharField(
        label=_("The school's address"),
        max_length=120,
        help_text=_("As people open it, for example https://nuangang.school.cn"),
    )
    inside_only = forms.BooleanField(
        label=_("Only inside the app"),
        required=False,
        help_text=_(
            "Leave it ticked where several people use one PC: DingTalk and Feishu stay signed in in a"
            " browser, and the next person would come in as the one before."
        ),
    )

    def __init__(self, *args: Any, app: ChatPlatform, **options: Any) -> None:
        super().__init__(*args, **options)
        self.app = app
        first = {f"{app.kind}_{name}": field for name, field in _fields(app).items()}
        self.fields = {**first, **self.fields}

    def clean_address(self) -> str:
        """Return scheme and host alone; a path or a name within it would lead astray."""
        try:
            parts = urlsplit(self.cleaned_data["address"].strip().rstrip("/"))
            fits = parts.scheme in ("http", "https") and bool(parts.hostname) and parts.port != 0
            fits = fits and not (parts.path or parts.query or parts.fragment)
        except ValueError:
            fits = False
        if not fits or "@" in parts.netloc:
            raise forms.ValidationError(_("Write it like https://nuangang.school.cn, no more."))
        return f"{parts.scheme}://{parts.netloc.lower()}"

    def values(self) -> dict[str, Any]:
        """Return what to write; an empty secret keeps the one that is there."""
        typed = {name.removeprefix(f"{self.app.kind}_"): v for name, v in self.cleaned_data.items()}
        if self.app.kind == ChatPlatform.Kind.WECOM:
            typed["app_id"] = typed["corp_id"]
        if not typed["secret"]:
            del typed["secret"]
        return {**typed, "is_on": True}


def _fields(app: ChatPlatform) -> dict[str, forms.Field]:
    kept = bool(app.secret)
    secret = forms.CharField(
        label={"wecom": "Secret", "dingtalk": "Client Secret"}.get(app.kind, "App Secret"),
        max_length=128, required=not kept,
        help_text=_("Kept sealed and never shown again. Leave it empty to keep the one there is.") if kept else "",
        widget=forms.PasswordInput(attrs={"autocomplete": "off"}),
    )  # fmt: skip
    if app.kind == ChatPlatform.Kind.WECOM:
        agent = forms.RegexField(r"^\d+$", label="AgentId", max_length=16)
        return {"corp_id": _code("CorpID"), "agent_id": agent, "secret": secret}
    if app.kind == ChatPlatform.Kind.DINGTALK:
        return {"app_id": _code("Client ID"), "secret": secret, "corp_id": _code("CorpId")}
    return {"app_id": _code("App ID"), "secret": secret}
