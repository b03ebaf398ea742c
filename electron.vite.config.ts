import { resolve } from 'node:path'
import tailwindcss from '@tailwindcss/vite'
import react from '@vitejs/plugin-react'
import { defineConfig } from 'electron-vite'
import manifest from './package.json' with { type: 'json' }

// One config, three builds. The main build carries three entries, because worker and browser host run
// on the same Node as main and share its chunks.
export default defineConfig({
  main: {
    build: {
      externalizeDeps: true,
      rollupOptions: {
        input: {
          index: resolve('src/main/index.ts'),
          worker: resolve('src/worker/index.ts'),
          web: resolve('src/web/index.ts'),
        },
        output: { entryFileNames: '[name].js', format: 'es' },
      },
    },
  },
  // A sandboxed preload must be one CommonJS file with everything in it.
  preload: {
    build: {
      externalizeDeps: false,
      rollupOptions: {
        input: { index: resolve('src/preload/index.ts') },
        output: { entryFileNames: '[name].cjs', format: 'cjs' },
      },
    },
  },
  renderer: {
    root: 'src/renderer',
    // Pages live at deep addresses (/s/<server>/session/<id>) on both hosts.
    base: '/',
    plugins: [react(), tailwindcss()],
    // The desktop's preload says it; the browser host has nobody who would.
    define: { 'import.meta.env.MILLRACE_VERSION': JSON.stringify(manifest.version) },
    // The highlighting worker loads its grammars as separate chunks.
    worker: { format: 'es' },
    build: {
      // A window's start is mostly reading its script: 0.9 MB instead of 2.2 MB.
      minify: true,
      // The content security policy allows no data: URLs.
      assetsInlineLimit: 0,
      rollupOptions: { input: { index: resolve('src/renderer/index.html') } },
    },
  },
})
