/**
 * A part that comes after the page gets the room it took the last time, so that nothing jumps under a thumb as it
 * arrives. The room is forgotten with the tab.
 */
const LATE = "[id][hx-trigger=load]";

function key(part: Element): string {
  return `room ${location.pathname} ${part.id}`;
}

/** Keep the room of every part that is fetched once the page is there. */
export function watchRoom(): void {
  for (const part of document.querySelectorAll<HTMLElement>(LATE))
    part.style.minHeight = `${Number(sessionStorage.getItem(key(part)))}px`;
  document.body.addEventListener("htmx:beforeSwap", (event) => {
    // htmx would copy the style as an attribute, which the page's policy forbids.
    const part = (event as CustomEvent<{ target: HTMLElement }>).detail.target;
    if (part.matches(LATE)) part.removeAttribute("style");
  });
  document.body.addEventListener("htmx:afterSettle", (event) => {
    const part = (event as CustomEvent<{ elt: HTMLElement }>).detail.elt;
    if (part.id) sessionStorage.setItem(key(part), String(part.offsetHeight));
  });
}
