import react from '@vitejs/plugin-react';
import { defineConfig } from 'vite';

/** Builds GraphiQL as static files. The server serves them under `/explorer/`, and `index.html` at `/`. */
export default defineConfig({
  base: '/explorer/',
  plugins: [react()],
  build: {
    outDir: '../dist/explorer',
    emptyOutDir: true,
    // the editor is one big chunk; the browser loads it once, from the user's own gateway
    chunkSizeWarningLimit: 10_000,
    // hides warnings about the directive "use no memo", which the bundler does not know
    rolldownOptions: { checks: { moduleLevelDirective: false } },
  },
});
