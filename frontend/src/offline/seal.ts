/** AES-GCM under a key that this browser can use and nobody can read. */

import { phone, type Key, type Sealed } from "./store";

/** Return 128 random bits as a UUID. */
export function randomId(): string {
  const bytes = crypto.getRandomValues(new Uint8Array(16));
  bytes[6] = (bytes[6]! & 0x0f) | 0x40;
  bytes[8] = (bytes[8]! & 0x3f) | 0x80;
  const hex = [...bytes].map((byte) => byte.toString(16).padStart(2, "0")).join("");
  return hex.replace(/^(.{8})(.{4})(.{4})(.{4})/, "$1-$2-$3-$4-");
}

/** Make a key for one sign-in of `person`. */
export async function makeKey(person: string): Promise<Key> {
  const kind = { name: "AES-GCM", length: 256 };
  const key = await crypto.subtle.generateKey(kind, false, ["encrypt", "decrypt"]);
  return { id: randomId(), person, key };
}

async function keyOf(id: string): Promise<CryptoKey> {
  const found = await (await phone()).get("keys", id);
  if (!found) throw new Error("the key is gone");
  return found.key;
}

/** Encrypt bytes; `about` must be given to open them, so that nothing can be put in another's place. */
export async function sealBytes(key: string, about: string, bytes: BufferSource): Promise<Sealed> {
  const iv = crypto.getRandomValues(new Uint8Array(12));
  const additionalData = new TextEncoder().encode(about);
  const way = { name: "AES-GCM", iv, additionalData };
  return { key, iv, body: await crypto.subtle.encrypt(way, await keyOf(key), bytes) };
}

export async function openBytes(sealed: Sealed, about: string): Promise<ArrayBuffer> {
  const additionalData = new TextEncoder().encode(about);
  const way = { name: "AES-GCM", iv: sealed.iv as BufferSource, additionalData };
  return crypto.subtle.decrypt(way, await keyOf(sealed.key), sealed.body);
}

/** Encrypt a plain value. */
export function seal(key: string, about: string, value: unknown): Promise<Sealed> {
  return sealBytes(key, about, new TextEncoder().encode(JSON.stringify(value)));
}

export async function open<T>(sealed: Sealed, about: string): Promise<T> {
  return JSON.parse(new TextDecoder().decode(await openBytes(sealed, about))) as T;
}
