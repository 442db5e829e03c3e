import { describe, expect, test } from 'vitest';
import { connected } from '../../e2e/support/guarded';
import * as rfb from '../../e2e/support/rfb';
import { be16, bytes, update } from '../../e2e/support/rfb';
import { createWatchdog } from './watchdog';

const stall = (part: string) => ({ code: 'rfb-stalled', retry: true, message: expect.stringContaining(part) });
const PICTURE = rfb.picture(64, 48);
const OWN_FENCE_ANSWER = rfb.clientFence();

/** The picture came, and noVNC drew it. */
function shown() {
  const side = connected();
  side.host(PICTURE);
  side.frame(OWN_FENCE_ANSWER);
  side.toFrame();
  side.toHost();
  return side;
}

describe('the first picture', () => {
  test('is asked for again after 3 s and 6 s, and missing after 10 s', () => {
    const side = connected();
    expect(side.pass(2)).toBeUndefined();
    expect(side.toHost()).toEqual(bytes());
    side.pass(1);
    expect(side.toHost()).toEqual(rfb.updateRequest(true, 64, 48));
    side.pass(3);
    expect(side.toHost()).toEqual(rfb.updateRequest(false, 64, 48));
    expect(side.pass(4)).toBeUndefined();
    expect(side.pass(1)).toMatchObject(stall('no picture within 10 s'));
  });

  test('an answer of only ExtendedDesktopSize is no picture, and is followed by a request', () => {
    const side = connected();
    side.host(update(1, rfb.desktopSize(64, 48)));
    side.pass(3);
    expect(side.toHost()).toEqual(rfb.updateRequest(true, 64, 48));
    side.host(PICTURE);
    side.frame(OWN_FENCE_ANSWER);
    expect(side.pass(60)).toBeUndefined();
  });
});

describe('a message', () => {
  test('that stops in the middle is a stall after 10 s', () => {
    const side = shown();
    side.host(PICTURE.subarray(0, 500));
    expect(side.pass(10)).toBeUndefined();
    expect(side.pass(1)).toMatchObject(stall('in the middle of a message'));
  });

  test('that drips is a stall; at 8 KiB in 10 s it is a slow link', () => {
    const drip = (step: number, seconds: number) => {
      const side = shown();
      side.host(update(1, rfb.rect(0, 0, 64, 48, 0)));
      let failure;
      for (let second = 0; second < seconds && failure === undefined; second++) {
        side.host(new Uint8Array(step));
        failure = side.pass(1);
      }
      return failure;
    };
    expect(drip(740, 15)).toMatchObject(stall('in the middle'));
    expect(drip(745, 14)).toBeUndefined();
  });

  test('does not wait while we do not read ourselves', () => {
    let at = 0;
    const dog = createWatchdog(() => (at += 1000));
    for (let second = 0; second < 30; second++) {
      expect(dog.tick({ phase: 'messages', midMessage: true, paused: true, owesAck: false, owesFence: false })).toEqual({});
    }
  });
});

describe('silence', () => {
  test('of an idle desktop is no fault', () => {
    const side = shown();
    expect(side.pass(3600)).toBeUndefined();
    expect(side.toHost()).toEqual(bytes());
  });

  test('after keys makes us ask for one pixel, and is a stall when even that is not answered', () => {
    const side = shown();
    side.frame(rfb.key(true, 0x61));
    side.toHost();
    side.pass(4);
    expect(side.toHost()).toEqual(bytes());
    side.pass(1);
    expect(side.toHost()).toEqual(rfb.updateRequest(false, 1, 1));
    expect(side.pass(10)).toBeUndefined();
    expect(side.pass(1)).toMatchObject(stall('does not answer'));
  });

  test('ends with any answer', () => {
    const side = shown();
    side.frame(rfb.key(true, 0x61));
    side.pass(6);
    side.host(update(1, rfb.rawRect(0, 0, 1, 1)));
    side.frame(OWN_FENCE_ANSWER);
    expect(side.pass(600)).toBeUndefined();
  });
});

describe('noVNC', () => {
  test('has 10 s to get through what it was given', () => {
    const side = connected();
    side.host(PICTURE);
    expect(side.fences()).toBe(1);
    side.frame(rfb.pointer(1, 1), rfb.pointer(2, 2));
    expect(side.pass(10)).toBeUndefined();
    expect(side.pass(1)).toMatchObject(stall('could not draw'));
  });

  test('answers our fences and the host’s in their order, and the host hears only its own', () => {
    const side = shown();
    const hostFence = bytes(248, [0, 0, 0], [0x80, 0, 0, 1], 3, 'abc');
    side.host(hostFence);
    side.pass(2);
    expect(side.fences()).toBe(2);
    const answer = bytes(248, [0, 0, 0], [0, 0, 0, 1], 3, 'abc');
    side.frame(answer, OWN_FENCE_ANSWER);
    expect(side.toHost()).toEqual(answer);
    expect(side.pass(60)).toBeUndefined();
  });

  test('a fence is due after 512 KiB or a second, one at a time', () => {
    const side = shown();
    side.host(...Array.from({ length: 10 }, () => PICTURE));
    expect(side.fences()).toBe(1);
    side.pass(1);
    expect(side.fences()).toBe(2);
    side.host(...Array.from({ length: 60 }, () => PICTURE));
    expect(side.fences()).toBe(2);
    side.frame(OWN_FENCE_ANSWER);
    side.host(PICTURE);
    expect(side.fences()).toBe(3);
  });

  test('with 8 MiB unprocessed behind a fence, no more is read', () => {
    const side = shown();
    side.pass(1);
    side.host(PICTURE);
    side.pass(1);
    expect(side.fences()).toBe(2);
    const pictures = Math.floor((8 * 1024 * 1024) / PICTURE.length);
    side.host(...Array.from({ length: pictures }, () => PICTURE));
    expect(side.full()).toBe(false);
    side.host(PICTURE);
    expect(side.full()).toBe(true);
    side.frame(OWN_FENCE_ANSWER);
    expect(side.full()).toBe(false);
  });

  test('does not acknowledge within 10 s while we wait for it', () => {
    const side = shown();
    expect(side.pass(10, true)).toBeUndefined();
    expect(side.pass(1, true)).toMatchObject(stall('could not draw'));
  });
});

test('while the laptop sleeps nobody is to blame', () => {
  let at = 0;
  const dog = createWatchdog(() => at);
  dog.fullUpdateAsked();
  at += 3_600_000;
  const standing = { phase: 'messages', midMessage: false, paused: false, owesAck: false, owesFence: true } as const;
  expect(dog.tick(standing)).toEqual({});
});

test('a probe of one pixel is a request the host can answer', () => {
  expect(rfb.updateRequest(false, 1, 1)).toEqual(bytes(3, 0, be16(0), be16(0), be16(1), be16(1)));
});
