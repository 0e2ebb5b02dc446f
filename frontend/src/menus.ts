/** Lists that hang from a button (`<details class="drop">`): one open at a time, closed by Esc or a click beside. */

const HANGING = "details.drop[open], details.why[open], details.topbar-menu[open]";

function closeAllBut(kept: Element | null): void {
  document.querySelectorAll<HTMLDetailsElement>(HANGING).forEach((list) => {
    if (list !== kept) list.open = false;
  });
}

/** Watch the whole page for clicks and Esc. */
export function watchMenus(): void {
  document.addEventListener("click", (event) => {
    closeAllBut((event.target as Element).closest(HANGING));
  });
  document.addEventListener("keydown", (event) => {
    if (event.key !== "Escape") return;
    const open = document.querySelector<HTMLDetailsElement>(HANGING);
    closeAllBut(null);
    open?.querySelector<HTMLElement>("summary")?.focus();
  });
}
