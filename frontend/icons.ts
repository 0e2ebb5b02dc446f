import { readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import type { Plugin } from "vite";

const DRAWINGS = fileURLToPath(new URL("node_modules/bootstrap-icons/icons/", import.meta.url));

/** The icons pages may name, each with its drawing in Bootstrap Icons. */
const ICONS: Record<string, string> = {
  alert: "exclamation-triangle",
  back: "arrow-left",
  badge: "person-badge",
  bell: "bell",
  bin: "trash",
  birthday: "cake2",
  book: "book",
  building: "building",
  calendar: "calendar3",
  call: "telephone",
  camera: "camera",
  chart: "bar-chart-line",
  check: "check2-square",
  clock: "clock",
  close: "x-lg",
  contrast: "circle-half",
  county: "diagram-2",
  death: "flower1",
  done: "check-circle",
  down: "chevron-down",
  download: "download",
  edit: "pencil-square",
  envelope: "envelope",
  eye: "eye",
  "eye-off": "eye-slash",
  face1: "emoji-smile",
  face2: "emoji-neutral",
  face3: "emoji-frown",
  file: "file-earmark-text",
  filter: "funnel",
  flag: "flag",
  gear: "gear",
  gift: "gift",
  grip: "grip-vertical",
  health: "bandaid",
  heart: "heart",
  help: "question-circle",
  home: "house-heart",
  idea: "lightbulb",
  image: "image",
  inbox: "inbox",
  info: "info-circle",
  key: "key",
  language: "translate",
  left: "chevron-left",
  letters: "fonts",
  link: "link-45deg",
  list: "list",
  lock: "lock",
  map: "map",
  me: "person-circle",
  message: "chat-dots",
  more: "three-dots",
  move: "arrow-left-right",
  out: "box-arrow-right",
  people: "people",
  person: "person",
  "person-plus": "person-plus",
  pin: "geo-alt",
  plus: "plus-lg",
  print: "printer",
  refresh: "arrow-repeat",
  right: "chevron-right",
  search: "search",
  sheet: "file-earmark-spreadsheet",
  shield: "shield-lock",
  sliders: "sliders",
  study: "mortarboard",
  sun: "sun",
  talk: "chat-heart",
  undo: "arrow-counterclockwise",
  unlock: "unlock",
  upload: "upload",
  video: "camera-video",
  write: "journal-text",
};

function symbol(name: string, drawing: string): string {
  const shapes = readFileSync(`${DRAWINGS}${drawing}.svg`, "utf8")
    .replace(/^[\s\S]*?<svg[^>]*>/, "")
    .replace(/<\/svg>\s*$/, "")
    .replace(/\n\s*/g, "");
  return `<symbol id="${name}" viewBox="0 0 16 16">${shapes}</symbol>`;
}

/** Gather the icons into one file that pages point into, `icons.svg` in the manifest. */
export function iconSheet(): Plugin {
  return {
    name: "icon-sheet",
    buildStart() {
      const symbols = Object.entries(ICONS).map(([name, drawing]) => symbol(name, drawing));
      this.emitFile({
        type: "asset",
        name: "icons.svg",
        originalFileName: "icons.svg",
        source: `<svg xmlns="http://www.w3.org/2000/svg" fill="currentColor">${symbols.join("")}</svg>`,
      });
    },
  };
}
