import "./app.scss";
import "htmx.org";
import { watchForms } from "./forms";
import { watchMenus } from "./menus";
import { watchOffline } from "./offline/able";
import { definePhotoPicker } from "./photos";
import { watchPasskeys } from "./passkeys";
import { watchSheet } from "./sheet";
import { watchToasts } from "./toasts";

document.documentElement.classList.add("scripted");
watchToasts();
watchSheet();
watchForms();
watchMenus();
definePhotoPicker();
watchPasskeys();
watchOffline();
