import { fileURLToPath } from "node:url";
import { defineConfig } from "vite";
import { iconSheet } from "./icons.ts";
import { keepLastBuild } from "./lastbuild.ts";

const ASSETS = fileURLToPath(new URL("../src/nuangang/site/static/assets", import.meta.url));

// Old WebViews on teachers' phones set the target: nothing newer than Chromium 80 understands.
export default defineConfig({
  base: "/static/assets/",
  publicDir: false,
  plugins: [keepLastBuild(ASSETS), iconSheet()],
  build: {
    outDir: ASSETS,
    emptyOutDir: false, // keepLastBuild does it
    assetsDir: "",
    assetsInlineLimit: 0,
    manifest: "manifest.json",
    modulePreload: { polyfill: false },
    target: "chrome80",
    cssTarget: "chrome80",
    rolldownOptions: { input: { app: "src/app.ts", worker: "src/worker.ts", urgent: "src/sounds/urgent.wav" }, checks: { eval: false } },
  },
  css: {
    preprocessorOptions: {
      scss: {
        loadPaths: ["node_modules"],
        quietDeps: true,
        silenceDeprecations: ["import", "global-builtin", "color-functions", "if-function"],
      },
    },
  },
});
