/**
 * Raising an incident without a network (docs/offline.md): kept like a record, sent by the same queue.
 * What matters more stands above it: that nobody has been told, and whom to ring.
 */

import { kept, type Kept } from "./kept";
import { INCIDENT, RAISE } from "./paths";
import { keep, onChange, waiting } from "./queue";
import { randomId } from "./seal";
import { sendWaiting } from "./sending";
import { el, template } from "./words";
import { whose } from "./whose";

const PROBE = "/healthz";
const PATIENCE = 4000;

/** Say whether the school's server answers now. */
async function there(): Promise<boolean> {
  if (!navigator.onLine) return false;
  const stop = new AbortController();
  const timer = setTimeout(() => stop.abort(), PATIENCE);
  try {
    return (await fetch(PROBE, { cache: "no-store", signal: stop.signal })).ok;
  } catch {
    return false;
  } finally {
    clearTimeout(timer);
  }
}

function numbers(place: HTMLElement, page: Kept | undefined, most = 20): void {
  place.querySelector("[data-numbers]")!.append(
    ...(page?.help?.numbers ?? []).slice(0, most).map(([whom, number]) =>
      el("li", {}, el("div", {}, whom),
        el("div", { class: "line-end" },
          el("a", { class: "button button-quiet", href: `tel:${number.replace(/[^\d+]/g, "")}` }, number)))),
  );
}

function chips(place: HTMLElement, page: Kept | undefined): void {
  const field = place.querySelector<HTMLElement>("[data-children]")!;
  for (const child of page?.children ?? []) {
    const box = el("input", { type: "checkbox", name: "child", value: child.id });
    field.querySelector(".chips")!.append(
      el("label", { class: "chip-choice" }, box,
        el("span", {}, child.name, " ", el("small", { class: "muted" }, child.klass))),
    );
    field.hidden = false;
  }
  const on = page?.help?.kinds;
  place.querySelectorAll<HTMLElement>("[data-kind]").forEach((chip) => {
    if (on && !on.includes(chip.dataset.kind!)) chip.remove();
  });
}

function fieldsOf(form: HTMLFormElement): [string, string][] {
  const names = ["kind", "child", "place", "grave", "words", "suspect", "at"];
  return [...new FormData(form)].filter(([name, value]) => names.includes(name) && value !== "") as [string, string][];
}

function labelOf(form: HTMLFormElement, name: string, value: string): string {
  const box = form.querySelector(`input[name="${name}"][value="${CSS.escape(value)}"]`);
  return box?.nextElementSibling?.textContent?.trim() ?? "";
}

/** Keep what was typed, as of now; throws where this phone can keep nothing. */
async function keepRaised(form: HTMLFormElement, id: string, page: Kept | undefined): Promise<void> {
  const fields = fieldsOf(form);
  const who = fields.filter(([name]) => name === "child")
    .map(([, child]) => ({ id: child, name: labelOf(form, "child", child) }));
  const kind = fields.find(([name]) => name === "kind")![1];
  const content = { fields: [...fields, ["once", id] as [string, string]], who, what: labelOf(form, "kind", kind), to: INCIDENT };
  await keep(id, content, Date.now(), page?.at ?? "");
}

/** Say in large type that nobody knows yet, whom to ring, and when it has gone. */
async function showRaised(id: string, page: Kept | undefined): Promise<void> {
  const content = document.getElementById("content")!;
  const place = await template("offline-raised");
  numbers(place, page);
  content.replaceChildren(place);
  window.scrollTo(0, 0);
  onChange(async () => {
    const person = (await whose())?.person ?? "";
    const mine = (await waiting(person)).find((item) => item.id === id);
    if (mine?.content?.problem) place.querySelector("[data-state]")!.textContent = mine.content.problem;
  });
  const round = await sendWaiting(true);
  if (round.raised[0]) location.assign(round.raised[0].url);
}

async function submitted(form: HTMLFormElement, id: string, page: Kept | undefined): Promise<void> {
  const problem = form.querySelector<HTMLElement>("[data-problem]");
  if (!fieldsOf(form).some(([name]) => name === "kind")) {
    form.querySelector<HTMLElement>('input[name="kind"]')!.focus();
    return;
  }
  try {
    await keepRaised(form, id, page);
  } catch {
    if (!problem) return form.submit();
    problem.textContent = (await template("offline-raised")).querySelector("strong")!.textContent;
    problem.hidden = false;
    return;
  }
  await showRaised(id, page);
}

/** In the shell, at the address of raising: the form, with the numbers above it. */
export async function showRaising(page: Kept | undefined): Promise<void> {
  const place = await template("offline-raise");
  numbers(place, page, 4);
  chips(place, page);
  document.getElementById("content")!.replaceChildren(place);
  const form = place.querySelector("form")!;
  const id = randomId();
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    void submitted(form, id, page);
  });
}

/** On the page with a network: if it went meanwhile, keep what was typed instead of losing it. */
export function watchRaising(): void {
  const form = document.getElementById("raise-form") as HTMLFormElement | null;
  if (!form || location.pathname !== RAISE) return;
  const once = form.elements.namedItem("once") as HTMLInputElement;
  form.addEventListener("submit", (event) => {
    const drill = (form.elements.namedItem("drill") as HTMLInputElement | null)?.checked;
    if (drill || (event as SubmitEvent).submitter?.getAttribute("name") === "again") return;
    event.preventDefault();
    void there().then(async (yes) => (yes ? form.submit() : submitted(form, once.value, await kept())));
  });
}
