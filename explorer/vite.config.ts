import react from '@vitejs/plugin-react';
import { defineConfig } from 'vite';

/** GraphiQL as static files, which the server hands out under `/explorer/`, and `index.html` at `/`. */
export default defineConfig({
  base: '/explorer/',
  plugins: [react()],
  build: {
    outDir: '../dist/explorer',
    emptyOutDir: true,
    chunkSizeWarningLimit: 10_000, // the editor is one big chunk, which is loaded once and from near
    rolldownOptions: { checks: { moduleLevelDirective: false } }, // "use no memo" means nothing to a bundler
  },
});
