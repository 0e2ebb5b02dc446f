/** Small comforts of forms: send a filter when it changes, never send twice, count what is chosen. */

function sendTwiceGuard(event: SubmitEvent): void {
  const form = event.target as HTMLFormElement;
  if (form.method !== "post" || event.defaultPrevented) return;
  if (form.dataset.sent) {
    event.preventDefault();
    return;
  }
  form.dataset.sent = "yes";
  form.querySelectorAll("button:not([type=button])").forEach((button) => button.classList.add("busy"));
}

function letSendAgain(): void {
  document.querySelectorAll<HTMLFormElement>("form[data-sent]").forEach((form) => {
    delete form.dataset.sent;
    form.querySelectorAll(".busy").forEach((button) => button.classList.remove("busy"));
  });
}

function chooseAll(box: HTMLInputElement): void {
  const table = box.closest("table");
  table?.querySelectorAll<HTMLInputElement>("tbody .select input[type=checkbox]").forEach((row) => {
    row.checked = box.checked;
  });
}

function showChosen(form: Element): void {
  const chosen = form.querySelectorAll(".select input[type=checkbox]:checked:not([data-all])").length;
  form.querySelectorAll("[data-chosen]").forEach((place) => (place.textContent = String(chosen)));
  const children = whoIsChosen(form).filter((box) => box.checked).length;
  form.querySelectorAll("[data-children-chosen]").forEach((place) => (place.textContent = String(children)));
  form.querySelectorAll(".chosen-bar").forEach((bar) => bar.classList.toggle("some", chosen > 0));
}

function whoIsChosen(form: Element): HTMLInputElement[] {
  return [...form.querySelectorAll<HTMLInputElement>("input[type=checkbox][name=child]")];
}

/** Choose in one tap all who still wait, or everybody where nobody does; the next tap lets go again. */
function chooseChildren(button: HTMLButtonElement): void {
  const all = whoIsChosen(button.form!);
  const waiting = all.filter((box) => box.dataset.waits !== undefined);
  const meant = waiting.length ? waiting : all;
  const choose = !meant.every((box) => box.checked);
  meant.forEach((box) => (box.checked = choose));
  showChosen(button.form!);
}

function changed(event: Event): void {
  const input = event.target as HTMLInputElement;
  if (input.dataset.all !== undefined) chooseAll(input);
  const form = input.form ?? input.closest("form");
  if (!form) return;
  showChosen(form);
  if (form.dataset.auto !== undefined && input.type !== "search") form.requestSubmit();
}

function keyed(event: KeyboardEvent): void {
  const typing = (event.target as Element).closest("input, select, textarea, dialog[open]");
  if (event.key !== "/" || typing || event.ctrlKey || event.metaKey || event.altKey) return;
  const search = [...document.querySelectorAll<HTMLInputElement>("input[type=search]")].find(
    (input) => input.offsetParent !== null,
  );
  if (search) {
    event.preventDefault();
    search.focus();
    search.select();
  }
}

function leaveOutEmpty(event: Event): void {
  const { elt, formData } = (event as CustomEvent<{ elt: Element; formData: FormData }>).detail;
  if (!elt.closest("form.filter-bar")) return;
  for (const [name, value] of [...formData.entries()]) if (value === "") formData.delete(name);
}

interface Answer {
  requestConfig: { formData: FormData };
  shouldSwap: boolean;
}

/** What a form holds as one text, without the mark that a script asked. */
function held(data: FormData): string {
  return JSON.stringify([...data.entries()].filter(([name]) => name !== "again").sort());
}

/** An answer to what the form held before would undo what was typed since; the next one is coming. */
function keepWhatWasTyped(event: Event): void {
  const form = event.target;
  if (!(form instanceof HTMLFormElement) || form.dataset.follows === undefined) return;
  const { detail } = event as CustomEvent<Answer>;
  if (held(detail.requestConfig.formData) !== held(new FormData(form))) detail.shouldSwap = false;
}

/** Watch all forms of the page, those that come later too. */
export function watchForms(): void {
  document.addEventListener("submit", sendTwiceGuard);
  document.addEventListener("change", changed);
  document.addEventListener("keydown", keyed);
  document.addEventListener("htmx:configRequest", leaveOutEmpty);
  document.addEventListener("htmx:beforeSwap", keepWhatWasTyped);
  window.addEventListener("pageshow", letSendAgain);
  document.addEventListener("click", (event) => {
    const target = event.target as Element;
    if (target.closest("[data-print]")) window.print();
    const choosing = target.closest<HTMLButtonElement>("button[data-choose]");
    if (choosing?.form) {
      event.preventDefault(); // without scripts the server chooses
      chooseChildren(choosing);
    }
  });
}
