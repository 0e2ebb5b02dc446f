/**
 * Notices when no page is open: the browser's maker gives this browser a place, the school writes there, the
 * service worker shows it (worker-push.ts). Whoever signs in anew on a device that had them has them again.
 */

const MARK = "nuangang-push";

interface Place {
  endpoint: string;
  keys: { p256dh: string; auth: string };
}

function marked(): string | null {
  try {
    return localStorage.getItem(MARK);
  } catch {
    return null;
  }
}

function mark(): void {
  try {
    localStorage.setItem(MARK, `${document.body.dataset.person} ${document.body.dataset.signIn}`);
  } catch {
    // then it is switched on by hand after signing in again
  }
}

function bytes(text: string): Uint8Array {
  const plain = atob(text.replace(/-/g, "+").replace(/_/g, "/"));
  return Uint8Array.from(plain, (sign) => sign.charCodeAt(0));
}

function same(key: ArrayBuffer | null | undefined, wanted: Uint8Array): boolean {
  const has = new Uint8Array(key ?? new ArrayBuffer(0));
  return has.length === wanted.length && has.every((byte, at) => byte === wanted[at]);
}

/** Ask the maker for a place under the school's present key. */
async function place(keyAddress: string): Promise<Place> {
  const worker = await navigator.serviceWorker.register("/sw.js").then(() => navigator.serviceWorker.ready);
  const answer = await fetch(keyAddress);
  const key = bytes(((await answer.json()) as { key: string }).key);
  let found = await worker.pushManager.getSubscription();
  if (found && !same(found.options.applicationServerKey, key)) {
    await found.unsubscribe();
    found = null;
  }
  const options = { userVisibleOnly: true, applicationServerKey: key as BufferSource };
  return (found ?? (await worker.pushManager.subscribe(options))).toJSON() as Place;
}

async function tellSchool(address: string, to: Place): Promise<string> {
  const token = JSON.parse(document.body.getAttribute("hx-headers") ?? "{}") as Record<string, string>;
  const body = new URLSearchParams({ endpoint: to.endpoint, ...to.keys });
  const answer = await fetch(address, { method: "POST", headers: token, body });
  if (answer.ok) return "";
  const told = (await answer.json().catch(() => ({}))) as { problem?: string };
  return told.problem ?? "failed";
}

function lacking(): "" | "secure" | "able" | "denied" {
  if (!window.isSecureContext) return "secure";
  if (!("serviceWorker" in navigator) || !("PushManager" in window) || !("Notification" in window)) return "able";
  return Notification.permission === "denied" ? "denied" : "";
}

async function switchOn(box: HTMLElement): Promise<void> {
  const line = box.querySelector<HTMLElement>("[data-push-line]")!;
  const say = (name: string) => (line.textContent = box.dataset[name] ?? name);
  if ((await Notification.requestPermission()) !== "granted") {
    say("denied");
    return;
  }
  let to: Place;
  try {
    to = await place(box.dataset.key!);
  } catch {
    say("maker");
    return;
  }
  const problem = await tellSchool(box.dataset.on!, to).catch(() => "failed");
  if (problem) {
    say(problem);
    return;
  }
  mark();
  location.reload();
}

/** On the page of wishes: the switch. Elsewhere: after signing in anew, the same place for the new sign-in. */
export function watchPush(): void {
  const box = document.querySelector<HTMLElement>("[data-push]");
  const button = box?.querySelector<HTMLButtonElement>("[data-push-on]");
  if (box && button) {
    const missing = lacking();
    if (missing) box.querySelector("[data-push-line]")!.textContent = box.dataset[missing] ?? "";
    button.hidden = missing !== "";
    button.addEventListener("click", () => void switchOn(box));
  }
  void renew();
}

async function renew(): Promise<void> {
  const { person, signIn, news } = document.body.dataset;
  const [whose, when] = (marked() ?? "").split(" ");
  if (!news || whose !== person || when === signIn || lacking() || Notification.permission !== "granted") return;
  mark(); // once for a sign-in, whatever comes of it
  const own = news.replace("news/", "push/");
  try {
    await tellSchool(`${own}on/`, await place(`${own}key/`));
  } catch {
    // no network, or switched off at this school
  }
}
