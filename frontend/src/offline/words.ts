/** What is said, and the forms: both from the shell, which the service worker keeps. */

import { SHELL } from "./paths";

let loaded: Promise<Document> | undefined;

async function load(): Promise<Document> {
  if (document.body.dataset.shell !== undefined) return document;
  const answer = (await caches.match(SHELL)) ?? (await fetch(SHELL));
  return new DOMParser().parseFromString(await answer.text(), "text/html");
}

function shell(): Promise<Document> {
  loaded ??= load().catch((error) => {
    loaded = undefined;
    throw error;
  });
  return loaded;
}

/** Return a function that says a sentence by its name, with values put in. */
export async function speaker(): Promise<(name: string, values?: Record<string, unknown>) => string> {
  const place = (await shell()).getElementById("offline-words");
  const words = JSON.parse(place?.dataset.words ?? "{}") as Record<string, string>;
  return (name, values = {}) =>
    (words[name] ?? name).replace(/%\((\w+)\)s/g, (_all, key: string) => String(values[key] ?? ""));
}

/** Return a fresh copy of one of the shell's templates. */
export async function template(id: string): Promise<HTMLElement> {
  const found = (await shell()).getElementById(id) as HTMLTemplateElement;
  const copy = document.createElement("div");
  copy.className = "stack";
  copy.append(document.importNode(found.content, true));
  for (const [name, value] of Object.entries(found.dataset)) copy.dataset[name] = value;
  return copy;
}

/** Make an element with attributes and children. */
export function el(tag: string, given: Record<string, string> = {}, ...inside: (Node | string)[]): HTMLElement {
  const made = document.createElement(tag);
  for (const [name, value] of Object.entries(given)) made.setAttribute(name, value);
  made.append(...inside);
  return made;
}
