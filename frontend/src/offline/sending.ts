/**
 * Sending what waits: words first, one by one, then pictures one by one. What the school refuses stays
 * with its words and holds up nothing else. Two tabs never send at once; if they did, the ids would
 * make one record of it.
 */

import { SEND } from "./paths";
import {
  loosePictures, note, notePicture, openPicture, takeOut, takePictureOut, waiting, type Item,
} from "./queue";
import type { Picture } from "./store";
import { whose } from "./whose";

const PHOTO = "/record/photo";
const FIRST_PAUSE = 15_000;
const LONGEST_PAUSE = 30 * 60_000;
const PATIENCE = 60_000;
const REFUSALS = [400, 404, 413, 415, 422];

/** What one round did; `stopped` says why it ended early. */
export interface Round {
  sent: number;
  refused: number;
  beside: string[];
  raised: { text: string; url: string }[];
  stopped: "" | "line" | "signed-out" | "other-person";
}

/** Over HTTPS the names of cookies begin with `__Host-`. */
function cookie(name: string): string {
  return new RegExp(`(?:^|; )(?:__Host-)?${name}=([^;]*)`).exec(document.cookie)?.[1] ?? "";
}

async function post(address: string, body: FormData): Promise<Response> {
  const stop = new AbortController();
  const timer = setTimeout(() => stop.abort(), PATIENCE);
  const headers = { "X-CSRFToken": cookie("csrftoken") };
  const how = { method: "POST", body, headers, signal: stop.signal };
  try {
    return await fetch(address, { ...how, redirect: "manual", credentials: "same-origin" });
  } finally {
    clearTimeout(timer);
  }
}

function pause(tries: number): number {
  return Date.now() + Math.min(FIRST_PAUSE * 2 ** tries, LONGEST_PAUSE);
}

function form(item: Item): FormData {
  const body = new FormData();
  item.content!.fields.forEach(([name, value]) => body.append(name, value));
  body.set("together", item.id);
  body.set("person", item.person);
  body.set("written", new Date(item.written).toISOString());
  body.set("sent", new Date().toISOString());
  body.set("seen", item.seen);
  return body;
}

async function sendOne(item: Item, round: Round): Promise<void> {
  let answer: Response;
  await note(item, { tries: item.tries + 1, next: pause(item.tries) });
  try {
    answer = await post(item.content!.to ?? SEND, form(item));
  } catch {
    round.stopped = "line";
    return;
  }
  if (answer.ok) {
    const said = (await answer.json()) as { text: string; url?: string };
    if (said.url) round.raised.push({ text: said.text, url: said.url });
    else if (said.text) round.beside.push(said.text);
    await takeOut(item.id, false);
    round.sent += 1;
  } else if (answer.type === "opaqueredirect") {
    round.stopped = "signed-out";
  } else if (answer.status === 409) {
    round.stopped = "other-person";
  } else if (REFUSALS.includes(answer.status)) {
    const problem = await wordsOf(answer);
    await note(item, { state: "refused" }, { ...item.content!, problem });
    round.refused += 1;
  } else {
    round.stopped = "line";
  }
}

async function wordsOf(answer: Response): Promise<string> {
  const text = await answer.text();
  try {
    return (JSON.parse(text) as { text: string }).text;
  } catch {
    return answer.headers.get("Content-Type")?.startsWith("text/plain") ? text : "";
  }
}

async function sendPicture(item: Picture, round: Round): Promise<void> {
  const body = new FormData();
  body.set("id", item.id);
  body.set("together", item.record);
  await notePicture(item, { tries: item.tries + 1, next: pause(item.tries) });
  try {
    body.set("file", new Blob([await openPicture(item)]), "photo.jpg");
    const answer = await post(PHOTO, body);
    if (answer.ok) await takePictureOut(item.id);
    else if (answer.type === "opaqueredirect") round.stopped = "signed-out";
    else if (REFUSALS.includes(answer.status)) {
      await notePicture(item, { state: "refused", problem: await wordsOf(answer) });
      round.refused += 1;
    }
  } catch {
    round.stopped = "line";
  }
}

async function goRound(anyway: boolean): Promise<Round> {
  const round: Round = { sent: 0, refused: 0, beside: [], raised: [], stopped: "" };
  const now = await whose();
  if (!now) return round;
  const due = (item: { state: string; next: number }) =>
    item.state === "waiting" && (anyway || item.next <= Date.now());
  for (const item of await waiting(now.person)) {
    if (!due(item) || !item.content) continue;
    await sendOne(item, round);
    if (round.stopped) return round;
  }
  for (const picture of await loosePictures(now.person)) {
    if (due(picture)) await sendPicture(picture, round);
    if (round.stopped) return round;
  }
  return round;
}

let running: Promise<Round> | undefined;

/** Send what is due, or with `anyway` all that waits; waits for another tab that is at it. */
export function sendWaiting(anyway = false): Promise<Round> {
  running ??= locked(() => goRound(anyway)).finally(() => (running = undefined));
  return running;
}

async function locked(work: () => Promise<Round>): Promise<Round> {
  if (!("locks" in navigator)) return work();
  return await navigator.locks.request("nuangang-send", work);
}
