// Starts the application folder given as first argument, as the default app of an official Electron does.
const { app } = require('electron');
const { readFileSync } = require('node:fs');
const path = require('node:path');

const folder = process.argv.slice(1).find((argument) => !argument.startsWith('-'));
if (folder === undefined) {
  process.stderr.write('Usage: electron [switches] <application folder>\n');
  app.exit(1);
} else {
  const place = path.resolve(folder);
  const about = JSON.parse(readFileSync(path.join(place, 'package.json'), 'utf8'));
  process.defaultApp = true;
  app.setVersion(about.version);
  app.setName(about.productName ?? about.name);
  app.setAppPath(place);
  require(path.join(place, about.main ?? 'index.js'));
}
