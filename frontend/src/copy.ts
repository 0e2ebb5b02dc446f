/** Buttons that copy the text of a field; also without https, where a page may not write to the clipboard. */

async function copy(field: HTMLInputElement | HTMLTextAreaElement): Promise<boolean> {
  field.select();
  try {
    await navigator.clipboard.writeText(field.value);
    return true;
  } catch {
    return document.execCommand("copy");
  }
}

/** Show the buttons, which do nothing without scripts, and let them work. */
export function watchCopying(): void {
  document.querySelectorAll<HTMLButtonElement>("button[data-copy]").forEach((button) => {
    const field = document.getElementById(button.dataset.copy ?? "");
    if (!(field instanceof HTMLInputElement || field instanceof HTMLTextAreaElement)) return;
    button.hidden = false;
    button.addEventListener("click", async () => {
      if (await copy(field)) button.textContent = button.dataset.done ?? "";
    });
  });
}
