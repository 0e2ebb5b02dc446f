/** The line that breaks while a page is open: the form opens and is kept without the server. */

import { closeSheet } from "../sheet";
import { mention, tell } from "../toasts";
import { keepForm, openForm } from "./form";
import { RECORD, SEVERAL, TODAY } from "./paths";
import { randomId } from "./seal";
import { speaker } from "./words";

interface Failed {
  elt: Element;
  requestConfig: { verb: string; path: string; formData: FormData };
}

function typed(data: FormData): [string, string][] {
  const fields: [string, string][] = [];
  data.forEach((value, name) => {
    if (typeof value === "string") fields.push([name, value]);
  });
  return fields;
}

/** Open the form that a link leads to; say whether it is such a link and the form could open. */
export function openAddress(address: string): Promise<boolean> {
  const { pathname, searchParams } = new URL(address, location.href);
  const kind = searchParams.get("kind") ?? undefined;
  if (pathname === RECORD) return openForm({ child: searchParams.get("child") ?? "", kind, several: false });
  const ofClass = searchParams.get("of") === "class";
  return pathname === SEVERAL ? openForm({ ofClass, several: true }) : Promise.resolve(false);
}

async function instead({ requestConfig }: Failed): Promise<void> {
  const { verb, path, formData } = requestConfig;
  if (verb === "get") {
    if (!(await openAddress(path))) throw new Error("not kept");
  } else if (formData.has("again")) {
    const several = new URL(path, location.href).pathname === SEVERAL;
    if (!(await openForm({ several, typed: typed(formData) }))) throw new Error("not kept");
  } else {
    await keepTyped(formData);
    closeSheet();
  }
}

async function keepTyped(data: FormData): Promise<void> {
  await keepForm(data, String(data.get("together") || randomId()));
  mention((await speaker())("kept"));
}

function ours(address: string): boolean {
  return [RECORD, SEVERAL].includes(new URL(address, location.href).pathname);
}

function failed(event: Event): void {
  const detail = (event as CustomEvent<Failed>).detail;
  if (!ours(detail.requestConfig.path)) return;
  event.stopPropagation(); // no word of failure: it is kept
  instead(detail).catch(() => tell(document.body.dataset.offline ?? ""));
}

/** A form on a page of its own, sent while the phone knows that there is no network. */
function submitted(event: SubmitEvent): void {
  const form = event.target as HTMLFormElement;
  if (navigator.onLine || form.id !== "record-form" || form.closest("dialog")) return;
  if (!ours(form.action) || event.defaultPrevented) return;
  event.preventDefault();
  void keepTyped(new FormData(form)).then(() => location.assign(TODAY));
}

/** Watch for requests that never reach the server. */
export function watchLine(): void {
  document.addEventListener("htmx:sendError", failed, true);
  document.addEventListener("htmx:timeout", failed, true);
  document.addEventListener("submit", submitted, true);
}
