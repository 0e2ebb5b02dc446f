/**
 * The sheet: a page shown over the page. Links marked `data-sheet` lead to ordinary pages; here their
 * #content is put into the dialog instead. A form in it that the server refuses comes back into the
 * sheet; one it accepts (it redirects) closes the sheet and renews the page behind.
 */

interface SwapDetail {
  target: Element;
  xhr: XMLHttpRequest;
  pathInfo: { requestPath: string };
  selectOverride?: string;
  swapOverride?: string;
  shouldSwap: boolean;
}

let opener: HTMLElement | null = null;

function path(address: string): string {
  return new URL(address, location.href).pathname;
}

function redirected(detail: SwapDetail): boolean {
  return !!detail.xhr.responseURL && path(detail.xhr.responseURL) !== path(detail.pathInfo.requestPath);
}

function renewPageBehind(event: CustomEvent<SwapDetail>, sheet: HTMLDialogElement): void {
  const answered = event.detail.xhr.responseURL;
  if (path(answered) !== location.pathname) {
    event.detail.shouldSwap = false;
    location.assign(answered);
    return;
  }
  event.detail.target = document.getElementById("main")!;
  event.detail.selectOverride = "#main";
  event.detail.swapOverride = "outerHTML";
  sheet.close();
  setTimeout(() => shut(sheet)); // not at once: htmx swaps nothing for a form that is gone
}

/** Close and empty the sheet, and give the focus back; harmless when that is done already. */
function shut(sheet: HTMLDialogElement): void {
  if (sheet.open) sheet.close();
  document.getElementById("sheet-body")!.textContent = "";
  if (opener?.isConnected) opener.focus();
  opener = null;
}

function opened(sheet: HTMLDialogElement): void {
  if (!sheet.open) sheet.showModal();
  const first = sheet.querySelector<HTMLElement>("[autofocus]") ?? sheet.querySelector<HTMLElement>(
    ".form-errors, input:not([type=hidden]), select, textarea",
  );
  (first ?? sheet).focus();
}

/** Show what a script made, and not the server, in the sheet; say whether there is one. */
export function showInSheet(...content: Node[]): boolean {
  const sheet = document.querySelector<HTMLDialogElement>("dialog#sheet");
  const body = document.getElementById("sheet-body");
  if (!sheet || !body || !("showModal" in sheet)) return false;
  opener ??= document.activeElement as HTMLElement | null;
  body.textContent = "";
  body.append(...content);
  opened(sheet);
  return true;
}

/** Close the sheet, whatever is in it. */
export function closeSheet(): void {
  const sheet = document.querySelector<HTMLDialogElement>("dialog#sheet");
  if (sheet) shut(sheet);
}

/** Open, fill and close the sheet. */
export function watchSheet(): void {
  const sheet = document.querySelector<HTMLDialogElement>("dialog#sheet");
  const body = document.getElementById("sheet-body");
  if (!sheet || !body || !("showModal" in sheet)) return;
  document.addEventListener("htmx:beforeRequest", (event) => {
    const link = (event.target as Element).closest<HTMLElement>("[data-sheet]");
    if (link) opener = link;
  });
  body.addEventListener("htmx:beforeSwap", (event) => {
    const swap = event as CustomEvent<SwapDetail>;
    const posted = opener !== null && swap.detail.xhr && sheet.open;
    if (posted && redirected(swap.detail)) renewPageBehind(swap, sheet);
  });
  body.addEventListener("htmx:afterSwap", () => {
    body.querySelector("#content")?.removeAttribute("id"); // the page behind has one
    opened(sheet);
  });
  sheet.addEventListener("click", (event) => {
    const target = event.target as Element;
    if (target === sheet || target.closest("[data-close-sheet]")) {
      event.preventDefault();
      shut(sheet);
    }
  });
  sheet.addEventListener("close", () => shut(sheet)); // by Esc
}
