import { beforeEach, expect, test } from 'vitest';
import { ScreenId } from '../../electron/contract/screen';
import { newScreenId } from './address';
import { session } from './fakeFrame';
import { activateScreen, dropScreen, showSession, stepScreen, useScreens } from './store';

const active = (): number | undefined => {
  const { screens, active: id } = useScreens.getState();
  return screens.find((screen) => screen.id === id)?.session.display;
};

beforeEach(() => useScreens.setState({ screens: [], active: undefined }));

test('an id is one that the frame’s scheme takes', () => {
  for (let i = 0; i < 50; i++) expect(ScreenId.safeParse(newScreenId()).success).toBe(true);
});

test('a desktop has one tab, however often it is opened', () => {
  const first = showSession(session(1), 'gpu1');
  activateScreen(undefined);
  expect(showSession(session(1), 'gpu1').id).toBe(first.id);
  expect(useScreens.getState().screens).toHaveLength(1);
  expect(active()).toBe(1);
});

test('closing a tab brings its neighbour, the last one the overview', () => {
  const [one, two, three] = [1, 2, 3].map((display) => showSession(session(display), 'gpu1').id);
  activateScreen(two);
  dropScreen(two ?? '');
  expect(active()).toBe(3);
  dropScreen(three ?? '');
  expect(active()).toBe(1);
  dropScreen(one ?? '');
  expect(useScreens.getState().active).toBeUndefined();
});

test('closing a tab in the background leaves the front as it is', () => {
  const one = showSession(session(1), 'gpu1').id;
  showSession(session(2), 'gpu1');
  dropScreen(one);
  expect(active()).toBe(2);
});

test('the tabs go round, with the overview among them', () => {
  for (const display of [1, 2]) showSession(session(display), 'gpu1');
  stepScreen(1);
  expect(useScreens.getState().active).toBeUndefined();
  stepScreen(1);
  expect(active()).toBe(1);
  stepScreen(-1);
  expect(useScreens.getState().active).toBeUndefined();
});
