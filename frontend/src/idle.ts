/**
 * On a PC that others use too, a session ends when nobody touched it for a quarter of an hour. A minute
 * before, the page says so; when it is over, the page leads to the sign-in page, or, where a form is
 * half written, covers itself until the same person has signed in again: what was typed stays in it.
 */
import htmx from "htmx.org";
import { useToken } from "./token";

const LOOK_EVERY = 5_000;
const TELL_EVERY = 60_000;
const WARN_BEFORE = 60_000;
const SEEN = "nuangang-seen";

interface Here {
  user: string;
}

let touched = false;
let lastTold = Date.now();

function limit(): number {
  return Number(document.body.dataset.idle) * 1000;
}

/** Return when any tab of this browser last told the server that somebody is there. */
function lastSeen(): number {
  return Math.max(lastTold, Number(localStorage.getItem(SEEN) ?? 0));
}

function told(): void {
  lastTold = Date.now();
  touched = false;
  localStorage.setItem(SEEN, String(lastTold));
}

async function tell(): Promise<void> {
  touched = false;
  const reply = await fetch(document.body.dataset.here!);
  const here = (await reply.json()) as Here;
  if (here.user !== document.body.dataset.person) over();
  else told();
}

function changed(control: Element): boolean {
  if (control instanceof HTMLSelectElement) {
    const options = [...control.options];
    const chosen = options.some((option) => option.defaultSelected);
    return options.some((option, place) => option.selected !== (chosen ? option.defaultSelected : place === 0));
  }
  if (control instanceof HTMLTextAreaElement) return control.value !== control.defaultValue;
  if (!(control instanceof HTMLInputElement) || control.type === "hidden") return false;
  if (/checkbox|radio/.test(control.type)) return control.checked !== control.defaultChecked;
  return control.value !== control.defaultValue;
}

function halfWritten(): boolean {
  const forms = document.querySelectorAll<HTMLFormElement>("#main form, #sheet form");
  return [...forms].some((form) => form.method === "post" && [...form.elements].some(changed));
}

function warning(): HTMLElement {
  let note = document.getElementById("idle-note");
  if (!note) {
    note = document.createElement("div");
    note.id = "idle-note";
    note.className = "idle-note";
    note.setAttribute("role", "alert");
    (document.querySelector("dialog[open]") ?? document.body).append(note);
  }
  return note;
}

function warn(left: number): void {
  const seconds = String(Math.max(1, Math.ceil(left / 1000)));
  warning().textContent = document.body.dataset.idleNote!.replace("60", seconds);
}

function unwarn(): void {
  document.getElementById("idle-note")?.remove();
}

function signInPage(next: string): string {
  return `${document.body.dataset.signInPage}?next=${encodeURIComponent(next)}`;
}

/** Cover the page, or leave it when nothing in it would be lost. */
function over(): void {
  if (document.getElementById("again")) return;
  unwarn();
  if (!halfWritten()) {
    location.assign(signInPage(location.pathname + location.search));
    return;
  }
  const cover = document.createElement("dialog");
  cover.id = "again";
  cover.className = "sheet";
  cover.innerHTML =
    '<p class="again-words"></p><div id="again-body" class="sheet-body" hx-boost="true" hx-target="#again-body"' +
    ' hx-select="#content" hx-swap="innerHTML" hx-push-url="false"></div>';
  cover.querySelector("p")!.textContent = document.body.dataset.again!;
  cover.addEventListener("cancel", (event) => event.preventDefault());
  document.body.append(cover);
  document.body.classList.add("covered");
  htmx.process(cover);
  cover.showModal();
  cover.addEventListener("htmx:afterSwap", () => uncover(cover));
  const here = signInPage(document.body.dataset.signedIn!);
  void htmx.ajax("get", here, { target: "#again-body", swap: "innerHTML", select: "#content" });
}

/** Give the page back to the same person, its forms with the new session's token. */
function uncover(cover: HTMLDialogElement): void {
  cover.querySelector("#content")?.removeAttribute("id");
  const back = cover.querySelector<HTMLElement>("[data-again-user]");
  if (!back) return;
  if (back.dataset.againUser !== document.body.dataset.person) {
    location.assign("/");
    return;
  }
  useToken(back.dataset.againCsrf!);
  told();
  document.body.classList.remove("covered");
  cover.close();
  cover.remove();
}

function look(): void {
  const idle = Date.now() - lastSeen();
  if (document.getElementById("again")) return;
  if (idle >= limit()) over();
  else if (touched && idle >= TELL_EVERY) void tell().catch(() => undefined);
  else if (idle >= limit() - WARN_BEFORE) warn(limit() - idle);
  else unwarn();
}

/** Watch on devices that are not somebody's own. */
export function watchIdle(): void {
  if (!limit() || !("HTMLDialogElement" in window)) return;
  told();
  for (const sign of ["keydown", "pointerdown", "input"]) {
    document.addEventListener(sign, () => (touched = true), { passive: true, capture: true });
  }
  document.addEventListener("htmx:afterRequest", () => {
    if (!document.getElementById("again")) told();
  });
  setInterval(look, LOOK_EVERY);
}
