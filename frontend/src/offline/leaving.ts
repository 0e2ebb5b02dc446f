/** Signing out: nothing that waits is lost without somebody having said so. */

import { closeSheet, showInSheet } from "../sheet";
import { SIGN_OUT } from "./paths";
import { count, loosePictures, takeOut, takePictureOut, waiting } from "./queue";
import { sendWaiting } from "./sending";
import { el, speaker } from "./words";
import { forget, whose } from "./whose";

async function leave(form: HTMLFormElement): Promise<void> {
  await forget();
  form.submit(); // past our own listener
}

async function throwAway(person: string): Promise<void> {
  for (const item of await waiting(person)) await takeOut(item.id, true);
  for (const item of await loosePictures(person)) await takePictureOut(item.id);
}

async function ask(form: HTMLFormElement, person: string, number: number): Promise<void> {
  const say = await speaker();
  const status = el("p", { class: "care-sub", role: "status" });
  const send = el("button", { type: "button", class: "button button-primary" }, say("send_now"));
  const stay = el("button", { type: "button", class: "button button-quiet" }, say("stay"));
  const word = el("input", { class: "form-control", id: "throw-word", autocomplete: "off" }) as HTMLInputElement;
  const drop = el("button", { type: "button", class: "button button-danger" }, say("throw_away"));
  send.addEventListener("click", async () => {
    status.textContent = say("sending");
    const round = await sendWaiting(true);
    const left = await count(person);
    if (!left.own && !left.pictures) return leave(form);
    const why = round.stopped ? `stopped_${round.stopped.replace("-", "_")}` : "still_there";
    status.textContent = say(why, { count: left.own + left.pictures });
  });
  stay.addEventListener("click", closeSheet);
  drop.addEventListener("click", async () => {
    if (word.value.trim() !== say("throw_word")) {
      status.textContent = say("throw_how");
      return word.focus();
    }
    await throwAway(person);
    await leave(form);
  });
  showInSheet(
    el("div", { class: "page-head" }, el("div", {}, el("h1", {}, say("leaving", { count: number })))),
    el("p", {}, say("leaving_hint")),
    el("div", { class: "button-row" }, send, stay),
    status,
    el("details", { class: "care-more" }, el("summary", {}, say("throw_open")),
      el("div", { class: "field short" }, el("label", { for: "throw-word" }, say("throw_how")), word),
      drop),
  );
}

async function leaving(form: HTMLFormElement): Promise<void> {
  const person = (await whose())?.person ?? document.body.dataset.person ?? "";
  const left = await count(person);
  if (left.own || left.pictures) await ask(form, person, left.own + left.pictures);
  else await leave(form);
}

/** Stand between the sign-out button and the server. */
export function watchLeaving(): void {
  document.addEventListener(
    "submit",
    (event) => {
      const form = event.target as HTMLFormElement;
      if (new URL(form.action, location.href).pathname !== SIGN_OUT) return;
      event.preventDefault();
      leaving(form).catch(() => form.submit());
    },
    true,
  );
}
