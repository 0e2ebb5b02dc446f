/** What every page does where this phone can record without a network (docs/offline.md). */

import { mention } from "../toasts";
import { remember } from "./able";
import { watchCount } from "./counter";
import { watchRaising } from "./incident";
import { fetchKept } from "./kept";
import { watchLeaving } from "./leaving";
import { watchLine } from "./line";
import { BESIDE, RAISE, TODAY, WORKER } from "./paths";
import { sendWaiting } from "./sending";
import { showShell } from "./shell";
import { settle, whose } from "./whose";
import { speaker } from "./words";

const SAID = "nuangang-said";
const isShell = () => document.body.dataset.shell !== undefined;

function busy(): boolean {
  return !!document.querySelector("dialog[open]");
}

/** Say it now, or after the page was renewed. */
function tellLater(text: string, beside: boolean): void {
  sessionStorage.setItem(SAID, JSON.stringify({ text, beside }));
}

async function tellNow(): Promise<void> {
  const said = sessionStorage.getItem(SAID);
  if (!said) return;
  sessionStorage.removeItem(SAID);
  const { text, beside } = JSON.parse(said) as { text: string; beside: boolean };
  const words = beside ? (await speaker())("side_by_side") : "";
  mention(text, beside ? { words, href: BESIDE } : undefined);
}

/** Send what waits; `anyway` when there is reason to think that the line is back. */
async function send(anyway: boolean): Promise<void> {
  const person = (await whose())?.person;
  if (!person || (document.body.dataset.person && document.body.dataset.person !== person)) return;
  if (!navigator.onLine) return;
  const round = await sendWaiting(anyway);
  if (!round.sent && isShell() && anyway && round.stopped !== "line") return renew();
  if (!round.sent) return;
  const arrived = round.raised[0];
  if (arrived) {
    tellLater(arrived.text, false);
    return location.assign(arrived.url);
  }
  const say = await speaker();
  const text = [say("sent", { count: round.sent }), ...round.beside].join(" · ");
  tellLater(text, round.beside.length > 0);
  await fetchKept(true).catch(() => false);
  if (location.pathname === TODAY || isShell()) await renew();
  else await tellNow();
}

/** Fetch today's page anew, once nobody is writing in a form over it. */
async function renew(): Promise<void> {
  if (location.pathname === RAISE) return; // somebody may be writing there
  if (!busy()) return location.assign(TODAY);
  document.getElementById("sheet")!.addEventListener("close", () => void renew(), { once: true });
}

function watchSending(): void {
  window.addEventListener("online", () => void send(true));
  document.addEventListener("visibilitychange", () => document.hidden || void send(false));
  setInterval(() => void send(false), 15_000);
  if (!isShell()) void send(true);
}

/** Leave a word on the page, for tests and for whoever has to find out why. */
function state(text: string): void {
  document.documentElement.dataset.offline = text;
}

async function keepToday(): Promise<void> {
  if (document.body.dataset.records === undefined || location.pathname !== TODAY) return;
  const saved = new URLSearchParams(location.search).has("saved");
  await fetchKept(saved);
  state("kept");
  await navigator.serviceWorker.register(WORKER);
  state("ready");
}

/** Begin. */
export async function start(): Promise<void> {
  watchLeaving();
  const now = await settle();
  if (now) remember();
  const counted = watchCount();
  if (isShell()) await showShell();
  else {
    watchLine();
    watchRaising();
  }
  await counted;
  await tellNow();
  if (now && (document.body.dataset.person || isShell())) watchSending();
  if (!isShell()) await keepToday().catch((error) => state(String(error)));
}
