import { readdirSync } from 'node:fs';
import { basename, resolve } from 'node:path';
import { defineConfig } from 'vite';

const directory = resolve(import.meta.dirname, 'test/designer');
const files = readdirSync(directory).filter((name) => name.endsWith('.browser.ts'));

/**
 * Tests that run in the browser (`test/designer/*.browser.ts`) are bundled like the apps, then run by web-test-runner:
 * so
 * CommonJS packages and CSS imports behave as in production.
 */
export default defineConfig({
  root: import.meta.dirname,
  publicDir: false,
  build: {
    outDir: '.cache/browser-tests',
    emptyOutDir: true,
    target: 'es2022',
    minify: false,
    sourcemap: true,
    modulePreload: false,
    // One style sheet that the tests' page links (test/designer/kit-element.ts).
    cssCodeSplit: false,
    rolldownOptions: {
      input: Object.fromEntries(files.map((name) => [basename(name, '.ts'), resolve(directory, name)])),
      external: [/__web-dev-server__web-socket/],
      preserveEntrySignatures: 'strict',
      output: { entryFileNames: '[name].js', chunkFileNames: 'chunks/[name]-[hash].js', assetFileNames: '[name][extname]' },
    },
  },
});
