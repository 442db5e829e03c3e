import { describe, expect, test } from 'vitest';
import { colourOf, createTally, hashOf } from './pixels';

type Rgb = readonly [number, number, number];
const picture = (...colours: readonly Rgb[]): Uint8ClampedArray => Uint8ClampedArray.from(colours.flatMap((rgb) => [...rgb, 255]));
const RED: Rgb = [204, 26, 0];
const GREEN: Rgb = [0, 204, 51];
const BLUE: Rgb = [51, 51, 255];
const BLACK: Rgb = [0, 0, 0];

describe('a colour', () => {
  test.each([
    ['red', RED],
    ['green', GREEN],
    ['blue', BLUE],
    ['red', [61, 8, 0]],
    ['green', [4, 70, 16]],
    ['blue', [20, 22, 90]],
    ['red', [214, 40, 18]],
  ] as const)('%s: %j', (colour, [red, green, blue]) => expect(colourOf(red, green, blue)).toBe(colour));

  test.each([[BLACK], [[255, 255, 255]], [[44, 0, 0]], [[51, 102, 153]], [[46, 52, 64]], [[200, 200, 0]], [[120, 80, 60]]] as const)(
    'none of the gears’: %j',
    ([red, green, blue]) => expect(colourOf(red, green, blue)).toBe('other'),
  );
});

test('pictures with one pixel of another shade have another hash', () => {
  expect(hashOf(picture(RED, BLACK))).toBe(hashOf(picture(RED, BLACK)));
  expect(hashOf(picture(RED, BLACK))).not.toBe(hashOf(picture(BLACK, RED)));
  expect(hashOf(picture(RED, BLACK))).not.toBe(hashOf(picture(RED, [0, 0, 1])));
});

describe('a series', () => {
  test('of turning gears', () => {
    const tally = createTally();
    tally.add(picture(RED, GREEN, BLUE, BLACK), 0);
    tally.add(picture(GREEN, RED, BLUE, BLACK), 0.5);
    tally.add(picture(GREEN, RED, BLUE, BLACK), 0.5);
    tally.add(picture(RED, GREEN, BLUE, BLACK), 1);
    expect(tally.total()).toEqual({
      seconds: 2,
      distinctFrames: 2,
      deliveredFps: 1,
      red: 0.25,
      green: 0.25,
      blue: 0.25,
      oneColour: false,
    });
  });

  test('of one colour', () => {
    const tally = createTally();
    for (let second = 0; second < 3; second++) tally.add(picture(BLACK, BLACK), 1);
    expect(tally.total()).toMatchObject({ distinctFrames: 0, deliveredFps: 0, oneColour: true });
  });

  test('that changes from one colour to another is not of one colour', () => {
    const tally = createTally();
    tally.add(picture(BLACK, BLACK), 0);
    tally.add(picture(RED, RED), 1);
    expect(tally.total()).toMatchObject({ distinctFrames: 1, oneColour: false });
  });

  test('in which nobody looked for a while counts no change in between', () => {
    const tally = createTally();
    tally.add(picture(BLACK), 0);
    tally.add(picture(RED), 0);
    expect(tally.total()).toMatchObject({ seconds: 0, distinctFrames: 0, deliveredFps: 0 });
  });

  test('of nothing says nothing', () => {
    expect(createTally().total()).toEqual({ seconds: 0, distinctFrames: 0, deliveredFps: 0, red: 0, green: 0, blue: 0, oneColour: false });
  });
});
