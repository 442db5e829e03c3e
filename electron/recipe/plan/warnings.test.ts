import { expect, test } from 'vitest';
import { changed, healthySoftware, xServer } from '../../probe/doctor/fixtures';
import { undoWarnings } from './warnings';

const withServers = (...servers: Parameters<typeof xServer>[0][]) =>
  changed(healthySoftware(), { desktop: { xServers: servers.map(xServer) } });

test('R54: before something is taken back, the desktops that run are named', () => {
  expect(undoWarnings(withServers())).toEqual([]);
  expect(undoWarnings(withServers({ display: 3, own: true }, { display: 4, own: true }))).toEqual([
    'Desktops of this login run, and lose what is taken from under them: :3 and :4. End them first.',
  ]);
  expect(undoWarnings(withServers({ display: 5, own: false, user: 'bob' }))[0]).toContain('of bob');
  expect(undoWarnings(withServers({ display: 6, own: true, zombie: true }, { display: 7, own: true, elsewhere: true }))).toEqual([]);
});
