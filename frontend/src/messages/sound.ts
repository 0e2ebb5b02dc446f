/** The sound of an urgent message. Browsers play none before the page was touched; a person may turn it off here. */

const OFF = "nuangang-silent";

export function isSilent(): boolean {
  try {
    return localStorage.getItem(OFF) !== null;
  } catch {
    return false;
  }
}

function keep(silent: boolean): void {
  try {
    if (silent) localStorage.setItem(OFF, "yes");
    else localStorage.removeItem(OFF);
  } catch {
    // a private window: it stays as it is
  }
}

/** Play the sound; say whether it could be heard. */
export async function chime(): Promise<boolean> {
  const address = document.body.dataset.chime;
  if (!address) return true;
  try {
    await new Audio(address).play();
    return true;
  } catch {
    return false;
  }
}

/** On the page of wishes: the switch for this device, and the sound to try. */
export function watchSoundSwitch(): void {
  const box = document.querySelector<HTMLElement>("[data-sound]");
  if (!box) return;
  const button = box.querySelector<HTMLButtonElement>("[data-sound-switch]")!;
  const line = box.querySelector<HTMLElement>("[data-sound-line]")!;
  const show = () => {
    line.textContent = (isSilent() ? box.dataset.off : box.dataset.on) ?? "";
    button.textContent = (isSilent() ? box.dataset.turnOn : box.dataset.turnOff) ?? "";
  };
  button.hidden = false;
  button.addEventListener("click", () => {
    keep(!isSilent());
    show();
    if (!isSilent()) void chime();
  });
  show();
}
