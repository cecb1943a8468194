import react from '@vitejs/plugin-react';
import { defineConfig } from 'vite';

// Vite builds for development where something else is set, as tests do.
process.env.NODE_ENV = 'production';

/** The web console of src/console. It is served under /console/, and asks nothing of any other address. */
export default defineConfig({
  root: 'src/console',
  base: '/console/',
  publicDir: false,
  plugins: [react()],
  build: {
    outDir: '../../node_modules/.cache/console',
    emptyOutDir: true,
    target: 'es2022',
    // A data: address would be one more thing for the Content-Security-Policy to allow.
    assetsInlineLimit: 0,
    modulePreload: { polyfill: false },
    cssTarget: ['chrome123', 'firefox120', 'safari17.5'],
  },
});
