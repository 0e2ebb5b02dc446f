/** Today's page as the phone keeps it. */

import { DATA } from "./paths";
import { open, seal } from "./seal";
import { phone } from "./store";
import { forget, reached, tooLong, whose } from "./whose";

const FRESH = 10 * 60 * 1000;

export interface KeptChild {
  id: string;
  name: string;
  klass: string;
  kind: string;
  waits: string[];
  kins: string[];
}

export interface Kept {
  name: string;
  at: string;
  at_text: string;
  minutes_east: number;
  days: number;
  pages: Record<string, string>;
  own: string[];
  of_class: string[];
  children: KeptChild[];
  /** For raising an incident: kinds in use, whom to ring. */
  help?: { kinds: string[]; numbers: [string, string][] };
  /** How far the phone's clock is behind the school's, in milliseconds. */
  behind: number;
}

/** Return the kept page; undefined when there is none, or none that may still be shown. */
export async function kept(): Promise<Kept | undefined> {
  const now = await whose();
  if (!now || tooLong(now)) return undefined;
  const sealed = await (await phone()).get("kept", now.person);
  return sealed && open<Kept>(sealed, "kept").catch(() => undefined);
}

/** Return the moment by the school's clock, as far as the phone can tell. */
export function schoolTime(page: Kept): Date {
  return new Date(Date.now() + page.behind);
}

/** Return the day at the school as '2026-11-24'. */
export function schoolDay(page: Kept, daysLater = 0): string {
  const there = schoolTime(page).getTime() + page.minutes_east * 60000 + daysLater * 86400000;
  return new Date(there).toISOString().slice(0, 10);
}

/** Fetch today's page to keep, unless what is kept is fresh; say whether something came. */
export async function fetchKept(anyway: boolean): Promise<boolean> {
  const now = await whose();
  if (!now) return false;
  const before = await kept();
  if (before && !anyway && schoolTime(before).getTime() - Date.parse(before.at) < FRESH) return false;
  const answer = await fetch(DATA, { redirect: "manual", credentials: "same-origin" });
  if (answer.status === 404) await forget();
  if (!answer.ok) return false;
  const page = (await answer.json()) as Kept & { person: string };
  if (page.person !== now.person) return false;
  page.behind = Date.parse(page.at) - Date.now();
  await (await phone()).put("kept", await seal(now.key, "kept", page), now.person);
  await reached(page.days);
  return true;
}
