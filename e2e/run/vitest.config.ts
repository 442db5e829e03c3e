/**
 * Which tests there are: unit and page (fast, in parallel), scripts (the shell scripts of resources/), integration (real processes),
 * faults (broken links), set-up (bare systems, set up for real).
 */
import { resolve } from 'node:path';
import react from '@vitejs/plugin-react';
import { defineConfig } from 'vitest/config';

const INTEGRATION = '**/*.integration.test.ts';
const FAULTS = 'e2e/faults/*.fault.test.ts';
const SET_UP = '{e2e,resources}/**/*.setUp.test.ts';
// A machine at work on something else is slow, not broken.
const shared = { testTimeout: 20_000, restoreMocks: true, unstubGlobals: true, unstubEnvs: true };

export default defineConfig({
  root: resolve(import.meta.dirname, '../..'),
  test: {
    projects: [
      {
        extends: true,
        test: {
          ...shared,
          name: 'unit',
          include: ['{electron,renderer,e2e}/**/*.test.ts'],
          exclude: [INTEGRATION, FAULTS, SET_UP],
          environment: 'node',
        },
      },
      {
        extends: true,
        plugins: [react()],
        test: { ...shared, name: 'page', include: ['renderer/**/*.test.tsx'], environment: 'happy-dom' },
      },
      {
        extends: true,
        test: {
          ...shared,
          name: 'scripts',
          include: ['resources/**/*.test.ts'],
          exclude: [INTEGRATION, SET_UP],
          testTimeout: 30_000,
          maxWorkers: 2,
          sequence: { groupOrder: 1 },
        },
      },
      {
        extends: true,
        test: {
          ...shared,
          name: 'integration',
          include: [`{electron,renderer,resources,e2e}/${INTEGRATION}`],
          testTimeout: 30_000,
          hookTimeout: 30_000,
          // Each starts servers of its own; more at once only makes them late.
          maxWorkers: 2,
          sequence: { groupOrder: 2 },
        },
      },
      {
        extends: true,
        test: {
          ...shared,
          name: 'faults',
          include: [FAULTS],
          testTimeout: 120_000,
          hookTimeout: 30_000,
          // They write one table, and what they break is the one network that they have for themselves.
          maxWorkers: 1,
          maxConcurrency: 12,
          sequence: { groupOrder: 3 },
        },
      },
      {
        extends: true,
        test: {
          ...shared,
          name: 'set-up',
          include: [SET_UP],
          testTimeout: 240_000,
          hookTimeout: 60_000,
          // Each installs a desktop or two; they write one table. And a dpkg at work, also in a box, is seen by others' probes.
          maxWorkers: 1,
          maxConcurrency: 3,
          sequence: { groupOrder: 4 },
        },
      },
    ],
  },
});
