/** Whose phone this is now: a new key at each sign-in, and everything gone when it must be. */

import { makeKey } from "./seal";
import { dropKeys, phone, type Whose } from "./store";

const DAY = 24 * 3600 * 1000;
const DAYS = 0.5; // until the school has said how long

/** Return who the phone's content belongs to. */
export async function whose(): Promise<Whose | undefined> {
  return (await phone()).get("whose", "now");
}

/** Say whether the school was not reached for so long that the children are to be forgotten. */
export function tooLong(now: Whose): boolean {
  return Date.now() - now.reached > now.days * DAY;
}

/** Forget the children's page and the key; what waits to be sent stays, with its key. */
export async function forget(): Promise<void> {
  const tx = (await phone()).transaction(["whose", "kept"], "readwrite");
  await Promise.all([
    tx.objectStore("whose").delete("now"),
    tx.objectStore("kept").clear(),
    tx.done,
  ]);
  await dropKeys();
}

async function signedIn(person: string, signIn: string): Promise<Whose> {
  const fresh = await makeKey(person);
  const tx = (await phone()).transaction(["whose", "keys", "kept"], "readwrite");
  const before = await tx.objectStore("whose").get("now");
  let now = before;
  if (before?.person !== person || before.signIn !== signIn) {
    now = { person, signIn, key: fresh.id, reached: Date.now(), days: before?.days ?? DAYS };
    tx.objectStore("keys").put(fresh);
    tx.objectStore("whose").put(now, "now");
    tx.objectStore("kept").clear();
  }
  await tx.done;
  await dropKeys();
  return now!;
}

/** Note that the school answered a signed-in page. */
export async function reached(days?: number): Promise<void> {
  const now = await whose();
  if (!now) return;
  const tx = (await phone()).transaction("whose", "readwrite");
  tx.store.put({ ...now, reached: Date.now(), days: days ?? now.days }, "now");
  await tx.done;
}

function signedOut(): boolean {
  if (!/(^|; )signed_out=1/.test(document.cookie)) return false;
  document.cookie = "signed_out=; path=/; max-age=0";
  return true;
}

/** A page before signing in, on a device that others use: the session has ended. */
function endedOnShared(now: Whose): boolean {
  return now.days < 1 && document.body.dataset.shell === undefined;
}

/** Bring the store in line with who the page is for; called first on every page. */
export async function settle(): Promise<Whose | undefined> {
  const { person, signIn, records } = document.body.dataset;
  if (signedOut()) await forget();
  let now = await whose();
  if (person && signIn) {
    if (now?.person === person && now.signIn === signIn) await reached();
    else if (records !== undefined) now = await signedIn(person, signIn);
    else await forget().then(() => (now = undefined));
  } else if (now && (tooLong(now) || endedOnShared(now))) {
    await (await phone()).clear("kept");
  }
  return now;
}
