/**
 * Passkeys: a button asks the server for a question, the browser for the passkey's answer, and sends
 * the answer with its form. Browsers older than JSON helpers for it are served too.
 */

type Json = Record<string, unknown>;

function bytes(text: string): ArrayBuffer {
  const plain = atob(text.replace(/-/g, "+").replace(/_/g, "/"));
  return Uint8Array.from(plain, (sign) => sign.charCodeAt(0)).buffer;
}

function text(buffer: ArrayBuffer): string {
  const plain = String.fromCharCode(...new Uint8Array(buffer));
  return btoa(plain).replace(/\+/g, "-").replace(/\//g, "_").replace(/=+$/, "");
}

/** Turn the parts of a question that are bytes, which travel as text, into bytes. */
function asked(question: Json): Json {
  const key = { ...(question.publicKey as Json) };
  key.challenge = bytes(key.challenge as string);
  if (key.user) key.user = { ...(key.user as Json), id: bytes((key.user as Json).id as string) };
  for (const list of ["allowCredentials", "excludeCredentials"]) {
    const known = key[list] as Json[] | undefined;
    if (known) key[list] = known.map((one) => ({ ...one, id: bytes(one.id as string) }));
  }
  return key;
}

/** Turn a passkey's answer into what travels. */
function answered(made: PublicKeyCredential): Json {
  const response: Json = {};
  const given = made.response as unknown as Record<string, ArrayBuffer | null | undefined>;
  for (const part of ["clientDataJSON", "attestationObject", "authenticatorData", "signature", "userHandle"]) {
    const value = given[part];
    if (value) response[part] = text(value);
  }
  return {
    id: made.id,
    rawId: text(made.rawId),
    type: made.type,
    response,
    clientExtensionResults: made.getClientExtensionResults(),
  };
}

async function use(button: HTMLButtonElement): Promise<void> {
  const form = button.form!;
  const token = form.querySelector<HTMLInputElement>("[name=csrfmiddlewaretoken]")!.value;
  const reply = await fetch(button.dataset.passkey!, { method: "POST", headers: { "X-CSRFToken": token } });
  const publicKey = asked(await reply.json()) as unknown;
  const made = button.dataset.making
    ? await navigator.credentials.create({ publicKey: publicKey as PublicKeyCredentialCreationOptions })
    : await navigator.credentials.get({ publicKey: publicKey as PublicKeyCredentialRequestOptions });
  form.querySelector<HTMLInputElement>("[name=passkey]")!.value = JSON.stringify(
    answered(made as PublicKeyCredential),
  );
  form.requestSubmit();
}

async function clicked(event: Event): Promise<void> {
  const button = (event.target as Element).closest<HTMLButtonElement>("button[data-passkey]");
  if (!button) return;
  const problem = button.form!.querySelector<HTMLElement>(".passkey-problem")!;
  problem.hidden = true;
  button.disabled = true;
  try {
    await use(button);
  } catch {
    problem.hidden = false; // dismissed, timed out, or no passkey here
  } finally {
    button.disabled = false;
  }
}

/** Show the buttons where the browser knows passkeys, and answer them. */
export function watchPasskeys(): void {
  if (!("PublicKeyCredential" in window)) return;
  document.documentElement.classList.add("has-passkeys");
  document.addEventListener("click", (event) => void clicked(event));
}
