/**
 * <photo-picker>: photos to go with a form. Each is made small in the browser before it is sent, since
 * networks are slow; a thumbnail shows it, a button takes it out again. The file field inside is what
 * the form sends, so without scripts it simply stays. What the browser can't read goes as it is: the
 * server says what is wrong with it.
 */

const LONGEST = 1600;
const SMALL_ENOUGH = 400 * 1024;
const QUALITY = 0.8;

/** Whether a picture on a page stands upright by itself (since Chromium 81); else it is left alone. */
function turnsByItself(): boolean {
  return CSS.supports("image-orientation", "from-image");
}

async function drawn(file: File): Promise<HTMLImageElement> {
  const image = new Image();
  const address = URL.createObjectURL(file);
  image.src = address;
  try {
    await image.decode();
  } finally {
    URL.revokeObjectURL(address);
  }
  return image;
}

function jpegOf(canvas: HTMLCanvasElement): Promise<Blob | null> {
  return new Promise((done) => canvas.toBlob(done, "image/jpeg", QUALITY));
}

/** Return the photo at most 1600 pixels long, or the file itself when that can't or needn't be done. */
async function shrunk(file: File): Promise<File> {
  if (!turnsByItself()) return file;
  try {
    const image = await drawn(file);
    const scale = Math.min(1, LONGEST / Math.max(image.naturalWidth, image.naturalHeight));
    if (scale === 1 && file.size <= SMALL_ENOUGH) return file;
    const canvas = document.createElement("canvas");
    canvas.width = Math.max(1, Math.round(image.naturalWidth * scale));
    canvas.height = Math.max(1, Math.round(image.naturalHeight * scale));
    const brush = canvas.getContext("2d")!;
    brush.fillStyle = "#fff";
    brush.fillRect(0, 0, canvas.width, canvas.height);
    brush.drawImage(image, 0, 0, canvas.width, canvas.height);
    const blob = await jpegOf(canvas);
    if (!blob || blob.size >= file.size) return file;
    return new File([blob], file.name.replace(/\.\w+$/, "") + ".jpg", { type: "image/jpeg" });
  } catch {
    return file;
  }
}

class PhotoPicker extends HTMLElement {
  private files: File[] = [];
  private busy = 0;

  connectedCallback(): void {
    if (this.dataset.ready !== undefined) return; // htmx moves it from form to form
    this.dataset.ready = "";
    this.querySelectorAll<HTMLInputElement>("label > input").forEach((input) =>
      input.addEventListener("change", () => {
        void this.add([...(input.files ?? [])]);
        input.value = ""; // so that the same photo can be chosen again
      }),
    );
  }

  private async add(chosen: File[]): Promise<void> {
    const room = Number(this.dataset.most) - this.files.length - this.busy;
    const taken = chosen.slice(0, Math.max(0, room));
    this.wait(taken.length);
    for (const file of taken) {
      this.files.push(await shrunk(file));
      this.wait(-1);
      this.show();
    }
    if (chosen.length > taken.length) this.say(this.dataset.full!);
  }

  /** Hold the form's button while a photo is being made small: it would go in full size. */
  private wait(more: number): void {
    this.busy += more;
    this.say(this.busy ? this.dataset.busy! : "");
    const button = this.closest("form")?.querySelector<HTMLButtonElement>(".button-row button[type=submit]");
    if (button) button.disabled = this.busy > 0;
  }

  private say(text: string): void {
    this.querySelector("[role=status]")!.textContent = text;
  }

  private show(): void {
    const carrier = new DataTransfer();
    this.files.forEach((file) => carrier.items.add(file));
    this.querySelector<HTMLInputElement>("input[name=photos]")!.files = carrier.files;
    const row = this.querySelector<HTMLElement>(".photo-row")!;
    row.textContent = "";
    row.hidden = this.files.length === 0;
    this.files.forEach((file, place) => row.append(this.thumbnail(file, place)));
  }

  private thumbnail(file: File, place: number): HTMLElement {
    const item = document.createElement("li");
    const image = new Image();
    image.alt = `${this.dataset.preview} ${place + 1}`;
    image.src = URL.createObjectURL(file);
    image.onload = () => URL.revokeObjectURL(image.src);
    image.onerror = () => image.replaceWith(this.named(file));
    item.append(image, this.remover(place));
    return item;
  }

  private named(file: File): HTMLElement {
    const words = document.createElement("span");
    words.className = "photo-file";
    words.textContent = file.name;
    return words;
  }

  private remover(place: number): HTMLElement {
    const button = document.createElement("button");
    button.type = "button";
    button.setAttribute("aria-label", `${this.dataset.remove} ${place + 1}`);
    const cross = button.appendChild(document.createElement("span"));
    cross.textContent = "×";
    button.addEventListener("click", () => {
      this.files.splice(place, 1);
      this.say("");
      this.show();
      this.querySelector<HTMLElement>(".photo-row button, label > input")?.focus();
    });
    return button;
  }
}

/** Let every <photo-picker> of the page work, those that come later too. */
export function definePhotoPicker(): void {
  customElements.define("photo-picker", PhotoPicker);
}
