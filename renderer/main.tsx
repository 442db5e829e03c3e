/** Entry of the page: takes the ports, lets every noun follow its events, and shows the app. */
// First: every later import may make a schema.
import './base/jitless';
import { createRoot } from 'react-dom/client';
import './base/tokens.css';
import './base/page.css';
import { App } from './App';
import { followKeys } from './App/chords';
import { followMenu } from './App/menu';
import { followProofScreens } from './App/proofScreens';
import { followRunEnds } from './App/runEnds';
import { followLayout } from './base/layout';
import { receivePorts } from './base/ports';
import { followWorkerState } from './base/workerState';
import { followSampling } from './check/sampling';
import { followChecks } from './check/store';
import { followConnections } from './connection/store';
import { followHosts } from './host/store';
import { followProbes } from './probe/store';
import { followClipboard } from './screen/clipboard';
import { followPackages } from './recipe/packages/packageStore';
import { followSetUps } from './recipe/setUpStore';
import { followRecipes } from './recipe/cure/store';
import { followScreens } from './screen/connect';
import { followShortcuts } from './screen/actions';
import { followCentre } from './session/centre';
import { followModes } from './session/modes';
import { followStarts } from './session/starts';
import { followSessions } from './session/store';

followLayout();
followKeys();
followMenu();
followWorkerState();
followHosts();
followSessions();
followStarts();
followCentre();
followProbes();
followRecipes();
followSetUps();
followPackages();
followRunEnds();
followProofScreens();
followModes();
followScreens();
followClipboard();
followShortcuts();
followChecks();
followSampling();
// After those who listen for what it finds.
followConnections();

const root = document.getElementById('root');
if (root !== null) createRoot(root).render(<App />);
receivePorts();
