import { existsSync, readFileSync, readdirSync, rmSync } from "node:fs";
import { join } from "node:path";
import type { Plugin } from "vite";

const HASHED = /-[\w-]{8}\.\w+$/;

/** Keep what the build before this one made: the pages of a server that runs name it until it restarts. */
export function keepLastBuild(folder: string): Plugin {
  return {
    name: "keep-last-build",
    buildStart() {
      if (!existsSync(folder)) return;
      const last = named(join(folder, "manifest.json"));
      for (const file of readdirSync(folder)) {
        const name = file.replace(/\.(br|gz)$/, "");
        if (!HASHED.test(name) || !last.has(name)) rmSync(join(folder, file), { recursive: true });
      }
    },
  };
}

function named(manifest: string): Set<string> {
  if (!existsSync(manifest)) return new Set();
  const entries = Object.values(JSON.parse(readFileSync(manifest, "utf8"))) as { file: string; css?: string[] }[];
  return new Set(entries.flatMap((entry) => [entry.file, ...(entry.css ?? [])]));
}
