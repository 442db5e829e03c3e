import { expect, test } from 'vitest';
import { boundsOnScreen } from './bounds';

const laptop = { x: 0, y: 0, width: 1440, height: 900 };
const monitor = { x: 1440, y: 0, width: 2560, height: 1440 };

test('a window comes back where it was', () => {
  const bounds = { x: 1500, y: 100, width: 1200, height: 800 };
  expect(boundsOnScreen(bounds, [laptop, monitor])).toEqual(bounds);
});

test('a window of an unplugged monitor does not open where nobody sees it', () => {
  expect(boundsOnScreen({ x: 1500, y: 100, width: 1200, height: 800 }, [laptop])).toBeUndefined();
});

test('a window larger than its display is cut to it', () => {
  expect(boundsOnScreen({ x: 0, y: 0, width: 3000, height: 2000 }, [laptop])).toEqual({ x: 0, y: 0, width: 1440, height: 900 });
});
