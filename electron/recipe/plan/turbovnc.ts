/** TurboVNC, from the app's package files or its own repository. */
import type { Recipe } from './recipe';
import { xProxyRecipe } from './xProxy';

export const turbovnc: Recipe = xProxyRecipe('turbovnc', () => '/opt/TurboVNC/bin/Xvnc -version');
