/** The tests of the built app in Electron: one at a time, no second try. */
import { join } from 'node:path';
import { defineConfig } from '@playwright/test';
import { ROOT } from './folders';

const results = join(ROOT, 'test-results');

export default defineConfig({
  testDir: join(ROOT, 'e2e'),
  testMatch: '**/*.spec.ts',
  globalSetup: './display.ts',
  outputDir: join(results, 'e2e'),
  reporter: [['list'], ['json', { outputFile: join(results, 'e2e.json') }]],
  workers: 1,
  retries: 0,
  forbidOnly: true,
  timeout: 60_000,
  expect: { timeout: 10_000 },
  use: { screenshot: 'only-on-failure' },
});
