/** Short messages: shown by the server in #toasts, taken away after a while, faster when nothing can be undone. */

const SECONDS_TO_READ = 5;
const SECONDS_TO_UNDO = 8;

function box(): HTMLElement | null {
  return document.getElementById("toasts");
}

/** Where a message can be seen: over the page, but within a dialog that lies over it. */
function inSight(): HTMLElement | null {
  const dialog = document.querySelector<HTMLDialogElement>("dialog[open]");
  if (!dialog) return box();
  const found = dialog.querySelector<HTMLElement>(":scope > .toasts");
  if (found) return found;
  const made = document.createElement("div");
  made.className = "toasts";
  dialog.append(made);
  dialog.addEventListener("close", () => made.remove(), { once: true });
  return made;
}

function leave(note: Element): void {
  note.classList.add("leaving");
  setTimeout(() => note.remove(), 160);
}

function start(note: HTMLElement): void {
  if (note.dataset.started) return;
  note.dataset.started = "yes";
  if (note.classList.contains("error")) return;
  const seconds = note.querySelector("form") ? SECONDS_TO_UNDO : SECONDS_TO_READ;
  let timer = 0;
  const run = () => (timer = window.setTimeout(() => leave(note), seconds * 1000));
  note.addEventListener("mouseenter", () => clearTimeout(timer));
  note.addEventListener("focusin", () => clearTimeout(timer));
  note.addEventListener("mouseleave", run);
  run();
}

function startAll(): void {
  box()?.querySelectorAll<HTMLElement>(".toast-note").forEach(start);
}

/** Show a message that the server did not send, for instance that it could not be reached. */
export function tell(text: string): void {
  const note = document.createElement("div");
  note.className = "toast-note error";
  note.setAttribute("role", "alert");
  const words = document.createElement("span");
  words.textContent = text;
  const close = document.createElement("button");
  close.type = "button";
  close.dataset.closeNote = "";
  close.textContent = document.body.dataset.close ?? "×";
  note.append(words, close);
  inSight()?.append(note);
}

/** Show a message that leaves by itself, with a link to follow if there is one. */
export function mention(text: string, link?: { words: string; href: string }): void {
  const note = document.createElement("div");
  note.className = "toast-note";
  note.setAttribute("role", "status");
  const words = document.createElement("span");
  words.textContent = text;
  note.append(words);
  if (link) {
    const anchor = document.createElement("a");
    anchor.href = link.href;
    anchor.textContent = link.words;
    note.append(anchor);
  }
  box()?.append(note);
  start(note);
}

/** Start the clocks of the messages there are and of those that come. */
export function watchToasts(): void {
  startAll();
  document.addEventListener("htmx:load", startAll);
  document.addEventListener("click", (event) => {
    const button = (event.target as Element).closest("[data-close-note]");
    if (button) leave(button.closest(".toast-note")!);
  });
  document.addEventListener("htmx:sendError", () => tell(document.body.dataset.offline ?? ""));
  document.addEventListener("htmx:responseError", () => tell(document.body.dataset.failed ?? ""));
}
