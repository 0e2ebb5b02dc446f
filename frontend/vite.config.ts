import { defineConfig } from "vite";
import { iconSheet } from "./icons.ts";

// Old WebViews on teachers' phones set the target: nothing newer than Chromium 80 understands.
export default defineConfig({
  base: "/static/assets/",
  publicDir: false,
  plugins: [iconSheet()],
  build: {
    outDir: "../src/nuangang/site/static/assets",
    emptyOutDir: true,
    assetsDir: "",
    assetsInlineLimit: 0,
    manifest: "manifest.json",
    modulePreload: { polyfill: false },
    target: "chrome80",
    cssTarget: "chrome80",
    rolldownOptions: { input: { app: "src/app.ts", worker: "src/worker.ts" }, checks: { eval: false } },
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
