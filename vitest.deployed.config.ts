import { defineConfig } from 'vitest/config';
import usual from './vitest.config.ts';

/** `npm run test:deployed`: what is deployed at AWS_ENDPOINT_URL; not part of `npm test`. */
export default defineConfig({
  ...usual,
  test: { ...usual.test, include: ['tests/deployed/**/*.test.ts'], exclude: [], fileParallelism: false },
});
