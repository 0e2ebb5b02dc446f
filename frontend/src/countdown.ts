/**
 * While the glass is broken the page says how long it stays open, and leaves by itself when it is over: also
 * when the PC slept meanwhile, or the page comes back from the browser's memory.
 */
const EACH = 1_000;

function clock(seconds: number): string {
  const rest = Math.max(0, Math.ceil(seconds));
  return `${Math.floor(rest / 60)}:${String(rest % 60).padStart(2, "0")}`;
}

/** Count down in every bar of the page that names the seconds left. */
export function watchCountdown(): void {
  const bar = document.querySelector<HTMLElement>("[data-countdown]");
  if (!bar) return;
  const ends = Date.now() + Number(bar.dataset.countdown) * 1000;
  const shown = bar.querySelector("[data-left]");
  function look(): void {
    const left = (ends - Date.now()) / 1000;
    if (shown) shown.textContent = clock(left);
    if (left > 0) return;
    document.getElementById("main")?.setAttribute("hidden", "");
    location.replace(bar!.dataset.after!);
  }
  look();
  setInterval(look, EACH);
  addEventListener("pageshow", look);
  document.addEventListener("visibilitychange", look);
}
