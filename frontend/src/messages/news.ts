/**
 * What is new for the person at this page: asked of one tiny address as long as the page is in view. The bell
 * counts what is unread; the urgent stands in a bar until somebody has seen it, and is heard once on a device.
 */
import { watchPush } from "./push";
import { chime, isSilent, watchSoundSwitch } from "./sound";

const EVERY = 20_000;
const SOON = 1_000;
const HEARD = "nuangang-heard";
const REMEMBERED = 20;
const SHOWN = 2; // more would cover the page; they follow when these were seen

interface Urgent {
  id: string;
  text: string;
  drill: boolean;
  at: string;
  url: string;
  read: string;
}

interface News {
  unread: number;
  urgent: Urgent[];
}

type Words = Record<"look" | "seen" | "sound" | "drill", string>;

let asked = 0;
let timer = 0;

function words(): Words {
  return JSON.parse(document.body.dataset.newsWords ?? "{}") as Words;
}

function heard(): string[] {
  try {
    return JSON.parse(localStorage.getItem(HEARD) ?? "[]") as string[];
  } catch {
    return [];
  }
}

function remember(ids: string[]): void {
  try {
    localStorage.setItem(HEARD, JSON.stringify([...heard(), ...ids].slice(-REMEMBERED)));
  } catch {
    // then it is heard on every page until it was seen
  }
}

function count(unread: number): void {
  document.querySelectorAll<HTMLElement>("[data-unread-count]").forEach((badge) => {
    badge.hidden = unread === 0;
    badge.textContent = unread > 99 ? "99+" : String(unread);
  });
}

function bar(): HTMLElement {
  const found = document.getElementById("news");
  if (found) return found;
  const made = document.createElement("div");
  made.id = "news";
  made.className = "news-bar no-print";
  made.setAttribute("role", "alert");
  document.body.append(made);
  return made;
}

function action(label: string, act: () => void): HTMLButtonElement {
  const button = document.createElement("button");
  button.type = "button";
  button.textContent = label;
  button.addEventListener("click", act);
  return button;
}

async function seen(item: Urgent, line: HTMLElement): Promise<void> {
  const token = JSON.parse(document.body.getAttribute("hx-headers") ?? "{}") as Record<string, string>;
  line.hidden = true;
  try {
    const answer = await fetch(item.read, {
      method: "POST",
      headers: { ...token, "X-Requested-With": "fetch" },
    });
    if (!answer.ok) throw new Error(String(answer.status));
    count(((await answer.json()) as { unread: number }).unread);
    line.remove();
    later(SOON);
  } catch {
    line.hidden = false; // it stays until the school knows that it was seen
  }
}

function lineOf(item: Urgent): HTMLElement {
  const line = document.createElement("div");
  line.className = item.drill ? "news-line drill" : "news-line";
  line.dataset.id = item.id;
  const text = document.createElement("span");
  text.textContent = `${item.drill ? `${words().drill} · ` : ""}${item.at} ${item.text}`;
  const link = document.createElement("a");
  link.href = item.url;
  link.textContent = words().look;
  line.append(text, link, action(words().seen, () => void seen(item, line)));
  return line;
}

/** Let the urgent stand in the bar: what is new is added, what was seen elsewhere goes. */
function show(urgent: Urgent[]): void {
  const ids = urgent.map((item) => item.id);
  const place = bar();
  place.querySelectorAll<HTMLElement>(".news-line").forEach((line) => {
    if (!ids.includes(line.dataset.id!)) line.remove();
  });
  const there = [...place.querySelectorAll<HTMLElement>(".news-line")].map((line) => line.dataset.id);
  urgent.filter((item) => !there.includes(item.id)).forEach((item) => place.append(lineOf(item)));
}

async function ring(urgent: Urgent[]): Promise<void> {
  const known = heard();
  const fresh = urgent.map((item) => item.id).filter((id) => !known.includes(id));
  if (!fresh.length || isSilent()) return;
  if (await chime()) {
    remember(fresh);
    return;
  }
  const place = bar();
  if (place.querySelector(".news-sound")) return;
  const loud = action(words().sound, () => {
    loud.remove();
    void ring(urgent);
  });
  loud.className = "news-sound";
  place.append(loud);
}

async function ask(): Promise<void> {
  asked = Date.now();
  const answer = await fetch(document.body.dataset.news!, { redirect: "manual" });
  if (!answer.ok) return; // signed out, or the school can't be reached: the next page says so
  const news = (await answer.json()) as News;
  count(news.unread);
  show(news.urgent.slice(0, SHOWN));
  await ring(news.urgent);
}

function later(wait = EVERY * (0.85 + Math.random() / 4)): void {
  clearTimeout(timer);
  timer = window.setTimeout(look, wait);
}

function look(): void {
  if (document.visibilityState !== "visible") return; // goes on when it is looked at again
  void ask()
    .catch(() => undefined)
    .then(() => later());
}

/** Ask as long as the page is in view; at once only if something is unread. */
export function watchNews(): void {
  watchSoundSwitch();
  watchPush();
  if (!document.body.dataset.news) return;
  later(Number(document.body.dataset.unread) ? SOON : undefined);
  document.addEventListener("visibilitychange", () => {
    if (document.visibilityState === "visible") later(Math.max(SOON, EVERY - (Date.now() - asked)));
  });
}
