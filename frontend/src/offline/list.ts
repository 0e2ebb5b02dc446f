/** What waits to be sent, in the sheet: what, for whom, when; to change, to delete, to send now. */

import { showInSheet } from "../sheet";
import { openForm } from "./form";
import { loosePictures, takeOut, takePictureOut, waiting, type Item } from "./queue";
import { sendWaiting } from "./sending";
import type { Picture } from "./store";
import { el, speaker } from "./words";
import { whose } from "./whose";

type Say = Awaited<ReturnType<typeof speaker>>;

function button(words: string, kind: string, act: () => void): HTMLElement {
  const made = el("button", { type: "button", class: `button button-${kind} small` }, words);
  made.addEventListener("click", act);
  return made;
}

/** Return a button that asks once more in its own words before it acts. */
function twice(words: string, sure: string, act: () => void): HTMLElement {
  const made = el("button", { type: "button", class: "button button-quiet small" }, words);
  made.addEventListener("click", () => {
    if (made.dataset.sure !== undefined) return act();
    made.dataset.sure = "";
    made.textContent = sure;
    made.className = "button button-danger small";
  });
  return made;
}

function when(moment: number): string {
  return new Date(moment).toLocaleString(document.documentElement.lang, {
    month: "numeric", day: "numeric", hour: "2-digit", minute: "2-digit",
  });
}

function line(item: Item, say: Say): HTMLElement {
  const { content } = item;
  const title = content ? [content.who.map((one) => one.name).join(say("comma")), content.what].filter(Boolean).join(" · ") : say("hidden_now");
  const text = el("div", {}, el("b", {}, title), el("br"));
  const about = [say("written", { when: when(item.written) })];
  if (item.pictures.length) about.push(say("with_pictures", { count: item.pictures.length }));
  text.append(el("span", { class: "muted" }, about.join(" · ")));
  if (item.state === "refused") {
    const said = content?.problem || say("refused");
    text.append(el("p", { class: "error" }, `${say("school_says")} ${said}`));
  } else if (item.tries > 0) text.append(el("p", { class: "care-sub" }, say("tried")));
  const buttons = el("div", { class: "line-end button-row" });
  if (content && !content.to) buttons.append(button(say("change"), "quiet", () => void openForm({ item })));
  const sure = item.tries > 0 && item.state === "waiting" ? say("delete_tried") : say("delete_sure");
  buttons.append(twice(say("delete"), sure, () => void takeOut(item.id, true).then(() => showList())));
  return el("li", { class: "offline-line" }, text, buttons);
}

function pictureLine(item: Picture, say: Say): HTMLElement {
  const text = el("div", {}, el("b", {}, say("picture")));
  const said = item.state === "refused" ? item.problem || say("picture_refused") : say("picture_waits");
  text.append(el("p", { class: item.state === "refused" ? "error" : "care-sub" }, said));
  const drop = twice(say("delete"), say("delete_sure"), () => void takePictureOut(item.id).then(() => showList()));
  return el("li", { class: "offline-line" }, text, el("div", { class: "line-end" }, drop));
}

/** Show the list as it is now, with a word on how sending went. */
export async function showList(said = ""): Promise<void> {
  const say = await speaker();
  const now = await whose();
  const items = now ? await waiting(now.person) : [];
  const pictures = now ? await loosePictures(now.person) : [];
  const head = el("div", { class: "page-head" }, el("div", {}, el("h1", { tabindex: "-1" }, say("list"))));
  if (!items.length && !pictures.length) {
    showInSheet(head, el("p", {}, say("list_empty")));
    return;
  }
  head.firstElementChild!.append(el("p", { class: "sub" }, say("list_hint")));
  const status = el("p", { class: "care-sub", role: "status" }, said);
  const send = button(say("send_now"), "primary", () => {
    status.textContent = say("sending");
    void sendWaiting(true).then((round) => {
      const why = round.stopped && say(`stopped_${round.stopped.replace("-", "_")}`);
      return showList(why || (round.sent ? say("sent", { count: round.sent }) : ""));
    });
  });
  send.classList.remove("small");
  const lines = el("ul", { class: "lines" });
  lines.append(...items.map((item) => line(item, say)), ...pictures.map((item) => pictureLine(item, say)));
  showInSheet(head, el("div", { class: "button-row" }, send), status, lines);
}
