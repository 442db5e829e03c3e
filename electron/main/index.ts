/** Entry of the main process: one instance, order of start and stop. */
import { app } from 'electron';
import { startApp } from './app';

// Before anything else: every renderer is sandboxed, whatever a window asks for (R30).
// As root Chromium's children refuse to start sandboxed, so root has to say --no-sandbox; windows stay sandboxed by their own options.
if (!app.commandLine.hasSwitch('no-sandbox')) app.enableSandbox();

// One instance per profile; the second one's arguments are ignored (R40, R41).
if (app.requestSingleInstanceLock()) startApp();
else app.quit();
