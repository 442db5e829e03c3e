/** What runs here: for “About” and support bundles. */
import { app } from 'electron';
import type { About } from '../contract/main';

export const aboutApp = (): About => ({
  version: app.getVersion(),
  electron: process.versions.electron,
  chromium: process.versions.chrome,
  node: process.versions.node,
  platform: `${process.platform} ${process.arch}`,
});
