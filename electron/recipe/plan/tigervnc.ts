/** TigerVNC, from the distribution. */
import type { Recipe } from './recipe';
import { xProxyRecipe } from './xProxy';

export const tigervnc: Recipe = xProxyRecipe('tigervnc', ({ distribution }) =>
  distribution.family === 'debian' ? 'Xtigervnc -version' : 'Xvnc -version',
);
