/** The service worker's part for notices: shows what the school sent, and opens its page at a tap. */

interface Told {
  title: string;
  body: string;
  url: string;
  tag: string;
  urgent: boolean;
}

interface Life extends Event {
  waitUntil(work: Promise<unknown>): void;
}

interface PushSign extends Life {
  data: { json(): unknown } | null;
}

interface TapSign extends Life {
  notification: Notification & { data: { url: string } };
}

interface Tab {
  url: string;
  focus(): Promise<Tab>;
  navigate(url: string): Promise<Tab | null>;
}

interface Scope {
  location: Location;
  registration: { showNotification(title: string, options: NotificationOptions): Promise<void> };
  clients: { matchAll(options: object): Promise<Tab[]>; openWindow(url: string): Promise<Tab | null> };
  addEventListener(name: "push", act: (event: PushSign) => void): void;
  addEventListener(name: "notificationclick", act: (event: TapSign) => void): void;
}

const ICON = "/static/brand/icon-180.png";

function show(scope: Scope, told: Told): Promise<void> {
  return scope.registration.showNotification(told.title, {
    body: told.body,
    tag: told.tag, // the same again replaces it instead of standing there twice
    icon: ICON,
    requireInteraction: told.urgent,
    data: { url: told.url },
  });
}

async function open(scope: Scope, path: string): Promise<void> {
  const url = new URL(path, scope.location.origin);
  if (url.origin !== scope.location.origin) return;
  const tabs = await scope.clients.matchAll({ type: "window" });
  const tab = tabs.find((each) => new URL(each.url).origin === url.origin);
  if (!tab) {
    await scope.clients.openWindow(url.href);
    return;
  }
  await tab.focus();
  await tab.navigate(url.href);
}

/** Listen for what comes from the browser's maker. */
export function watchPushes(scope: Scope): void {
  scope.addEventListener("push", (event) => {
    if (event.data) event.waitUntil(show(scope, event.data.json() as Told));
  });
  scope.addEventListener("notificationclick", (event) => {
    event.notification.close();
    event.waitUntil(open(scope, event.notification.data.url));
  });
}
