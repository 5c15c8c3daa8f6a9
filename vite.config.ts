import { resolve } from 'node:path';
import { defineConfig } from 'vite';

/** Four pages, one per app. The server serves `dist/designer`; hashed names under `assets/` may be cached for ever. */
export default defineConfig({
  root: 'designer',
  base: '/',
  appType: 'mpa',
  build: {
    outDir: '../dist/designer',
    emptyOutDir: true,
    target: 'es2022',
    // Scripts and fonts stay files: a page then needs no inline code, and the content policy can forbid it.
    assetsInlineLimit: 0,
    modulePreload: { polyfill: false },
    rolldownOptions: {
      input: {
        portal: resolve(import.meta.dirname, 'designer/index.html'),
        designer: resolve(import.meta.dirname, 'designer/designer.html'),
        inbox: resolve(import.meta.dirname, 'designer/inbox.html'),
        monitor: resolve(import.meta.dirname, 'designer/monitor.html'),
      },
    },
  },
});
