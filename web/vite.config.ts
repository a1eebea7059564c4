import { reactRouter } from '@react-router/dev/vite';
import { defineConfig } from 'vite';

// assetsInlineLimit 0: an inlined data: URL would need its own exception in the content security policy.
// The browsers named here are the oldest that the style sheets' container queries work in.
export default defineConfig({
  plugins: [reactRouter()],
  build: { assetsInlineLimit: 0, target: ['chrome111', 'firefox113', 'safari16.4'] },
});
