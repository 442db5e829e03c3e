/** Where the app's own files are. */
import { join } from 'node:path';
import { app } from 'electron';

const dist = (): string => join(app.getAppPath(), 'dist');

export const pageFolder = (): string => join(dist(), 'page');
export const frameFolder = (): string => join(dist(), 'frame');
export const preloadFile = (): string => join(dist(), 'preload.cjs');
export const workerFile = (): string => join(dist(), 'worker.cjs');
export const resourcesFolder = (): string => join(app.getAppPath(), 'resources');
/** Files of this profile: hosts, window, secrets, log. */
export const profileFile = (name: string): string => join(app.getPath('userData'), name);
