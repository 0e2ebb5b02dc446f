/** The phone's own store. In clear: ids made at random, times and states. All else is sealed. */

import { openDB, type DBSchema, type IDBPDatabase } from "idb";

/** Encrypted with the key of that id; nobody can take the key out of the browser. */
export interface Sealed {
  key: string;
  iv: Uint8Array;
  body: ArrayBuffer;
}

/** Who is signed in on this phone, since which sign-in, and when the school was last reached. */
export interface Whose {
  person: string;
  signIn: string;
  key: string;
  reached: number;
  days: number;
}

/** One record that waits to be sent; its id is the form's `together`. */
export interface Waiting {
  id: string;
  person: string;
  written: number;
  seen: string;
  state: "waiting" | "refused";
  tries: number;
  next: number;
  sealed: Sealed;
}

/** One picture that goes after its record, by itself. */
export interface Picture {
  id: string;
  record: string;
  person: string;
  state: "waiting" | "refused";
  tries: number;
  next: number;
  problem?: string;
  sealed: Sealed;
}

export interface Key {
  id: string;
  person: string;
  key: CryptoKey;
}

interface Phone extends DBSchema {
  whose: { key: string; value: Whose };
  keys: { key: string; value: Key };
  kept: { key: string; value: Sealed };
  waiting: { key: string; value: Waiting };
  pictures: { key: string; value: Picture };
}

let opened: Promise<IDBPDatabase<Phone>> | undefined;

const PATIENCE = 5000;

/** Some old browsers never answer; then the page goes on without a store, and signing out too. */
function inTime<T>(answer: Promise<T>): Promise<T> {
  const late = new Promise<never>((_done, fail) => setTimeout(() => fail(new Error("no store")), PATIENCE));
  return Promise.race([answer, late]);
}

/** Open the store, once a page. */
export function phone(): Promise<IDBPDatabase<Phone>> {
  opened ??= inTime(openDB<Phone>("nuangang", 1, {
    upgrade(made) {
      made.createObjectStore("whose");
      made.createObjectStore("keys", { keyPath: "id" });
      made.createObjectStore("kept");
      made.createObjectStore("waiting", { keyPath: "id" });
      made.createObjectStore("pictures", { keyPath: "id" });
    },
  }));
  return opened;
}

/** Forget keys that open nothing any more and are not the present one. */
export async function dropKeys(): Promise<void> {
  const tx = (await phone()).transaction(["whose", "keys", "kept", "waiting", "pictures"], "readwrite");
  const sealed = [
    ...(await tx.objectStore("kept").getAll()),
    ...(await tx.objectStore("waiting").getAll()).map((item) => item.sealed),
    ...(await tx.objectStore("pictures").getAll()).map((item) => item.sealed),
  ];
  const used = new Set(sealed.map((item) => item.key));
  used.add((await tx.objectStore("whose").get("now"))?.key ?? "");
  for (const id of await tx.objectStore("keys").getAllKeys()) {
    if (!used.has(id)) await tx.objectStore("keys").delete(id);
  }
  await tx.done;
}
