/** The token that shows the server that a form is its own: another sign-in in this browser makes it stale. */

/** Let all forms of the page be sent with this token. */
export function useToken(token: string): void {
  document.body.setAttribute("hx-headers", JSON.stringify({ "X-CSRFToken": token }));
  document.querySelectorAll<HTMLInputElement>("[name=csrfmiddlewaretoken]").forEach((field) => {
    field.value = token;
  });
}

/** Take the new token that comes with a refusal, so that sending again works. */
export function watchToken(): void {
  document.addEventListener("htmx:responseError", (event) => {
    const { xhr } = (event as CustomEvent<{ xhr: XMLHttpRequest }>).detail;
    const token = xhr.status === 403 && xhr.getResponseHeader("X-New-Token");
    if (token) useToken(token);
  });
}
