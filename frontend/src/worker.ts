/**
 * The service worker: today's page opens without the server, from an empty shell that the page's own
 * script fills from the encrypted store. It keeps the assets and the shell, nothing about children, and
 * leaves every other request alone. The server puts NUANGANG before it (site/offline.py): a new version
 * of assets or shell is a new worker.
 */
import { watchPushes } from "./worker-push";

interface Kept {
  version: string;
  files: string[];
  shell: string;
  pages: string[];
}

interface LifeEvent extends Event {
  waitUntil(work: Promise<unknown>): void;
}

interface RequestEvent extends LifeEvent {
  request: Request;
  respondWith(answer: Promise<Response>): void;
}

interface Worker {
  NUANGANG: Kept;
  location: Location;
  skipWaiting(): Promise<void>;
  clients: { claim(): Promise<void> };
  addEventListener(name: "install" | "activate", act: (event: LifeEvent) => void): void;
  addEventListener(name: "fetch", act: (event: RequestEvent) => void): void;
}

const worker = self as unknown as Worker;
const { version, files, shell, pages } = worker.NUANGANG;
const NAME = `nuangang-${version}`;
const PATIENCE = 10_000;
const ASLEEP = [502, 503, 504]; // a proxy answers, the school's server behind it does not

async function install(): Promise<void> {
  const cache = await caches.open(NAME);
  await cache.addAll([...files, new Request(shell, { cache: "reload" })]);
  await worker.skipWaiting();
}

async function activate(): Promise<void> {
  const old = (await caches.keys()).filter((name) => name.startsWith("nuangang-") && name !== NAME);
  await Promise.all(old.map((name) => caches.delete(name)));
  await worker.clients.claim();
}

function inTime(answer: Promise<Response>): Promise<Response> {
  const late = new Promise<never>((_done, fail) => setTimeout(() => fail(new Error("late")), PATIENCE));
  return Promise.race([answer, late]);
}

async function page(request: Request): Promise<Response> {
  try {
    const answer = await inTime(fetch(request));
    if (!ASLEEP.includes(answer.status)) return answer;
  } catch {
    // no network, or it takes too long
  }
  return (await caches.match(shell)) ?? Response.error();
}

async function asset(request: Request): Promise<Response> {
  return (await caches.match(request.url)) ?? fetch(request);
}

worker.addEventListener("install", (event) => event.waitUntil(install()));
worker.addEventListener("activate", (event) => event.waitUntil(activate()));
worker.addEventListener("fetch", (event) => {
  const { request } = event;
  const address = new URL(request.url);
  if (request.method !== "GET" || address.origin !== worker.location.origin) return;
  if (files.includes(address.pathname)) event.respondWith(asset(request));
  else if (request.mode === "navigate" && pages.includes(address.pathname)) event.respondWith(page(request));
});
watchPushes(self as unknown as Parameters<typeof watchPushes>[0]);
