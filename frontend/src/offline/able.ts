/**
 * Whether this phone can record without a network, in the first script of every page so that phones
 * that can't load nothing more. The rest of the folder comes only where it can (docs/offline.md).
 */

const MARK = "nuangang-phone";

/** What this phone lacks, as the page "me" has it in words; "" when nothing. */
export function lacking(): "" | "secure" | "worker" | "store" | "crypto" {
  if (!window.isSecureContext) return "secure";
  if (!("serviceWorker" in navigator)) return "worker";
  if (!("indexedDB" in window) || !("caches" in window)) return "store";
  if (!crypto.subtle || !("HTMLDialogElement" in window)) return "crypto";
  return "";
}

function known(): boolean {
  try {
    return localStorage.getItem(MARK) !== null;
  } catch {
    return false;
  }
}

/** Remember that this phone keeps something, so that pages before signing in look for it too. */
export function remember(): void {
  try {
    localStorage.setItem(MARK, "yes");
  } catch {
    // then only pages of signed-in people look
  }
}

function tell(missing: string): void {
  document.querySelectorAll<HTMLElement>("[data-offline-line]").forEach((line) => {
    line.textContent = line.dataset[missing || "able"] ?? "";
  });
}

/** Say on the page "me" what this phone can, and load the rest where it is of use. */
export function watchOffline(): void {
  const missing = lacking();
  tell(missing);
  const { person, shell } = document.body.dataset;
  if (missing || !(person || shell !== undefined || known())) return;
  import("./page").then((page) => page.start()).catch(() => tell("store"));
}
