/** Today's page without the server: what is kept, with what waits marked on it. */

import { mention } from "../toasts";
import { showRaising } from "./incident";
import { kept, type Kept } from "./kept";
import { openAddress } from "./line";
import { RAISE, RECORD, SEVERAL } from "./paths";
import { onChange, waiting } from "./queue";
import { el, speaker } from "./words";
import { whose } from "./whose";

function reading(): void {
  const has = (text: string) => document.cookie.includes(text);
  document.documentElement.classList.toggle("large-type", has("type=large"));
  document.documentElement.classList.toggle("high-contrast", has("contrast=high"));
}

async function banner(page: Kept | undefined): Promise<HTMLElement> {
  const say = await speaker();
  const text = page ? say("offline", { when: page.at_text }) : say("nothing_kept");
  const again = el("button", { type: "button", class: "button button-quiet small" }, say("try_again"));
  again.addEventListener("click", () => location.reload());
  return el("div", { class: "notice info offline-banner", role: "status" },
    el("div", {}, el("p", {}, text), again));
}

async function mark(): Promise<void> {
  const say = await speaker();
  const now = await whose();
  document.querySelectorAll(".offline-mark").forEach((old) => old.remove());
  for (const item of now ? await waiting(now.person) : []) {
    for (const [name, id] of item.content?.fields ?? []) {
      if (name !== "child") continue;
      document.querySelectorAll(`[data-child="${CSS.escape(id)}"]`).forEach((row) => {
        const words = `${item.content!.what} ${say("waits")}`;
        const sign = el("i", { "aria-hidden": "true" }, "○");
        (row.querySelector(".care-below") ?? row).append(
          el("span", { class: "status waiting offline-mark" }, sign, words),
        );
      });
    }
  }
}

async function follow(event: MouseEvent): Promise<void> {
  const link = (event.target as Element).closest<HTMLAnchorElement>("#content a[href]");
  if (!link || !event.isTrusted && !link.href) return;
  const path = new URL(link.href).pathname;
  if ([RECORD, SEVERAL].includes(path)) {
    event.preventDefault();
    await openAddress(link.href);
  } else if (path !== location.pathname) {
    event.preventDefault();
    mention((await speaker())("only_today"));
  }
}

/** Fill the empty page from the store. */
export async function showShell(): Promise<void> {
  reading();
  const page = await kept();
  const content = document.getElementById("content")!;
  content.textContent = "";
  if (location.pathname === RAISE) return showRaising(page);
  if (page) {
    const ofClass = new URLSearchParams(location.search).get("of") === "class";
    content.innerHTML = (ofClass && page.pages.class) || page.pages[""] || "";
  }
  content.prepend(await banner(page));
  document.title = content.querySelector("h1")?.textContent ?? document.title;
  await mark();
  onChange(() => void mark());
  document.addEventListener("click", (event) => void follow(event));
  if (page) await openAddress(location.href);
}
