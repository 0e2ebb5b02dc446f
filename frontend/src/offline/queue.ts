/** What waits to be sent: written here first, taken out only when the school has it or somebody says so. */

import { open, openBytes, seal, sealBytes, randomId } from "./seal";
import { dropKeys, phone, type Picture, type Waiting, type Whose } from "./store";
import { tooLong, whose } from "./whose";

/** What was typed, in words for the list, and what the school said to it. */
export interface Content {
  fields: [string, string][];
  who: { id: string; name: string }[];
  what: string;
  /** Where it is sent, unless it is a care record. */
  to?: string;
  problem?: string;
}

export interface Item extends Waiting {
  content: Content | null;
  pictures: Picture[];
}

const channel = "BroadcastChannel" in window ? new BroadcastChannel("nuangang") : null;
const listeners: (() => void)[] = [];

/** Call back when something was added, sent or taken out, here or in another tab. */
export function onChange(listener: () => void): void {
  listeners.push(listener);
  channel?.addEventListener("message", listener);
}

function changed(): void {
  listeners.forEach((listener) => listener());
  channel?.postMessage("changed");
}

/** Return whose the phone is; in a tab left open by somebody else nothing may be kept as theirs. */
async function owner(): Promise<Whose> {
  const now = await whose();
  const { person } = document.body.dataset;
  if (!now || (person && person !== now.person)) throw new Error("nobody is signed in");
  return now;
}

/** Keep a record; with the id of one that waits, in its place. Throws where nothing can be kept. */
export async function keep(id: string, content: Content, written: number, seen: string): Promise<void> {
  const now = await owner();
  const sealed = await seal(now.key, `waiting ${id}`, content);
  const store = await phone();
  const before = await store.get("waiting", id);
  const tries = before?.tries ?? 0;
  const item: Waiting = {
    id, person: now.person, written, seen, state: "waiting", tries, next: 0, sealed,
  };
  await store.put("waiting", item);
  changed();
}

/** Keep a picture to go with a record. */
export async function keepPicture(record: string, bytes: ArrayBuffer): Promise<void> {
  const now = await owner();
  const id = randomId();
  const sealed = await sealBytes(now.key, `picture ${id}`, bytes);
  const picture: Picture = {
    id, record, person: now.person, state: "waiting", tries: 0, next: 0, sealed,
  };
  await (await phone()).put("pictures", picture);
  changed();
}

export function openPicture(picture: Picture): Promise<ArrayBuffer> {
  return openBytes(picture.sealed, `picture ${picture.id}`);
}

async function readable(item: Waiting): Promise<Content | null> {
  const now = await whose();
  if (now && now.person === item.person && tooLong(now)) return null;
  return open<Content>(item.sealed, `waiting ${item.id}`).catch(() => null);
}

/** Return what `person` has waiting, oldest first; content null where it may not be shown now. */
export async function waiting(person: string): Promise<Item[]> {
  const store = await phone();
  const items = (await store.getAll("waiting")).filter((item) => item.person === person);
  const pictures = (await store.getAll("pictures")).filter((item) => item.person === person);
  items.sort((a, b) => a.written - b.written);
  return Promise.all(
    items.map(async (item) => ({
      ...item,
      content: await readable(item),
      pictures: pictures.filter((picture) => picture.record === item.id),
    })),
  );
}

/** Return the pictures of `person` whose record has arrived already. */
export async function loosePictures(person: string): Promise<Picture[]> {
  const store = await phone();
  const records = new Set(await store.getAllKeys("waiting"));
  const pictures = await store.getAll("pictures");
  return pictures.filter((item) => item.person === person && !records.has(item.record));
}

/** Count the records and pictures that wait: of `person`, and of others on this phone. */
export async function count(
  person?: string,
): Promise<{ own: number; pictures: number; refused: number; others: number }> {
  const store = await phone();
  const items = await store.getAll("waiting");
  const own = items.filter((item) => item.person === person);
  const pictures = person ? await loosePictures(person) : [];
  const refused = [...own, ...pictures].filter((item) => item.state === "refused").length;
  const others = items.length - own.length;
  return { own: own.length, pictures: pictures.length, refused, others };
}

/** Note how sending one went. */
export async function note(item: Waiting, given: Partial<Waiting>, content?: Content): Promise<void> {
  const store = await phone();
  const now = await store.get("waiting", item.id);
  if (!now) return;
  const sealed = content ? await seal(now.sealed.key, `waiting ${item.id}`, content) : now.sealed;
  await store.put("waiting", { ...now, ...given, sealed });
  changed();
}

export async function notePicture(item: Picture, given: Partial<Picture>): Promise<void> {
  const store = await phone();
  const now = await store.get("pictures", item.id);
  if (now) await store.put("pictures", { ...now, ...given });
  changed();
}

/** Take one record out, with its pictures unless they still have to follow it. */
export async function takeOut(id: string, pictures: boolean): Promise<void> {
  const tx = (await phone()).transaction(["waiting", "pictures"], "readwrite");
  await tx.objectStore("waiting").delete(id);
  for (const item of pictures ? await tx.objectStore("pictures").getAll() : []) {
    if (item.record === id) await tx.objectStore("pictures").delete(item.id);
  }
  await tx.done;
  await dropKeys();
  changed();
}

export async function takePictureOut(id: string): Promise<void> {
  await (await phone()).delete("pictures", id);
  await dropKeys();
  changed();
}
