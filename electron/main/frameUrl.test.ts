import { expect, test } from 'vitest';
import { frameMayLoad } from './frameUrl';

test.each(['screen://a1b2c3d4e5f6/', 'about:blank'])('a frame may load %s', (url) => {
  expect(frameMayLoad(url)).toBe(true);
});

test.each([
  'screen://a1b2c3d4e5f6/frame.html',
  'screen://short/',
  'screen://A1B2C3D4E5F6@evil/',
  'app://gearview/index.html',
  'https://example.com/',
  'file:///etc/passwd',
  'javascript:alert(1)',
  'data:text/html,hi',
  'not a url',
])('a frame may not load %s', (url) => {
  expect(frameMayLoad(url)).toBe(false);
});
