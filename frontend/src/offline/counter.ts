/** "2 条待发送" in the head of every page, as long as something waits. */

import { showList } from "./list";
import { count, onChange } from "./queue";
import { el, speaker } from "./words";
import { whose } from "./whose";

function place(words: string): HTMLElement {
  const made = el("button", { type: "button", class: "waiting-count", "data-waiting": "" }, words);
  made.addEventListener("click", () => void showList());
  return made;
}

async function draw(): Promise<void> {
  const person = document.body.dataset.person ?? (await whose())?.person;
  const { own, pictures, refused, others } = await count(person);
  const number = own + pictures;
  document.querySelectorAll("[data-waiting]").forEach((old) => old.remove());
  if (!number && !others) return;
  const say = await speaker();
  document.querySelectorAll("[data-waiting]").forEach((old) => old.remove());
  if (number) {
    const text = (refused ? "▲ " : "") + say("waiting", { count: number });
    document.querySelectorAll(".topbar > .brand, .side > .brand").forEach((brand) => brand.after(place(text)));
  }
  const outside = document.querySelector(".harbour-page .panel");
  if (outside && own + others) {
    outside.before(el("p", { class: "waiting-outside", "data-waiting": "" }, say("before_sign_in", { count: own + others })));
  }
  const line = document.querySelector("[data-offline-line]");
  if (line && others) {
    line.after(el("p", { class: "muted", "data-waiting": "" }, say("others", { count: others })));
  }
}

let drawing: Promise<void> = Promise.resolve();

/** Show the count now and whenever it changes. */
export function watchCount(): Promise<void> {
  const again = () => {
    drawing = drawing.then(draw).catch(() => undefined);
    return drawing;
  };
  onChange(() => void again());
  return again();
}
