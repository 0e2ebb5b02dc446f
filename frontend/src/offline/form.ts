/** The record form without the server: the shell's copy of it, filled in for children of the kept page. */

import { closeSheet, showInSheet } from "../sheet";
import { mention } from "../toasts";
import { kept, schoolDay, type Kept, type KeptChild } from "./kept";
import { keep, keepPicture, type Content, type Item } from "./queue";
import { randomId } from "./seal";
import { el, speaker, template } from "./words";

export interface Wish {
  child?: string;
  kind?: string;
  ofClass?: boolean;
  several?: boolean;
  item?: Item;
  typed?: [string, string][];
}

function inputs(form: Element, name: string): HTMLInputElement[] {
  return [...form.querySelectorAll<HTMLInputElement>(`[name="${name}"]`)];
}

function whoChips(form: Element, children: KeptChild[], kind: string, chosen: Set<string>): void {
  const place = form.querySelector("fieldset")!;
  place.querySelector(".chips, p")?.remove();
  const chips = el("div", { class: "chips" });
  const ordered = [...children].sort(
    (a, b) => Number(b.waits.includes(kind)) - Number(a.waits.includes(kind)),
  );
  for (const child of ordered) {
    const box = el("input", { type: "checkbox", name: "child", value: child.id }) as HTMLInputElement;
    box.checked = chosen.has(child.id);
    box.toggleAttribute("data-waits", child.waits.includes(kind));
    const name = el("span", {}, child.name);
    if (child.waits.includes(kind)) {
      name.prepend(el("i", { class: "care-waits", "aria-hidden": "true" }, "○"));
    }
    chips.append(el("label", { class: "chip-choice" }, box, name));
  }
  place.append(chips);
  const choose = place.querySelector<HTMLElement>("[data-choose]");
  if (!choose) return;
  const some = children.some((child) => child.waits.includes(kind));
  choose.lastElementChild!.textContent = (some ? choose.dataset.choose : choose.dataset.chooseAll)!;
  const count = children.filter((child) => chosen.has(child.id)).length;
  place.querySelector("[data-children-chosen]")!.textContent = String(count);
}

function fill(form: HTMLFormElement, typed: [string, string][]): void {
  const names = new Set(typed.map(([name]) => name));
  for (const name of names) {
    const values = typed.filter(([key]) => key === name).map(([, value]) => value);
    for (const field of inputs(form, name)) {
      if (field.type === "file") continue;
      const chip = field.type === "radio" || field.type === "checkbox";
      if (chip) field.checked = values.includes(field.value);
      else field.value = values[0] ?? "";
      if (chip ? field.checked && field.value : field.value) field.closest("details")?.setAttribute("open", "");
    }
  }
}

/** Show what belongs to the chosen kind, as the server does between two taps. */
function suitKind(form: HTMLFormElement, sheet: HTMLElement, child: KeptChild | undefined): void {
  const chosen = inputs(form, "kind").find((input) => input.checked)?.value ?? "";
  const has = (list: string) => (sheet.dataset[list] ?? "").split(" ").includes(chosen);
  const whom = inputs(form, "with_whom");
  const field = whom[0]?.closest<HTMLElement>("fieldset");
  if (field) field.hidden = !has("calls");
  const kins = child ? ["father", "mother", ...child.kins] : [];
  for (const input of whom) {
    const suits = has("calls") && (!child || kins.includes(input.value));
    input.closest<HTMLElement>("label")!.hidden = !suits;
    if (!suits) input.checked = false;
  }
  const aspects = form.querySelector<HTMLElement>(".care-aspects");
  if (aspects) aspects.hidden = has("speechless");
  if (has("speechless")) inputs(form, "aspects").forEach((input) => (input.checked = false));
}

function days(form: HTMLFormElement, page: Kept): void {
  const happened = inputs(form, "happened_on")[0];
  const follow = inputs(form, "follow_up_on")[0];
  happened?.setAttribute("min", schoolDay(page, -120));
  happened?.setAttribute("max", schoolDay(page));
  follow?.setAttribute("min", schoolDay(page));
  if (happened && !happened.value) happened.value = schoolDay(page);
}

/** Return children of a waiting record who are not on the kept page any more, to be taken out of it. */
function strangers(page: Kept, item?: Item): KeptChild[] {
  const known = new Set(page.children.map((one) => one.id));
  const gone = (item?.content?.who ?? []).filter((one) => !known.has(one.id));
  return gone.map((one) => ({ ...one, klass: "", kind: "", waits: [], kins: [] }));
}

/** Open the form in the sheet; say whether that was possible. */
export async function openForm(wish: Wish): Promise<boolean> {
  const page = await kept();
  const say = await speaker();
  if (!page) return false;
  const given = wish.item?.content?.fields ?? wish.typed ?? [];
  const ids = given.filter(([name]) => name === "child").map(([, value]) => value);
  if (wish.child) ids.push(wish.child);
  const only = ids.length === 1 ? page.children.find((one) => one.id === ids[0]) : undefined;
  const several = wish.several ?? !only;
  const child = several ? undefined : only;
  if (!several && !child) return false;
  const sheet = await template(several ? "offline-several" : "offline-one");
  const form = sheet.querySelector("form")!;
  const kind = wish.kind ?? child?.kind ?? "talk";
  if (child) {
    sheet.querySelector(".page-head > div")?.append(el("p", { class: "sub" }, `${child.name} ${child.klass}`));
    form.append(el("input", { type: "hidden", name: "child", value: child.id }));
  } else {
    const list = wish.ofClass ? page.of_class : page.own;
    const offered = page.children.filter((one) => list.includes(one.id) || ids.includes(one.id));
    const all = [...offered, ...strangers(page, wish.item)];
    whoChips(form, all, kind, new Set(ids));
    form.addEventListener("change", (event) => {
      const input = event.target as HTMLInputElement;
      const chosen = inputs(form, "child").filter((box) => box.checked).map((box) => box.value);
      if (input.name === "kind") whoChips(form, all, input.value, new Set(chosen));
    });
  }
  fill(form, given.some(([name]) => name === "kind") ? given : [["kind", kind], ...given]);
  if (child) inputs(form, "kind").find((input) => input.checked)?.setAttribute("autofocus", "");
  days(form, page);
  const id = wish.item?.id ?? given.find(([name]) => name === "together")?.[1] ?? randomId();
  sheet.querySelector(".page-head")?.after(el("p", { class: "offline-hint" }, say("form_hint")));
  if (wish.item?.pictures.length) form.querySelector(".photo-field")?.remove();
  suitKind(form, sheet, child);
  form.addEventListener("change", () => suitKind(form, sheet, child));
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    void save(form, id, page, wish.item);
  });
  return showInSheet(...sheet.childNodes);
}

async function save(form: HTMLFormElement, id: string, page: Kept, item?: Item): Promise<void> {
  const say = await speaker();
  const data = new FormData(form);
  if (!data.getAll("child").length) return problem(form, say("choose_children"));
  try {
    await keepForm(data, id, page, item);
  } catch {
    return problem(form, say("not_kept"));
  }
  closeSheet();
  mention(say("kept"));
}

function problem(form: HTMLFormElement, text: string): void {
  form.querySelector(".form-errors")?.remove();
  const box = el("div", { class: "form-errors", role: "alert", tabindex: "-1" }, el("h2", {}, text));
  form.prepend(box);
  box.focus();
}

function contentOf(data: FormData, page: Kept | undefined, kindWord: string, item?: Item): Content {
  const fields: [string, string][] = [];
  data.forEach((value, name) => {
    const own = ["csrfmiddlewaretoken", "together", "next", "of", "again"].includes(name);
    if (typeof value === "string" && !own) fields.push([name, value]);
  });
  const ids = data.getAll("child");
  const known = [...(page?.children ?? []), ...(page ? strangers(page, item) : [])];
  const who = known.filter((child) => ids.includes(child.id)).map(({ id, name }) => ({ id, name }));
  return { fields, who, what: kindWord };
}

/** Put a filled-in form into the queue: the words, then each picture beside them. */
export async function keepForm(data: FormData, id: string, page?: Kept, item?: Item): Promise<void> {
  const kind = String(data.get("kind"));
  const words = (await template("offline-one")).querySelector(`[name="kind"][value="${kind}"] + span`);
  const content = contentOf(data, page ?? (await kept()), words?.textContent?.trim() ?? kind, item);
  const seen = page?.at ?? "";
  await keep(id, content, item?.written ?? Date.now(), item?.seen ?? seen);
  for (const file of data.getAll("photos")) {
    if (file instanceof File && file.size) await keepPicture(id, await file.arrayBuffer());
  }
}
